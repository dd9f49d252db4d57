"""Cards about deadlines at their worst: longest names, forty returns, reasons of 1,000 letters."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from audits import asked
from audits.calendar import Span
from audits.habits import Habits
from audits.involvement import Extension, Involvement, Known, Saying, Stage
from audits.journal import Happening
from audits.notices import TOLD
from audits.plan import Kind, Question, Rung
from audits.snooze import Terms, times
from audits.states import State
from audits.sweep import Nudge
from cards import (
    acknowledge,
    agency,
    amendments,
    decline,
    demo_clock,
    done,
    escalation,
    gaps,
    handover,
    holidays,
    more_time,
    my_hours,
    news,
    nudge,
    nudging,
    plan,
    question,
    sign_off,
    snooze,
    timetable,
    unreachable,
    ways,
)
from cards import agencies as agencies_card
from cards.parts import Card
from cards.states import LEGEND, MARKS, NAMES
from files.tool import default_tool
from tests import cast
from tests.cards.lint import faults
from tests.cards.test_worst import LONG_NAME, TEXTS, audit_with, filled
from tests.cast import AT

LONG = Saying(by="hv", at=AT, words=TEXTS["welsh"][:1000])
PEOPLE = [cast.person(f"p{n}", f"{LONG_NAME[:50]} {n}") for n in range(80)]
MANY = 40


def owned() -> list[Involvement]:
    """Forty returns of the longest names, with all that was said of them."""
    own = audit_with(default_tool(), MANY)
    wish = Extension(until=date(2026, 12, 30), asked=LONG)
    asks = tuple(
        Question(id=f"q{n}", box=box, agency="a00", by="hv", at=AT, words=LONG.words,
                 answer=LONG.words if n % 2 else "")
        for n, box in enumerate(own.audit.tool.box)
    )  # fmt: skip
    audit = replace(own.audit, questions=asks)
    return [
        replace(own, audit=audit, family=family, ret=replace(
            own.ret, id=f"{'x' * 50}{code}", family=code, extension=wish, declined=LONG,
            waived=LONG, sent_back=LONG, queried=LONG, known=Known.NOT_KNOWN))
        for code, family in own.audit.families.items()
    ]  # fmt: skip


OWNS = owned()
OWN = OWNS[0]
WAITS = [replace(o, ret=replace(o.ret, declined=None, waived=None)) for o in OWNS]


def of_nudges() -> Iterator[Card]:
    """Nudges of every kind, for one return and for forty, and the business manager's."""
    waiting = [
        nudge.Waiting(own=own, due=date(2026, 12, 8), filled=3, pages=17, minutes=60)
        for own in WAITS
    ]
    for kind in nudge.TITLES:
        yield nudge.draw(kind, waiting, AT)
        yield nudge.draw(kind, waiting[:1], AT + timedelta(days=30))
    one = Nudge(id="n" * 150, audit_id="a1", person="hv", kind=Kind.OVERDUE, step=2, at=AT,
                return_ids=())  # fmt: skip
    codes = [own.family.code for own in OWNS]
    planned = [
        nudging.Planned(nudge=replace(one, kind=kind), name=LONG_NAME, families=codes)
        for kind in (*Kind, *Kind, *Kind, *Kind)
    ]
    spans = tuple(Span(first=AT.date(), last=AT.date(), name=LONG_NAME) for _ in range(5))
    audit = replace(OWN.audit, school_holidays=spans)
    for start in (0, 30):
        yield nudging.preview(audit, planned, start)
    people = {person.id: person.name for person in PEOPLE}
    owed = {person.id: [OWN.ret] for person in PEOPLE}
    found = nudging.Outstanding(audit=audit, people=people, owed=owed)
    asks = nudging.Asked(audit_id="a1", start=0, agency="", person="")
    yield nudging.choose(found)
    yield nudging.choose(replace(found, owed={}))
    yield nudging.confirm(found, asks, list(people))
    yield nudging.sent(audit, AT, 80)
    owing = [replace(OWN.ret, agency=key, declined=None, waived=None) for key in audit.agencies]
    drawn = gaps.draw(audit, owing)
    assert drawn
    yield drawn


def of_escalation() -> Iterator[Card]:
    """What is told up the ladder, and the decision about it."""
    silent = escalation.Silent(
        audit=OWN.audit, agency=OWN.agency, families=[own.family.code for own in OWNS],
        due=date(2026, 12, 8), asked=[person.name for person in PEOPLE], times=40,
        unopened=True,
    )  # fmt: skip
    yield from (escalation.told(silent, rung, AT + timedelta(days=20)) for rung in Rung)
    yield escalation.ask(silent, "n" * 150, LONG_NAME, AT)
    yield from (escalation.decided(silent, LONG_NAME, AT, granted=yes) for yes in (True, False))


def of_news() -> Iterator[Card]:
    """Every notice."""
    decided = replace(OWN, ret=replace(OWN.ret, extension=Extension(
        until=date(2026, 12, 30), asked=LONG, decided=LONG, granted=True)))  # fmt: skip
    for what in news.BODIES:
        yield news.draw(what, OWNS, LONG_NAME)
        yield news.draw(what, [decided], LONG_NAME)
    for asks in OWN.audit.questions[:2]:
        yield news.question("a1", OWN.audit.tool, asks, LONG_NAME)
        yield news.question("a1", OWN.audit.tool, asks, LONG_NAME, mine="W" * 1_000)
        yield news.answered(OWN.audit.tool, asks)
    yield news.moved(OWNS, date(2026, 12, 1), LONG_NAME)


def of_returns() -> Iterator[Card]:
    """What can be done about returns."""
    yield acknowledge.draw(WAITS, AT)
    yield acknowledge.draw(WAITS, AT - timedelta(days=30))
    yield acknowledge.done(WAITS, coordinates=True)
    yield ways.draw(WAITS, WAITS[3].ret.id, "Choose.")
    yield ways.draw([])
    yield handover.draw(OWN, PEOPLE)
    yield handover.draw(OWN, [])
    yield more_time.draw(OWN)
    yield decline.draw(OWN)
    yield question.draw(OWN, [q for q in OWN.audit.questions if q.answer])
    yield question.waiting(OWN.audit, [q for q in OWN.audit.questions if not q.answer])
    yield question.waiting(OWN.audit, [])
    yield done.draw(LONG_NAME, below=LONG_NAME)
    terms = Terms(habits=Habits(), zone="Europe/London", days_off=frozenset(),
                  dues=(date(2026, 12, 8),), at=AT)  # fmt: skip
    yield snooze.draw(terms, times(terms))
    yield snooze.draw(terms, [])
    yield snooze.done(terms, AT + timedelta(days=30))
    yield demo_clock.draw(AT + timedelta(days=365), 99_999)
    whys = [*unreachable.DO, LONG_NAME] * 30
    lost = [unreachable.Lost(name=LONG_NAME, why=why) for why in whys]
    yield from (unreachable.draw(LONG_NAME, lost[:many]) for many in (0, unreachable.MOST, 300))


def of_settings() -> Iterator[Card]:
    """What the business manager sets, and a person's own hours."""
    spans = tuple(
        Span(first=AT.date() + timedelta(days=n), last=AT.date() + timedelta(days=n),
             name=LONG_NAME[:60]) for n in range(20)
    )  # fmt: skip
    people = {person.id: person for person in PEOPLE}
    ids = tuple(people)
    agencies = {
        key: replace(one, coordinators=ids[:20], deputies=ids[20:40], lead=ids[0], sign_off=True)
        for key, one in OWN.audit.agencies.items()
    }
    off = frozenset(AT.date() + timedelta(days=n) for n in range(40))
    many = {f"x{n:02}": replace(OWN.agency, key=f"x{n:02}") for n in range(25)}
    audit = replace(OWN.audit, school_holidays=spans, days_off=off, agencies={**agencies, **many},
                    due=date(2026, 12, 12), audit_day=date(2028, 1, 1))  # fmt: skip
    rows = [Happening(at=AT, by=PEOPLE[0].id, what="setting.changed", version=9, about=(name,),
                      was=", ".join(ids[:9]), now=", ".join(ids[9:18]))
            for name in ("agency.csc.coordinators", "plan.grace", "school_holidays")]  # fmt: skip
    names = {person.id: person.name for person in PEOPLE}
    lines = amendments.changes(rows, audit, names)
    shown = timetable.Shown(audit=audit, drawn=9, told=lines, style="warning", changes=lines)
    for at in (AT, AT - timedelta(days=30)):
        yield timetable.draw(shown, at)
    yield holidays.draw(audit, lines)
    for start in (0, 20):
        yield agencies_card.draw(audit, people, start)
    yield agencies_card.one(audit, agencies["csc"], PEOPLE, told=lines)
    yield agencies_card.one(audit, OWN.agency, [])
    yield plan.draw(audit, lines, style="warning")
    leave = [Span(first=span.first, last=span.last) for span in spans]
    codes = [own.family.code for own in OWNS]
    yield my_hours.draw(my_hours.Shown(habits=Habits(), from_teams="America/New_York",
                                       leaves=leave, due_away=codes), lines)  # fmt: skip


def of_services() -> Iterator[Card]:
    """A coordinator's list, all pages of it."""
    standings = [replace(own.ret, contacts=tuple(p.id for p in PEOPLE), stage=Stage.SIGN_OFF,
                         due=date(2026, 12, 30)) for own in WAITS]  # fmt: skip
    deputies = replace(OWN.agency, deputies=("p1", "p2"))
    people = {person.id: person for person in PEOPLE}
    for start in (0, 15, 30):
        yield agency.draw(
            agency.Service(audit=OWN.audit, agency=deputies, standings=standings, people=people,
                           start=start), AT, ("Something was said.",))  # fmt: skip


@pytest.mark.parametrize(
    "cards",
    [of_nudges, of_escalation, of_news, of_returns, of_services, of_settings],
    ids=lambda c: c.__name__,
)
def test_cards_about_deadlines_fit(cards: object) -> None:
    """Each is valid, small enough, with at most six actions and a label on every input."""
    for card in cards():  # type: ignore[operator]
        assert not faults(card)


@pytest.mark.parametrize("text", ["plain", "welsh", "markup"])
def test_sign_off_fits_in_parts(text: str) -> None:
    """The longest return is shown whole, in parts; the last of them decides."""
    own = filled(audit_with(default_tool()), TEXTS[text])
    now = asked.of(own)
    seen: list[Card] = []
    while not seen or "let_go" not in str(seen[-1]["actions"]):
        seen.append(sign_off.draw(own, now, len(seen)))
        assert not faults(seen[-1])
        assert len(seen) < 50


def test_every_state_and_notice_has_its_words() -> None:
    """What can be said of a return has a name, a mark and a place in the legend."""
    assert set(NAMES) == set(MARKS) == set(State)
    assert {mark for mark, _ in MARKS.values()} == set(LEGEND)
    assert set(TOLD) == set(news.BODIES) == set(news.WAYS) == set(news.TITLES)
