"""What is sealed opens for whom it should, and for nobody once its key is destroyed."""

import asyncio
import base64
import dataclasses
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from storage.key_folder import KeyFolder
from storage.keys import KeyGoneError, MasterKeyError, SealError, WrappedKey
from storage.masters import LocalMaster
from storage.ring import LOOK_EVERY, Ring

PLAIN = b"She was seen on Tuesday."
ONE, OTHER = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


class Crash(Exception):  # noqa: N818 - it is no error of ours
    """The process was killed here."""


class Keeper(KeyFolder):
    """A folder of keys that a process can be killed at."""

    def __init__(self, folder: Path, *, killed_at: int = 0) -> None:
        super().__init__(folder)
        self._killed_at = killed_at
        self._kept = count(1)

    async def keep(self, key: WrappedKey) -> None:
        """Keep the key, or be killed before that."""
        if next(self._kept) == self._killed_at:
            raise Crash
        await super().keep(key)


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now

    def moment(self) -> datetime:
        """Return them as a moment."""
        return datetime.fromtimestamp(1_800_000_000 + self.now, UTC)


def a_ring(folder: Path, words: str = ONE, clock: Clock | None = None) -> Ring:
    """Return a ring on this folder, as another process would make it."""
    told = clock or Clock()
    return Ring(Keeper(folder), LocalMaster(lambda: words), ticks=told, now=told.moment)


def files_in(folder: Path) -> dict[Path, bytes]:
    """Return all files in the folder with what is in them."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_what_is_sealed_opens_in_another_process(tmp_path: Path) -> None:
    """The key lies wrapped in the folder, and neither it nor the words can be read there."""
    ring = a_ring(tmp_path)
    await ring.ready("audit/a1")
    sealed = ring.seal("audit/a1", "returns/a1.C.hv", PLAIN)
    assert PLAIN not in sealed
    again = a_ring(tmp_path)
    assert await again.opened("audit/a1", "returns/a1.C.hv", sealed) == PLAIN
    assert again.scope_of(sealed) == "audit/a1"
    files = list(files_in(tmp_path))
    assert len(files) == 1
    assert files[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("scope", "bound"), [("audit/a2", "returns/a1.C.hv"), ("audit/a1", "returns/a1.D.hv")]
)
async def test_it_opens_in_no_other_place(tmp_path: Path, scope: str, bound: str) -> None:
    """A record that somebody copies over another one is found out, in the audit or out of it."""
    ring = a_ring(tmp_path)
    await ring.ready("audit/a1")
    await ring.ready("audit/a2")
    sealed = ring.seal("audit/a1", "returns/a1.C.hv", PLAIN)
    with pytest.raises(SealError):
        ring.open(scope, bound, sealed)


async def test_no_byte_can_be_changed(tmp_path: Path) -> None:
    """Each byte of the seal counts: format, key, nonce, text and tag."""
    ring = a_ring(tmp_path)
    await ring.ready("roster")
    sealed = ring.seal("roster", "people/p1", PLAIN)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealError):
            ring.open("roster", "people/p1", bytes(changed))
    for length in range(len(sealed)):
        with pytest.raises(SealError):
            ring.open("roster", "people/p1", sealed[:length])


async def test_what_was_destroyed_opens_for_nobody(tmp_path: Path) -> None:
    """Not here, not in a process that starts later; and later writes get another key."""
    ring = a_ring(tmp_path)
    await ring.ready("identity/a1")
    await ring.ready("audit/a1")
    sealed = ring.seal("identity/a1", "identities/a1.C", PLAIN)
    kept = ring.seal("audit/a1", "x", PLAIN)
    await ring.destroy("identity/a1")
    await ring.destroy("identity/a1")
    for one in (ring, a_ring(tmp_path)):
        with pytest.raises(KeyGoneError):
            await one.opened("identity/a1", "identities/a1.C", sealed)
        assert await one.opened("audit/a1", "x", kept) == PLAIN
        assert {key.scope for key in one.known()} == {"audit/a1"}
    with pytest.raises(KeyGoneError):
        ring.seal("identity/a1", "identities/a1.C", PLAIN)


async def test_a_rotated_key_is_taken_up_by_a_process_that_runs(tmp_path: Path) -> None:
    """It reads at once what the new key sealed, and soon seals with it; the old one still opens."""
    clock = Clock()
    ring, other = a_ring(tmp_path, clock=clock), a_ring(tmp_path, clock=clock)
    await ring.ready("audit/a1")
    old = ring.seal("audit/a1", "x", PLAIN)
    await other.ready("audit/a1")
    clock.now += 1
    await ring.rotate("audit/a1")
    new = ring.seal("audit/a1", "x", PLAIN)
    assert ring.is_current(new)
    assert not ring.is_current(old)
    assert await other.opened("audit/a1", "x", new) == PLAIN
    assert other.is_current(other.seal("audit/a1", "x", PLAIN))
    third = a_ring(tmp_path, clock=clock)
    await third.ready("audit/a1")
    assert third.open("audit/a1", "x", old) == PLAIN


async def test_a_destroyed_key_is_forgotten_by_a_process_that_runs(tmp_path: Path) -> None:
    """Half a minute later at the most, without anybody telling it."""
    clock = Clock()
    ring, other = a_ring(tmp_path), a_ring(tmp_path, clock=clock)
    for one in (ring, other):
        await one.ready("identity/a1")
    sealed = ring.seal("identity/a1", "x", PLAIN)
    await ring.destroy("identity/a1")
    clock.now += LOOK_EVERY
    await other.ready("roster")
    with pytest.raises(KeyGoneError):
        other.open("identity/a1", "x", sealed)


@pytest.mark.parametrize("killed_at", [1, 2, 3])
async def test_a_rotation_that_is_killed_loses_nothing(tmp_path: Path, killed_at: int) -> None:
    """Whatever was sealed opens, something seals, and the rotation can be done again."""
    clock = Clock()
    ring = a_ring(tmp_path, clock=clock)
    await ring.ready("audit/a1")
    sealed = ring.seal("audit/a1", "x", PLAIN)
    clock.now += 1
    keeper = Keeper(tmp_path, killed_at=killed_at)
    dying = Ring(keeper, LocalMaster(lambda: ONE), ticks=clock, now=clock.moment)
    try:
        await dying.rotate("audit/a1")
    except Crash:
        pass
    else:
        assert killed_at == 3
    clock.now += 1
    after = a_ring(tmp_path, clock=clock)
    await after.ready("audit/a1")
    assert after.open("audit/a1", "x", sealed) == PLAIN
    assert after.open("audit/a1", "x", after.seal("audit/a1", "x", PLAIN)) == PLAIN
    await after.rotate("audit/a1")
    assert [key.retired is None for key in after.known()].count(True) == 1


@pytest.mark.parametrize("killed_at", [1, 2, 3, 4])
async def test_the_master_key_is_changed_by_wrapping_anew(tmp_path: Path, killed_at: int) -> None:
    """Also when it is killed in between; then the old master key opens nothing any more."""
    ring = a_ring(tmp_path)
    sealed = {}
    for scope in ("audit/a1", "roster", "papers"):
        await ring.ready(scope)
        sealed[scope] = ring.seal(scope, "x", PLAIN)
    dying = Ring(Keeper(tmp_path, killed_at=killed_at), LocalMaster(lambda: f"{OTHER}\n{ONE}"))
    try:
        await dying.rewrap()
    except Crash:
        pass
    else:
        assert killed_at == 4
    both = a_ring(tmp_path, f"{OTHER}\n{ONE}")
    assert await both.rewrap() == 3 - (killed_at - 1)
    assert await both.rewrap() == 0
    new = a_ring(tmp_path, OTHER)
    for scope, one in sealed.items():
        assert await new.opened(scope, "x", one) == PLAIN
    with pytest.raises(MasterKeyError):
        await a_ring(tmp_path, ONE).look()


async def test_a_wrong_master_key_is_named_and_nothing_written(tmp_path: Path) -> None:
    """The words say which master key is wanted and which this is."""
    ring = a_ring(tmp_path)
    await ring.ready("audit/a1")
    before = files_in(tmp_path)
    with pytest.raises(MasterKeyError, match="Nothing was changed") as told:
        await a_ring(tmp_path, OTHER).ready("audit/a2")
    assert ring.known()[0].master_id in str(told.value)
    assert before == files_in(tmp_path)


async def test_no_key_can_be_put_in_the_place_of_another(tmp_path: Path) -> None:
    """Who can write in the keys' folder cannot make one audit's key another's."""
    ring = a_ring(tmp_path)
    await ring.ready("audit/a1")
    key = ring.known()[0]
    await KeyFolder(tmp_path).keep(dataclasses.replace(key, scope="audit/a2"))
    with pytest.raises(MasterKeyError):
        await a_ring(tmp_path).look()


async def test_many_who_come_at_once_make_one_key(tmp_path: Path) -> None:
    """A scope's first key is made once."""
    ring = a_ring(tmp_path)
    await asyncio.gather(*(ring.ready("audit/a1") for _ in range(20)))
    assert len(ring.known()) == 1


async def test_who_has_keys_serves_on_while_they_cannot_be_looked_up(tmp_path: Path) -> None:
    """A database that is away for a minute makes no turn fail that needs no new key."""
    clock = Clock()

    class Away(Keeper):
        away = False

        async def every(self) -> Sequence[WrappedKey]:
            if self.away:
                raise OSError("away")
            return await super().every()

    keeper = Away(tmp_path)
    ring = Ring(keeper, LocalMaster(lambda: ONE), ticks=clock)
    await ring.ready("audit/a1")
    keeper.away = True
    clock.now += 2 * LOOK_EVERY
    await ring.ready("audit/a1")
    assert ring.open("audit/a1", "x", ring.seal("audit/a1", "x", PLAIN)) == PLAIN
    with pytest.raises(OSError, match="away"):
        await Ring(keeper, LocalMaster(lambda: ONE)).ready("audit/a1")


async def test_a_proof_holds_for_what_was_said_and_after_a_rotation(tmp_path: Path) -> None:
    """Who has not the scope's key cannot make one."""
    ring = a_ring(tmp_path)
    await ring.ready("journal/a1")
    await ring.ready("journal/a2")
    proof = ring.prove("journal/a1", b"said")
    await ring.rotate("journal/a1")
    assert ring.proves("journal/a1", b"said", proof)
    assert not ring.proves("journal/a1", b"sad", proof)
    assert not ring.proves("journal/a2", b"said", proof)
    with pytest.raises(KeyGoneError):
        ring.proves("journal/a1", b"said", os.urandom(40))


async def test_older_keys_can_be_destroyed_alone(tmp_path: Path) -> None:
    """What they sealed is lost with them, and what the key of today sealed is not."""
    ring = a_ring(tmp_path)
    await ring.ready("audit/a1")
    old = ring.seal("audit/a1", "x", PLAIN)
    await ring.rotate("audit/a1")
    new = ring.seal("audit/a1", "x", PLAIN)
    assert await ring.destroy_older("audit/a1") == 1
    assert await ring.destroy_older("audit/a1") == 0
    for one in (ring, a_ring(tmp_path)):
        assert await one.opened("audit/a1", "x", new) == PLAIN
        with pytest.raises(KeyGoneError):
            await one.opened("audit/a1", "x", old)
