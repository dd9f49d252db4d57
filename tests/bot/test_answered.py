"""The answered demo: sixty returns that robots gave, varied, the same each time."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from audits.asked import of
from audits.flags import FlagKind, flags
from audits.involvement import AgencyReturn, Stage
from audits.mismatches import mismatches
from audits.plan import Kind
from audits.tool import WRITING
from bot import answered, demo
from bot.answered import Past, involvement
from storage.contract import Store
from storage.tiny import TinyStore

TODAY = date(2026, 11, 23)


@cache
def ends() -> tuple[AgencyReturn, ...]:
    """Return every return as it ends, without a store."""
    made = demo.read(TODAY, answered.BESIDE)
    past = Past(made)
    steps = [(ret, past.of(ret)) for ret in made.returns()]
    return tuple(changes[-1].after if changes else ret for ret, changes in steps)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Return a store with the answered audit."""
    made = await TinyStore.open(tmp_path)
    await answered.fill(made, TODAY)
    yield made
    await made.close()


def test_sixty_of_seventy_eight_are_in() -> None:
    """And the others are missing in every way there is."""
    stages = Counter(ret.stage for ret in ends())
    assert (stages[Stage.SENT], stages[Stage.NIL], len(ends())) == (53, 7, 78)
    assert {ret.agency for ret in ends() if ret.stage is Stage.NOT_OPENED} == {"prob", "hou"}
    assert sum(ret.declined is not None for ret in ends()) == 1
    assert sum(ret.waived is not None for ret in ends()) == 1


TOLD = f"""
from datetime import date
from bot import answered, demo
made = demo.read(date.fromisoformat("{TODAY}"), answered.BESIDE)
past = answered.Past(made)
for ret in made.returns():
    for change in past.of(ret):
        print(change.events, sorted(change.after.answers.items()))
"""


def test_the_same_day_gives_the_same_answers() -> None:
    """Pictures and examples can be made again, whatever order Python gives to sets."""
    told = {
        subprocess.run(  # noqa: S603 - ours
            [sys.executable, "-c", TOLD],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert len(told.pop()) > 100_000


def test_returns_come_before_the_deadline_and_a_few_after_it() -> None:
    """No robot answers at night or at the week-end, or in the future."""
    audit = demo.read(TODAY, answered.BESIDE).audit
    sent = [audit.here(ret.sent_at) for ret in ends() if ret.sent_at]
    assert sum(at.date() > audit.due for at in sent) == 4
    assert max(sent).date() < TODAY
    assert all(at.weekday() < 5 and 9 <= at.hour < 18 for at in sent)


def test_no_sentence_has_a_gap_and_each_is_in_its_box() -> None:
    """What is filled into a sentence is filled in, and nothing is longer than its box allows."""
    audit = demo.read(TODAY, answered.BESIDE).audit
    for ret in ends():
        now = of(involvement(audit, ret))
        for name, answer in ret.answers.items():
            box = audit.tool.box[name]
            if box.kind in WRITING:
                assert "{" not in answer.now.value
                assert len(answer.now.value) <= box.limit
        if ret.stage is Stage.SENT:
            assert not [box.name for box in now.boxes.values()
                        if now.required(box) and not now.answers.get(box.name)]  # fmt: skip


def test_the_answers_are_varied() -> None:
    """Hardly anybody writes what somebody else wrote."""
    written = [ret.value(box) for ret in ends() for box in ("t1_look_evidence", "t5_care_evidence")]
    written = [words for words in written if words]
    assert len(written) > 80
    assert len(set(written)) > 0.9 * len(written)
    for box in ("t1_look", "t2_work", "t5_care", "overall"):
        assert len({ret.value(box) for ret in ends()}) >= 4


async def test_there_is_something_to_find(store: Store) -> None:
    """Mismatches, flags, a child at risk, findings, rulings and frozen packs."""
    got = await store.collected("answered")
    assert got
    assert len({one.kind for one in mismatches(got)}) >= 7
    assert {one.kind for one in flags(got)} == set(FlagKind)
    panels = {panel.family: panel for panel in await store.panels("answered")}
    assert sorted(panels) == list("ABCDEFGH")
    assert all(panel.pack and panel.summary and panel.stands for panel in panels.values())
    assert sum(len(panel.settled) for panel in panels.values()) > 20
    assert any(one.why for panel in panels.values() for one in panel.grades.values())


async def test_a_late_return_is_not_in_the_pack_that_was_frozen_before(store: Store) -> None:
    """The panel read what was there."""
    panel = await store.panel("answered", "C")
    assert panel
    assert panel.pack
    frozen = {one.id: one.stage for one in panel.pack.standings}
    now = {one.id: one.stage for one in await store.returns_in("answered")}
    assert (frozen["answered.C.amh"], now["answered.C.amh"]) == (Stage.OPENED, Stage.SENT)


async def test_the_silent_were_reminded_and_their_leads_told(store: Store) -> None:
    """Silence is not for want of asking."""
    told = Counter(entry.nudge.kind for entry in await store.ledger("answered"))
    assert told[Kind.OVERDUE] > 4
    assert told[Kind.ESCALATION] > 1


async def test_filling_again_changes_nothing(store: Store) -> None:
    """The demo goes on where it was left."""
    before = await store.returns_in("answered")
    await answered.fill(store, TODAY)
    assert await store.returns_in("answered") == before
