"""The stage on which random people meet: a store with the small audit, and what must stand there.

tests/dialogs/machine.py has what they do, tests/dialogs/model.py the rules that it is held against.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from audits.audit import Audit
from audits.involvement import IN, AgencyReturn, Event, Sheet
from audits.people import Person
from audits.problems import Problem
from audits.returns import save
from dialogs import router
from dialogs.turn import Turn
from storage.key_folder import KeyFolder
from storage.tiny import TinyStore
from tests import cast
from tests.dialogs.model import RUNS_IT, Model
from tests.pressing import presses
from tests.storage.disks import NoSync
from tests.storage.rings import ring_for

BOX = "look_evidence"
AUDIT = cast.AUDIT
PAST = 12
"""Cards of each verb that are remembered, the oldest of all among them."""


class Stage(RuleBasedStateMachine):
    """A store, what is known of it, and what must hold whatever is done."""

    @initialize()
    def begin(self) -> None:
        """Fill a store with the small audit, each return answered as far as it must be."""
        self.loop, self.place = (
            asyncio.new_event_loop(),
            Path(tempfile.mkdtemp(prefix="maca-machine-")),
        )
        self.model, self.at, self.number = Model(), cast.AT, 0
        self.shown: list[str] = []
        self.old: dict[str, list[dict[str, Any]]] = {}
        self.seen: dict[str, tuple[int, tuple[Any, ...]]] = {}
        self.folder = self.place / "0"
        self.store = self.run(self.opened())
        self.run(self.filled())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever it gives
        """Run it on the machine's own loop."""
        return self.loop.run_until_complete(work)

    async def opened(self) -> TinyStore:
        """Open the store in the folder of now."""
        keys = ring_for(KeyFolder(self.place / "keys"))
        return await TinyStore.open(self.folder, disk=NoSync(), ring=keys)

    async def filled(self) -> None:
        """Put everybody and everything there."""
        for who in cast.EVERYBODY:
            await self.store.keep_person(who)
        await self.store.keep_audit(AUDIT)
        for ret in cast.RETURNS:
            await self.store.add(ret)
            sheet = Sheet(drawn=0, answers=cast.ENOUGH)
            by = ret.contacts[0]
            await self.store.keep(save(cast.involved(ret), sheet, by=by, at=cast.AT))

    def stands(self, which: str) -> AgencyReturn:
        """Return what is stored."""
        found = self.run(self.store.agency_return(which))
        assert found is not None
        return found  # type: ignore[no-any-return]

    async def told_of(self, which: str) -> tuple[AgencyReturn, tuple[Event, ...]]:
        """Return what is stored of a return, and its journal."""
        found = await self.store.agency_return(which)
        assert found is not None
        return found, tuple(await self.store.journal(which))

    def audit(self) -> Audit:
        """Return the audit as it is stored."""
        found = self.run(self.store.audit(AUDIT.id))
        assert found is not None
        return found  # type: ignore[no-any-return]

    def fresh(self, which: str) -> str:
        """Return words that nobody has said yet, and that tell of which return they are."""
        self.number += 1
        return f"Said {self.number} of {which}."

    async def pressed(self, who: Person, verb: str, carried: dict[str, Any]) -> str:
        """Press a button; return the code of what went wrong, or nothing."""
        turn = Turn(who=who, verb=verb, at=self.at, partnership=cast.PARTNERSHIP, data=carried)
        try:
            card = (await router.take(turn, self.store)).card
        except Problem as problem:
            return problem.code
        for pressed, data in presses(card):
            had = self.old.setdefault(pressed, [])
            had[PAST:] = [data]
        hidden = [one for one in self.model.contacts if not self.model.reads(who.id, one)]
        self.shown = [one for one in hidden if f" of {one}." in str(card)]
        return ""

    def press(self, who: Person, verb: str, carried: dict[str, Any]) -> str:
        """Press a button; nobody is shown words that they may read neither before nor after."""
        self.shown = []
        told: str = self.run(self.pressed(who, verb, carried))
        for which in self.shown:
            assert who.id == RUNS_IT, (verb, which)
            assert self.stands(which).stage in IN, (verb, which)
        return told

    def page(self, which: str, words: str, drawn: int) -> dict[str, Any]:
        """Return what a page carries that comes back with these words in the box."""
        return {"return": which, "drawn": drawn, "shown": [BOX], f"b.{BOX}": words, "go": "next"}

    @rule(killed=st.booleans())
    def start_again(self, killed: bool) -> None:  # noqa: FBT001 - drawn by name
        """The bot is stopped; or killed, so that only what is in its folder remains."""
        if killed:
            copy = self.place / str(int(self.folder.name) + 1)
            shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns("*lock*"))
            self.run(self.store.close())
            self.folder = copy
        else:
            self.run(self.store.close())
        self.store = self.run(self.opened())

    @invariant()
    def all_stands_as_the_model_says(self) -> None:
        """Nothing acknowledged is lost, no version goes back, no journal is rewritten."""
        for which, said in self.model.said.items():
            ret, journal = self.run(self.told_of(which))
            assert set(ret.contacts) == self.model.contacts[which]
            assert (ret.stage in IN) is self.model.sent[which]
            assert ret.due == self.model.due[which]
            assert said <= set(words_in(ret))
            assert box_of(ret) == self.model.box[which]
            version, had = self.seen.get(which, (0, ()))
            assert ret.version >= version
            assert journal[: len(had)] == had
            assert [one.version for one in journal] == sorted(one.version for one in journal)
            assert {one.version for one in journal} == set(range(1, ret.version + 1))
            self.seen[which] = (ret.version, journal)
        assert bool(self.audit().closed_at) is self.model.closed

    def teardown(self) -> None:
        """Leave nothing behind."""
        if hasattr(self, "store"):
            self.run(self.store.close())
            self.loop.close()
            shutil.rmtree(self.place)


def box_of(ret: AgencyReturn) -> tuple[str, int]:
    """Return what stands in the box, and the version at which it came in."""
    found = ret.answers.get(BOX)
    return (found.now.value, found.now.version) if found else ("", 0)


def words_in(ret: AgencyReturn) -> Iterator[str]:
    """Yield all that stands or ever stood in the box."""
    found = ret.answers.get(BOX)
    if found is not None:
        kept = (found.now, *found.past, *found.aside, found.rival)
        yield from (one.value for one in kept if one)
