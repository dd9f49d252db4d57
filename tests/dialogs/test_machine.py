"""Whatever people do, in whatever order, a model of a page says what must stand in the end.

Random people press random cards, old ones too; the clock steps back and forward; the bot is
stopped, or killed, and started again; the audit is closed and opened.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from audits import altering
from audits.involvement import IN, AgencyReturn, Saying, Sheet
from audits.people import Person
from audits.problems import Code, Problem
from audits.returns import save
from dialogs import loading, router
from dialogs.turn import Turn
from storage.key_folder import KeyFolder
from storage.tiny import TinyStore
from tests import cast
from tests.pressing import buttons
from tests.proofs import LONG, proved
from tests.storage.disks import NoSync
from tests.storage.rings import ring_for

RUNS = 2_000 if LONG else 12
STEPS = 30
BOX = "look_evidence"
WHO = st.sampled_from(cast.EVERYBODY)
WHICH = st.sampled_from([one.id for one in cast.RETURNS])


class Model:
    """What must stand, whatever happened on the way."""

    def __init__(self) -> None:
        self.contacts = {one.id: set(one.contacts) for one in cast.RETURNS}
        self.sent = dict.fromkeys(self.contacts, False)
        self.said: dict[str, set[str]] = {one: set() for one in self.contacts}
        """All words that were acknowledged: none may ever be lost."""
        self.now = dict.fromkeys(self.contacts, "")
        """What stands in the box; None once two people's words may both stand there."""
        self.closed = False

    def answers(self, who: str, which: str) -> bool:
        """Contacts of the return and coordinators of its agency answer it."""
        return who in self.contacts.get(which, ()) or (who == "phnc" and which.endswith(".phn"))

    def refusals(self, who: str, which: str, *, wants_sent: bool) -> set[str]:
        """Return the codes of which one must be told; none where it must be done."""
        if not self.answers(who, which):
            return {Code.RETURN_NOT_FOUND}
        found: set[str] = {Code.AUDIT_CLOSED} if self.closed else set()
        if self.sent[which] is not wants_sent:
            found |= {Code.RETURN_NOT_SENT if wants_sent else Code.RETURN_SENT}
        return found


class Machine(RuleBasedStateMachine):
    """Drives the conversations on an embedded store, and holds them against the model."""

    @initialize()
    def begin(self) -> None:
        """Fill a store with the small audit, each return answered as far as it must be."""
        self.loop, self.place = asyncio.Runner(), Path(tempfile.mkdtemp())
        self.model, self.at, self.number = Model(), cast.AT, 0
        self.old: list[tuple[str, dict[str, Any]]] = []
        self.seen = {one.id: (0, 0) for one in cast.RETURNS}
        self.folder = self.place / "0"
        self.store = self.run(self.opened())
        self.run(self.filled())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever it gives
        """Run it on the machine's own loop."""
        return self.loop.run(work)

    async def opened(self) -> TinyStore:
        """Open the store in the folder of now."""
        keys = ring_for(KeyFolder(self.place / "keys"))
        return await TinyStore.open(self.folder, disk=NoSync(), ring=keys)

    async def filled(self) -> None:
        """Put everybody and everything there."""
        for who in cast.EVERYBODY:
            await self.store.keep_person(who)
        await self.store.keep_audit(cast.AUDIT)
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

    def press(self, who: Person, verb: str, carried: dict[str, Any]) -> str:
        """Press a button, and return the code of what went wrong, or nothing."""
        turn = Turn(who=who, verb=verb, at=self.at, partnership=cast.PARTNERSHIP, data=carried)
        try:
            reply = self.run(router.take(turn, self.store))
        except Problem as problem:
            return problem.code
        self.old += list(buttons(reply.card))[:3]
        return ""

    @rule(who=WHO, which=WHICH, back=st.integers(0, 3))
    def save(self, who: Person, which: str, back: int) -> None:
        """Somebody saves a page, drawn now or some versions ago."""
        self.number += 1
        words, version = f"words {self.number}", self.stands(which).version
        told = self.press(who, "save", {"return": which, "drawn": max(0, version - back),
                          "shown": [BOX], f"b.{BOX}": words, "go": "next"})  # fmt: skip
        wrong = self.model.refusals(who.id, which, wants_sent=False)
        assert told in (wrong or {""}), (told, wrong)
        if not wrong:
            self.model.said[which].add(words)
            if back == 0:
                self.model.now[which] = words

    @rule(who=WHO, which=WHICH, back=st.integers(0, 1))
    def send(self, who: Person, which: str, back: int) -> None:
        """Somebody sends a return; what is in the way is told, and nothing else happens."""
        drawn = self.stands(which).version - back
        told = self.press(who, "send", {"return": which, "drawn": drawn})
        wrong = self.model.refusals(who.id, which, wants_sent=False)
        again = self.model.sent[which] and self.model.answers(who.id, which)
        if wrong and not (again and not told):
            assert told in wrong
        elif not told:
            self.model.sent[which] = True
        else:
            assert told in {Code.RETURN_CHANGED, Code.RETURN_INCOMPLETE}

    @rule(who=WHO, which=WHICH)
    def recall(self, who: Person, which: str) -> None:
        """Somebody takes a return back; who has it already has it."""
        told = self.press(who, "recall", {"return": which})
        wrong = self.model.refusals(who.id, which, wants_sent=True)
        assert told in (wrong | {""} if self.model.answers(who.id, which) else wrong)
        if not wrong:
            assert not told
            self.model.sent[which] = False

    @rule(who=WHO, which=WHICH, to=WHO)
    def hand_over(self, who: Person, which: str, to: Person) -> None:
        """Somebody gives a return to a colleague; their own access ends."""
        before = self.stands(which)
        told = self.press(who, "give", {"return": which, "to": to.id})
        after = self.stands(which)
        if not self.model.answers(who.id, which) or told:
            assert after == before
        elif after != before:
            assert to.id in after.contacts
            assert who.id not in set(after.contacts) - {to.id}
            self.model.contacts[which] = set(after.contacts)

    @rule(who=WHO, number=st.integers(0, 10_000))
    def press_an_old_card_of_anybodys(self, who: Person, number: int) -> None:
        """A card that was forwarded or kept gives nobody a right that they have not."""
        if not self.old:
            return
        verb, carried = self.old[number % len(self.old)]
        which = str(carried.get("return", cast.MINE.id))
        if who.id != "bm" and not self.model.answers(who.id, which):
            before = [self.stands(one) for one in self.model.contacts]
            self.press(who, verb, carried)
            assert [self.stands(one) for one in self.model.contacts] == before

    @rule(hours=st.integers(-72, 240))
    def step_the_clock(self, hours: int) -> None:
        """The clock goes forward, or is put back."""
        self.at += timedelta(hours=hours)

    @rule()
    def close_or_open_the_audit(self) -> None:
        """The business manager closes the audit, or opens it again."""
        change = altering.reopen if self.model.closed else altering.close
        audit = self.run(self.store.audit("a1"))
        why = Saying(by="bm", at=self.at, words="It was time.")
        self.run(loading.alter(self.store, change(audit, why)))
        self.model.closed = not self.model.closed

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

    def save_and_look(self) -> None:
        """Save as the health visitor, and look at once."""
        self.save(cast.HEALTH_VISITOR, cast.MINE.id, 0)
        self.all_stands_as_the_model_says()

    @invariant()
    def all_stands_as_the_model_says(self) -> None:
        """Nothing acknowledged is lost, no version goes back, no journal is rewritten."""
        for which, said in self.model.said.items():
            ret, journal = self.stands(which), self.run(self.store.journal(which))
            assert set(ret.contacts) == self.model.contacts[which]
            assert (ret.stage in IN) is self.model.sent[which]
            assert said <= set(words_in(ret))
            assert (ret.version, len(journal)) >= self.seen[which]
            self.seen[which] = (ret.version, len(journal))
            if self.model.now[which]:
                assert self.model.now[which] in words_in(ret)

    def teardown(self) -> None:
        """Leave nothing behind."""
        if hasattr(self, "store"):
            self.run(self.store.close())
            self.loop.close()
            shutil.rmtree(self.place)


def words_in(ret: AgencyReturn) -> Iterator[str]:
    """Yield all that stands or ever stood in the box."""
    found = ret.answers.get(BOX)
    if found is not None:
        kept = (found.now, *found.past, *found.aside, found.rival)
        yield from (one.value for one in kept if one)


def test_whatever_people_do_the_model_is_right() -> None:
    """Random people, cards, clocks, restarts, kills and closings: 2,000 runs in the long mode."""
    how = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=not LONG,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Machine, settings=how)
    proved("state machine: people, cards, clocks, kills, closings", f"{RUNS:,} runs as the model")


def test_model_notices_a_lost_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof can fail: a store that forgets what it acknowledged is found out."""

    async def forgetful(_store: TinyStore, _change: object) -> bool:
        return True

    monkeypatch.setattr(TinyStore, "keep", forgetful)
    machine = Machine()
    machine.begin()
    with pytest.raises(AssertionError):
        machine.save_and_look()
    machine.teardown()
