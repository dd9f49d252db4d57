"""Every state is reached by what people do, and by nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from audits import deadlines, queries, returns
from audits.involvement import Involvement, Known, Nil, NilKind, Searched, Sheet
from audits.states import State, counted, state_of, was_late
from tests import cast
from tests.cast import AT, involved

LATER = AT + timedelta(days=9)
"""Wednesday the 9th, the day after the returns were due."""
SIGNING = replace(cast.AUDIT.agencies["phn"], sign_off=True)


def opened(own: Involvement) -> Involvement:
    """The contact looked at it."""
    return own.after(returns.opened(own, by="hv", at=AT))


def begun(own: Involvement) -> Involvement:
    """All that must be answered is."""
    sheet = Sheet(drawn=own.ret.version, answers=cast.ENOUGH)
    return own.after(returns.save(own, sheet, by="hv", at=AT))


def sent(own: Involvement, at: object = AT) -> Involvement:
    """Answered and sent."""
    own = begun(own)
    return own.after(returns.send(own, drawn=own.ret.version, by="hv", at=at))  # type: ignore[arg-type]


def nil(kind: NilKind) -> Callable[[Involvement], Involvement]:
    """A nil return of this kind."""
    told = Nil(kind=kind, searched=frozenset({Searched.CHILD}), why="Moved away")
    return lambda own: own.after(returns.send_nil(own, told, by="hv", at=AT))


def signed(own: Involvement) -> Involvement:
    """The same in an agency whose coordinator looks at returns first."""
    return replace(own, agency=SIGNING)


REACHED: dict[State, Callable[[Involvement], Involvement]] = {
    State.NOT_OPENED: lambda own: own,
    State.OPENED: opened,
    State.ACKNOWLEDGED: lambda own: own.after(
        deadlines.acknowledge(own, Known.KNOWN, by="phnc", at=AT)
    ),
    State.ASSIGNED: lambda own: own.after(deadlines.assign(own, ["hv3"], by="phnc", at=AT)),
    State.IN_PROGRESS: begun,
    State.AWAITING_SIGN_OFF: lambda own: sent(signed(own)),
    State.SENT: sent,
    State.LATE: lambda own: sent(own, LATER),
    State.QUERIED: lambda own: sent(own).after(
        queries.query(sent(own), "Which visit?", by="bm", at=AT)
    ),
    State.ACCEPTED: lambda own: sent(own).after(queries.accept(sent(own), by="bm", at=AT)),
    State.NIL_NOT_KNOWN: nil(NilKind.NOT_KNOWN),
    State.NIL_NO_CONTACT: nil(NilKind.NO_CONTACT),
    State.NIL_OTHER: nil(NilKind.OTHER),
    State.DECLINED: lambda own: own.after(deadlines.decline(own, "No staff", by="hv", at=AT)),
    State.WAIVED: lambda own: own.after(deadlines.waive(own, "Merged", by="bm", at=AT)),
}


@pytest.mark.parametrize("state", REACHED)
def test_state_is_reached_by_what_people_do(state: State) -> None:
    """Each state follows from one thing that somebody did."""
    assert state_of(REACHED[state](involved()).ret, cast.AUDIT, AT) is state


@pytest.mark.parametrize(
    ("days", "state"),
    [(8, State.NOT_OPENED), (9, State.OVERDUE), (11, State.OVERDUE), (12, State.NO_RETURN)],
)
def test_silence_is_overdue_and_then_no_return(days: int, state: State) -> None:
    """Due on Tuesday the 8th, in grace to Friday the 11th, and then there is no return."""
    assert state_of(cast.MINE, cast.AUDIT, AT + timedelta(days=days)) is state


def test_return_is_unreachable_when_nobody_who_answers_it_can_be_written_to() -> None:
    """One of two contacts in reach is enough."""
    both = frozenset({"hv", "hv2"})
    assert state_of(cast.MINE, cast.AUDIT, AT, unreachable=both) is State.UNREACHABLE
    one = frozenset({"hv"})
    assert state_of(cast.MINE, cast.AUDIT, AT, unreachable=one) is State.NOT_OPENED


def test_every_state_is_reached_here() -> None:
    """A state that no test reaches might be a word only."""
    assert {*REACHED, State.OVERDUE, State.NO_RETURN, State.UNREACHABLE} == set(State)


def test_extension_keeps_a_return_in_time() -> None:
    """After it was granted, its own date counts."""
    own = involved()
    until = (AT + timedelta(days=15)).date()
    own = own.after(deadlines.ask_time(own, until, "Holidays", by="hv", at=AT))
    own = own.after(deadlines.decide_time(own, "", granted=True, by="bm", at=AT))
    assert state_of(own.ret, cast.AUDIT, LATER) is State.NOT_OPENED
    assert state_of(sent(own, LATER).ret, cast.AUDIT, LATER) is State.SENT


def test_late_stays_late_when_it_is_accepted() -> None:
    """Accepting says nothing of when it came."""
    own = sent(involved(), LATER)
    own = own.after(queries.accept(own, by="bm", at=LATER))
    assert state_of(own.ret, cast.AUDIT, LATER) is State.ACCEPTED
    assert was_late(own.ret, cast.AUDIT)


def test_counts_name_every_state() -> None:
    """The states that nobody is in are there too, as nought."""
    counts = counted(cast.RETURNS, cast.AUDIT, AT)
    assert set(counts) == set(State)
    assert counts[State.NOT_OPENED] == sum(counts.values()) == 4
