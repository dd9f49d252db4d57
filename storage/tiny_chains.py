"""The embedded store's chains: one growing file for each audit, written through the day book.

Links stand in the same frame of the day book as the pages whose rows they prove, so that both are
kept or neither. Bringing them into their file again, after a crash, changes nothing.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from storage.chain import BEGUN, BEGUN_ANEW, NOTHING, Head, Link, Told, linked, scope
from storage.disk import Disk
from storage.frames import Page
from storage.names import file_name
from storage.ring import Ring

ROOM: Final = "chain"
ENDING: Final = ".links"
NAME: Final = re.compile(rf"{ROOM}/[^/\0]+\{ENDING}")
REMEMBERED: Final = 1024
"""Names worked out that stay in memory; each record that is read or kept asks for one."""
TAIL: Final = 4096
"""Bytes at the end of a file in which its last link is."""
DECODER: Final = msgspec.json.Decoder(Link)
ENCODER: Final = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Extended:
    """What a frame gains, and the heads once it is kept."""

    pages: Sequence[Page]
    heads: Mapping[str, Head]


class Chains:
    """The newest link of every audit's chain."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._heads: dict[str, Head] = {}
        self.unlinked: defaultdict[str, list[Told]] = defaultdict(list)
        """Rows that were found in audits that have no chain yet."""

    def read(self, folder: Path, unfiled: Mapping[str, Sequence[bytes]]) -> None:
        """Know the newest link of each chain in the folder. Raises OSError."""
        names = {f"{ROOM}/{path.name}" for path in (folder / ROOM).glob(f"*{ENDING}")}
        for name in names | unfiled.keys():
            rows = b"".join(unfiled.get(name, ())) or tail(folder / name)
            links = list(links_in(rows))
            if links:
                self._heads[name] = Head(links[-1].number, links[-1].proof)

    def lacks(self, audit_id: str) -> bool:
        """Tell whether the audit has no chain yet."""
        return name_of(audit_id) not in self._heads

    def found(self, told: Iterable[Told]) -> None:
        """Take in rows that are kept, to be linked because their audit has no chain."""
        for one in told:
            self.unlinked[one.audit_id].append(one)

    async def begin(self) -> list[Told]:
        """Return what begins a chain for each audit that has rows and none. Raises OSError."""
        told = []
        for audit_id, rows in self.unlinked.items():
            mark = BEGUN_ANEW if self._ring.has(scope(audit_id)) else BEGUN
            await self._ring.ready(scope(audit_id))
            told += [Told(audit_id, mark, b""), *rows]
        self.unlinked.clear()
        return told

    def head(self, audit_id: str) -> Head:
        """Return the newest link's number and proof."""
        return self._heads.get(name_of(audit_id), NOTHING)

    def extended(self, told: Iterable[Told]) -> Extended:
        """Return the links of these rows. Nothing counts until `took`. Raises SealError."""
        by_audit: defaultdict[str, list[Told]] = defaultdict(list)
        for one in told:
            by_audit[one.audit_id].append(one)
        pages, heads = [], {}
        for audit_id, rows in by_audit.items():
            name = name_of(audit_id)
            links = linked(self._ring, self._heads.get(name, NOTHING), rows)
            pages.append(Page(name, b"".join(ENCODER.encode(one) + b"\n" for one in links)))
            heads[name] = Head(links[-1].number, links[-1].proof)
        return Extended(pages, heads)

    def took(self, extended: Extended) -> None:
        """Know that these links are kept."""
        self._heads.update(extended.heads)

    def forget(self, audit_id: str) -> None:
        """Know that the chain is gone."""
        self._heads.pop(name_of(audit_id), None)


@lru_cache(REMEMBERED)
def name_of(audit_id: str) -> str:
    """Return the name of an audit's chain within the folder."""
    return f"{ROOM}/{file_name(audit_id).removesuffix('.json')}{ENDING}"


def links_in(rows: bytes) -> Iterable[Link]:
    """Yield the links in these lines; a line that is none counts as a link that proves nothing."""
    for line in rows.splitlines():
        try:
            yield DECODER.decode(line)
        except msgspec.MsgspecError:
            yield Link(0, "?", b"", b"")


def read_whole(path: Path) -> bytes:
    """Return all of a chain's file; nothing where there is none. Raises OSError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def tail(path: Path) -> bytes:
    """Return the whole lines at the end of a file; none where there is no file. Raises OSError."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - TAIL))
            kept = file.read()
    except FileNotFoundError:
        return b""
    begins = kept.find(b"\n") + 1 if size > TAIL else 0
    return kept[begins : kept.rfind(b"\n") + 1]


def filed(disk: Disk, path: Path, rows: bytes) -> None:
    """Bring links into their file, on the disk before returning; what is there stays once.

    Raises OSError; then it can be done again.
    """
    there = tail(path)
    newest = max((link.number for link in links_in(there)), default=0)
    lines = zip(rows.splitlines(keepends=True), links_in(rows), strict=True)
    new = [line for line, link in lines if link.number > newest]
    file = disk.extend(path)
    try:
        disk.cut(file, whole_length(path))
        rest = memoryview(b"".join(new))
        while rest:
            rest = rest[disk.write(file, rest) :]
        disk.sync(file)
    finally:
        os.close(file)


def whole_length(path: Path) -> int:
    """Return where the last whole line of a file ends."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - TAIL))
        kept = file.read()
    return size - len(kept) + kept.rfind(b"\n") + 1


def together(kept: bytes, unfiled: bytes) -> Iterable[Link]:
    """Yield the links of a file, then those that only the day book has."""
    there = list(links_in(kept[: kept.rfind(b"\n") + 1]))
    yield from there
    newest = max((link.number for link in there), default=0)
    yield from (link for link in links_in(unfiled) if link.number > newest)
