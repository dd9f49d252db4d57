"""What a record's file holds: the record as a whole, and what was added to it since, each sealed.

To write a return whole for every page that is saved is to seal, frame and sync twenty thousand
bytes for a few answers. So a change is written down as what it adds, and comes after the whole.
Who puts additions into files needs no key, and may put one there again: after a crash, or in a copy
that was taken meanwhile. Who reads them passes over what the record has by then.
"""

import struct
from collections.abc import Iterable
from typing import Final, NamedTuple

from storage.codec import UnreadableError
from storage.frames import Page
from storage.ring import Ring

MARK: Final = b"\x02"
"""Begins what has additions. What is sealed, and what earlier versions left, begins otherwise."""
LENGTH: Final = struct.Struct("<I")
"""After the mark: of all that follows. Before the whole, which has 0 if it was lost, and before
each addition: of it."""


class Grown(NamedTuple):
    """What the day book has of a file that is not whole there."""

    whole: bytes | None
    """What the additions come after; None: what is in the file."""
    added: tuple[bytes, ...]

    def joined(self, filed: bytes | None) -> bytes:
        """Return what the file shall hold, which holds `filed` now."""
        return joined(filed if self.whole is None else self.whole, self.added)


Stands = bytes | None | Grown
"""What a file shall hold; None: the file shall be gone."""


def take(known: dict[str, Stands], page: Page) -> None:
    """Know of the page's file what the page says. An addition to what is gone says nothing."""
    if not page.adds or page.kept is None:
        known[page.name] = page.kept
    elif page.name not in known:
        known[page.name] = Grown(None, (page.kept,))
    elif (stands := known[page.name]) is not None:
        whole, added = stands if isinstance(stands, Grown) else (stands, ())
        known[page.name] = Grown(whole, (*added, page.kept))


def parts(kept: bytes) -> list[bytes]:
    """Return the whole and then its additions, oldest first. Raises UnreadableError."""
    if not kept.startswith(MARK):
        return [kept]
    found, at = [], len(MARK)
    try:
        (length,) = LENGTH.unpack_from(kept, at)
        at += LENGTH.size
        whole = length == len(kept) - at
        while at < len(kept):
            begins = at + LENGTH.size
            at = begins + LENGTH.unpack_from(kept, at)[0]
            found.append(kept[begins:at])
    except struct.error as error:
        raise UnreadableError("What was added is not whole") from error
    if not found or not whole or at != len(kept):
        raise UnreadableError("What was added is not whole")
    return found


def joined(kept: bytes | None, added: Iterable[bytes]) -> bytes:
    """Return what is kept with these after it, but for those that are there.

    What is damaged stays damaged, and has them at its end, for whoever sets it aside.
    """
    try:
        found = parts(kept or b"")
    except UnreadableError:
        return (kept or b"") + framed(added)
    body = framed([*found, *(one for one in added if one not in found[1:])])
    return MARK + LENGTH.pack(len(body)) + body


def framed(many: Iterable[bytes]) -> bytes:
    """Return these with the length of each before it."""
    return b"".join(LENGTH.pack(len(one)) + one for one in many)


def opened(ring: Ring, name: str, kept: bytes) -> list[bytes]:
    """Return what was sealed, the whole first. Raises KeyGoneError, SealError, UnreadableError."""
    whole, *added = parts(kept)
    first = [ring.open(ring.scope_of(whole), name, whole)] if whole or not added else []
    bound = bound_to(name)
    return first + [ring.open(ring.scope_of(one), bound, one) for one in added]


def bound_to(name: str) -> str:
    """Return what additions to this file are bound to: they open as nothing else."""
    return f"{name}+"
