"""Seals all of an embedded store by the keys of today: what is unsealed, or under an older key.

The bot may answer turns meanwhile: each record is kept anew as a change to it would be.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storage.additions import parts
from storage.codec import IdentityRecord
from storage.disk import Place, put
from storage.folder import ALL_SEALED, ASIDE, UNSEALED, Folder
from storage.keys import KeyGoneError
from storage.moving import Kind
from storage.names import file_name
from storage.setting_up import PAPERS, SettingUp
from storage.tiny_moving import MovesRecords

AT_ONCE = 50
"""Records sealed anew together: they share one write to the disk."""
SET_ASIDE = "set-aside"
"""Under whose keys that is sealed which was set aside unsealed."""
SHELVES = tuple(kind for kind in Kind if kind not in {Kind.NUDGES, Kind.SWEPT, Kind.PAPERS})


@dataclass(frozen=True, slots=True)
class Standing:
    """How what is kept stands to the keys of today."""

    folder: Folder

    def is_old(self, kept: bytes | None) -> bool:
        """Tell whether this is to be sealed anew; what cannot be opened is left as it is."""
        if not kept:
            return False
        if kept.startswith(UNSEALED):
            return True
        ring = self.folder.ring
        return any(ring.sealed_this(one) and not ring.is_current(one) for one in parts(kept))


class SealsAnew(MovesRecords):
    """The part of a TinyStore that seals what it has by the keys of today."""

    async def _begin(self) -> None:
        """Begin a chain for each journal that has none; a new folder is sealed from the start."""
        if told := await self._folder.daybook.chains.begin():
            await self._folder.daybook.keep([], told)
        if self._folder.is_new:
            await self._folder.ring.ready(ALL_SEALED)
            self._folder.takes_unsealed = False

    async def seal_all(self) -> int:
        """Seal all that is not sealed by today's keys, and return how much of it there was.

        From then on nothing that is unsealed is believed any more. Raises OSError; what is done
        by then is done, and it can be done again.
        """
        await self._folder.ring.look()
        await self._folder.daybook.catch_up()
        count = 0
        for kind in SHELVES:
            count += await self._seal_shelf(kind)
        count += await self._ledger.seal_anew()
        count += await in_batches(self._paper_anew, self._paper_keys(""))
        count += await self._seal_aside()
        await self._folder.daybook.catch_up()
        await self._folder.ring.ready(ALL_SEALED)
        self._folder.takes_unsealed = False
        self._folder.unsealed.clear()
        return count

    @property
    def has_unsealed(self) -> bool:
        """Whether an earlier version of this software left something unsealed."""
        return bool(self._folder.unsealed)

    async def _seal_shelf(self, kind: Kind) -> int:
        stands = Standing(self._folder)

        async def anew(key: str) -> bool:
            shelf = self._shelf(kind)
            name = f"{shelf.kind.name}/{file_name(key)}"
            kept = await self._folder.off_loop(lambda: self._folder.read(name))
            inner = kind is Kind.IDENTITIES and await self._sheet_is_old(key)
            if not stands.is_old(kept) and not inner:
                return False
            return await shelf.change(key, sheet_anew(self._setting_up) if inner else same)

        return await in_batches(anew, self._ids(kind, ""))

    async def _sheet_is_old(self, key: str) -> bool:
        """Tell whether who is on a sheet is to be sealed anew, and have its key ready."""
        record = await self._shelf(Kind.IDENTITIES).get(key)
        if not record or not self._setting_up.is_old(record):
            return False
        await self._folder.ring.ready(f"identity/{record['audit_id']}")
        return True

    async def _paper_anew(self, key: str) -> bool:
        path = self._folder.path / PAPERS / file_name(key)
        kept = await asyncio.to_thread(path.read_bytes)
        ring = self._folder.ring
        if ring.sealed_this(kept) and ring.is_current(kept):
            return False
        try:
            plain = await self.paper(key)
        except KeyGoneError:
            return False
        if plain is None:
            return False
        await self.keep_paper(key, plain)
        return True

    async def _seal_aside(self) -> int:
        """Seal what an earlier version set aside unsealed; it opens by `maca keys open`."""
        count = 0
        await self._folder.ring.ready(SET_ASIDE)
        for path in sorted((self._folder.path / ASIDE).glob("*")):
            kept = await asyncio.to_thread(path.read_bytes)
            if not self._folder.ring.sealed_this(kept):
                sealed = self._folder.ring.seal(SET_ASIDE, f"{ASIDE}/{path.name}", kept)
                await asyncio.to_thread(put, self._folder.disk, Place.of(path), sealed)
                count += 1
        return count


async def in_batches(work: Callable[[str], Awaitable[bool]], keys: Iterable[str]) -> int:
    """Do the work for all of these, some at a time, and return for how many it was true."""
    left, count = list(keys), 0
    while left:
        some, left = left[:AT_ONCE], left[AT_ONCE:]
        count += sum(await asyncio.gather(*map(work, some)))
    return count


def same(found: Mapping[str, Any] | None) -> Any:  # noqa: ANN401 - a record of any shelf
    """Keep a record as it stands."""
    return found


def sheet_anew(sheets: SettingUp) -> Callable[[IdentityRecord | None], IdentityRecord | None]:
    """Return what keeps a sheet as it stands, with its people sealed by the key of today."""

    def decide(found: IdentityRecord | None) -> IdentityRecord | None:
        return sheets.anew(found) if found else None

    return decide
