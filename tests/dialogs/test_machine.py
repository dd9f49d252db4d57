"""Whatever people do, in whatever order, a model of a page says what must stand in the end.

Random people press random cards, old ones too, two of them at once; people join and leave, give
returns away and ask for time; the clock steps back and forward; the bot is stopped, or killed, and
started again; the audit is closed and opened.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from audits import access, altering, deadlines, returns
from audits.answers import Answer, Words
from audits.audit import Audit
from audits.involvement import IN, Involvement, Standing
from audits.people import Person
from audits.problems import Code, Problem
from cards import parts
from dialogs import people, router
from dialogs.turn import Reply, Turn
from storage.contract import Store
from storage.tiny import TinyStore
from tests import cast
from tests.dialogs.machine import Machine
from tests.proofs import LONG, proved, quiet

PARTS, RUNS = (8, 250) if LONG else (1, 12)
"""The long mode's 2,000 runs are told apart by seed, so that several processes can share them."""
STEPS = 30
SEED = int(os.environ.get("MACA_SEED", "2021"))
"""What decides what happens: the same seed, the same runs. Another one tries others."""


def run(at: int, runs: int, *phases: Phase) -> None:
    """Run the machine so often, by this seed."""
    how = settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=False,
        report_multiple_bugs=False,
        phases=[Phase.generate, *phases],
        suppress_health_check=list(HealthCheck),
    )
    machine = type("SeededMachine", (Machine,), {})
    run_state_machine_as_test(seed(at)(machine), settings=how)


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_people_do_the_model_is_right(part: int) -> None:
    """Random people, cards, clocks, restarts, kills and closings: 2,000 runs in the long mode."""
    quiet()
    try:
        run(SEED + part, RUNS, Phase.shrink)
    except BaseException as error:
        error.add_note(f"Seed {SEED}, part {part}. The same again: MACA_LONG={int(LONG)} "
                       f"MACA_SEED={SEED} pytest {__file__} -k 'right and {part}'")  # fmt: skip
        raise
    proved("state machine: people, cards, clocks, kills, closings",
           f"{{:,}} runs of {STEPS} steps as the model says, seed {SEED}", RUNS)  # fmt: skip


async def forgetful(_store: TinyStore, _change: object) -> bool:
    """Acknowledge, and keep nothing."""
    return True


def overwriting(answer: Answer | None, new: Words, *, drawn: int) -> Answer:
    """Let whoever comes last have the box, whatever was drawn when."""
    assert drawn >= 0
    return Answer(now=new, past=(*answer.past, answer.now)) if answer else Answer(now=new)


def without_a_past(_answer: Answer | None, new: Words, *, drawn: int) -> Answer:
    """Keep what stands now, and forget what stood there."""
    assert drawn >= 0
    return Answer(now=new)


def never_closed(own: Involvement) -> None:
    """Look only at whether the return was sent."""
    if own.ret.stage in IN:
        raise Problem(Code.RETURN_SENT)


def everybodys(_who: Person, _audit: Audit, _standing: Standing) -> bool:
    """Let everybody answer everything."""
    return True


def colleagues(who: Person, audit: Audit, standing: Standing) -> bool:
    """Let everybody who answers anything read what was begun."""
    return standing.stage not in IN or access.answers_for(who, audit, standing)


def whoever(_who: Person, audit: Audit | None) -> Audit:
    """Let everybody say who takes part."""
    assert audit
    return audit


def nobody_leaves(*_what: object) -> tuple[()]:
    """Leave a leaver's returns as they are."""
    return ()


def always(own: Involvement, words: str, *, granted: bool, by: str, at: Any) -> Any:  # noqa: ANN401
    """Give more time though it was refused."""
    assert granted in {True, False}
    return GIVEN(own, words, granted=True, by=by, at=at)


async def rewritten(store: TinyStore, return_id: str) -> list[Any]:
    """Tell of each step that somebody else did it, once there are four."""
    found = list(await JOURNAL(store, return_id))
    return [replace(one, by="nobody") for one in found] if len(found) > 3 else found


async def behind(store: TinyStore, return_id: str) -> Any:  # noqa: ANN401 - as the store gives it
    """Give a return as it was a version ago, once it was answered thrice."""
    found = await RETURN(store, return_id)
    return replace(found, version=found.version - 1) if found and found.version == 4 else found


async def telling(turn: Turn, store: Store) -> Reply:
    """Show everybody's words to whoever asks for their own list."""
    found = [await store.agency_return(one.id) for one in cast.RETURNS]
    words = [a.now.value for ret in found if ret for a in ret.answers.values()]
    del turn
    return Reply(card=parts.card([parts.text(" ".join(words))], []))


GIVEN, JOURNAL, RETURN = deadlines.decide_time, TinyStore.journal, TinyStore.agency_return
FAULTS: dict[str, tuple[object, str, Callable[..., Any]]] = {
    "a lost answer": (TinyStore, "keep", forgetful),
    "an old card that overwrites": (returns, "met", overwriting),
    "words that are forgotten": (returns, "met", without_a_past),
    "a closed audit that takes answers": (returns, "still_open", never_closed),
    "a right to answer too much": (access, "answers_for", everybodys),
    "a right to read too much": (access, "may_read", colleagues),
    "a right to close too much": (people, "to_alter", whoever),
    "a leaver who stays": (altering, "left", nobody_leaves),
    "time that was refused": (deadlines, "decide_time", always),
    "a journal that is rewritten": (TinyStore, "journal", rewritten),
    "a version that goes back": (TinyStore, "agency_return", behind),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_model_notices_a_fault(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof can fail: each kind of fault is found within a few runs."""
    where, name, instead = FAULTS[fault]
    monkeypatch.setattr(where, name, instead)
    with pytest.raises(AssertionError):
        run(2021, 40)


def test_model_notices_words_that_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof can fail: a card with another's words is found."""
    monkeypatch.setattr(router, "VERBS", {**router.VERBS, "open": (telling, router.READING)})
    with pytest.raises(AssertionError):
        run(2021, 40)
