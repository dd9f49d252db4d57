"""The audit team follows an audit: its other cards at their worst, forty families across."""

from dataclasses import replace
from datetime import timedelta

import pytest

from audits import grades
from audits.collected import Collected, Only
from audits.involvement import Event, Nil, NilKind, Searched, Stage
from audits.ledger import Entry, Outcome
from audits.nudges import Nudge
from audits.panel import Pack
from audits.plan import Kind
from audits.totals import Completeness
from cards import channel, check, choose, one_return, outstanding, summary
from cards import files as files_card
from cards import history as history_card
from cards.parts import Card
from tests.cards.lint import elements
from tests.cards.test_auditing_worst import (
    AUDIT,
    NAMES,
    WHOLE,
    collected,
    every_part,
    onward,
    panel,
    sent,
)
from tests.cards.test_worst import LONG_NAME, TEXTS
from tests.cards.test_worst import check as checked
from tests.cast import AT


def figures(families: int) -> summary.Figures:
    """The figures of so many families, every question left unanswered by somebody."""
    one = collected(TEXTS["plain"])
    codes = list(AUDIT.families)[:families]
    got = Collected(audit=AUDIT, standings=one.standings,
                    readings=[r for r in one.readings if r.family in codes])  # fmt: skip
    return summary.Figures(
        audit=AUDIT, only=Only(theme="t1", family="F00", agency="a00", grade="good"), at=AT,
        row=Completeness(expected=600, received=500, late=90, declined=5, waived=5, waiting=50,
                         none=40),
        spreads=grades.spreads(got, [panel("x")]), heat=grades.heat(got, [panel("x")]),
        missing=[*AUDIT.tool.boxes()], reads=True, unknown=TEXTS["markup"],
    )  # fmt: skip


@pytest.mark.parametrize("families", [1, 10, 40])
def test_summary_fits(families: int) -> None:
    """Every theme with a grade, ten families across, to the team, to observers, in a channel."""
    found = figures(families)
    for start in range(0, families, summary.ACROSS):
        for wide in (True, False):
            checked(summary.draw(replace(found, start=start, wide=wide)))
    checked(summary.draw(replace(found, reads=False)))
    checked(summary.draw(replace(found, shared=True)))


def test_chart_says_no_more_than_the_words_beside_it() -> None:
    """Every figure of a bar stands in the words below it, and in the bar that old clients show."""
    found = figures(10)
    card = summary.draw(found)
    (chart,) = [e for e in elements(card) if e.get("type") == "Chart.HorizontalBar.Stacked"]
    facts = {f["title"]: f["value"] for e in elements(card) for f in e.get("facts", ())}
    for bar in chart["data"]:
        for part in bar["data"]:
            assert f"{part['value']} {part['legend'].lower()}" in facts[bar["title"]]
    marks = [e["text"] for e in elements(chart["fallback"]) if "text" in e]
    assert len(marks) == len(chart["data"])


def test_nothing_of_what_was_told_is_shown_to_observers_or_in_a_channel() -> None:
    """They see figures: no button leads to what services wrote, no text of it is there."""
    for found in (replace(figures(40), reads=False), replace(figures(40), shared=True)):
        card = summary.draw(found)
        assert "The child was seen alone" not in str(card)
        assert {action["verb"] for action in card["actions"]} == {"summary"}


def owing(people: int) -> list[outstanding.Owing]:
    """Fifteen services that owe forty returns each."""
    ret = WHOLE.ret
    standings = [replace(ret, id=code, family=code) for code in AUDIT.families]
    return [
        outstanding.Owing(
            agency=agency, due=AUDIT.due, standings=standings, chased=99, last=AT,
            people=[(name, [*AUDIT.families]) for name in [*NAMES.values(), ""][:people]],
            unreachable=[*NAMES.values()],
        )
        for agency in AUDIT.agencies.values()
    ]  # fmt: skip


@pytest.mark.parametrize("people", [1, 41])
def test_outstanding_fits(people: int) -> None:
    """Fifteen services with forty people each, page by page; and nobody at all."""
    listed = outstanding.Listed(
        audit=AUDIT, at=AT + timedelta(30), owing=owing(people), declined=[LONG_NAME] * 40,
        runs=True, agency="a00", unknown=TEXTS["markup"],
    )  # fmt: skip
    for card in every_part(lambda n: outstanding.draw(replace(listed, start=n)), onward_or_none):
        checked(card)
    checked(outstanding.draw(replace(listed, owing=[], agency="", runs=False)))


def onward_or_none(card: Card) -> int | None:
    """The same for lists that go round: None once they lead to the first."""
    return onward(card) or None


def test_one_return_fits() -> None:
    """With a long past, in every stage, for the manager and for the panel."""
    events = [Event(at=AT + timedelta(n), by=f"p{n % 40}", what=what, version=n, to=("p1", "p2"))
              for n, what in enumerate(history_card.HAPPENED)]  # fmt: skip
    nudge = Nudge(id="n", audit_id="a1", person="p3", kind=Kind.OVERDUE, step=2, at=AT,
                  return_ids=())  # fmt: skip
    entries = [Entry(nudge=replace(nudge, kind=kind), outcome=outcome, claimed_at=AT)
               for kind in Kind for outcome in Outcome]  # fmt: skip
    past = history_card.Past(events=events, entries=entries, names=NAMES)
    own = sent(TEXTS["welsh"])
    nil = Nil(kind=NilKind.OTHER, searched=frozenset(Searched))
    for change in ({}, {"stage": Stage.NIL, "nil": nil}, {"stage": Stage.NOT_OPENED,
                   "declined": None, "waived": None}):  # fmt: skip
        ret = replace(own.ret, **change)
        for runs in (True, False):
            seen = one_return.Seen(own=replace(own, ret=ret), past=past, at=AT, runs=runs)
            checked(one_return.draw(replace(seen, told=LONG_NAME)))
    none = history_card.Past(events=[], entries=[], names={})
    checked(one_return.draw(one_return.Seen(own=own, past=none, at=AT, runs=True)))


def test_check_fits_and_is_read_back() -> None:
    """Six details with inputs; what may stay is kept as empty, what is changed as its words."""
    details = [
        check.Detail(id=f"{n:016}", place=f"Family F00, {LONG_NAME}, {n}", kind=kind,
                     words=TEXTS["emoji"][:60], before=TEXTS["welsh"][:60],
                     after=TEXTS["right to left"][:60])
        for n, kind in enumerate([*check.KINDS, "new"])
    ]  # fmt: skip
    shown = check.Checked(audit=AUDIT, family="F00", details=details, decided=3, told=LONG_NAME)
    first = check.draw(shown)
    for card in (first, check.draw(replace(shown, start=6)),
                 check.draw(replace(shown, details=[], family=""))):  # fmt: skip
        checked(card)
    carried = first["actions"][0]["data"]
    one, two, three = carried["shown"][:3]
    back = check.read({**carried, f"decision.{one}": "stays", f"decision.{two}": "other",
                       f"b.{two}": "the father", f"b.{three}": "not chosen"})  # fmt: skip
    assert back.cleared == {one: "", two: "the father"}


def test_cards_of_files_and_choosers_fit() -> None:
    """Export, packs and report with all that may lack; what is asked when a word was left out."""
    row = Completeness(expected=600, received=500, late=90, waiting=100)
    pack = Pack(edition=9, by="p1", at=AT, standings=())
    ready = files_card.Ready(
        audit=AUDIT, row=row, missing=[LONG_NAME] * 15, unchecked=999, open_mismatches=99,
        findings=99, accepted=99, family="F00", frozen=pack, frozen_by=LONG_NAME, changed=9,
        told=LONG_NAME,
    )  # fmt: skip
    only = Only(theme="t1", family="F00", agency="a00")
    for card in (
        files_card.export(AUDIT, row), files_card.choose_pack(AUDIT, TEXTS["markup"]),
        files_card.pack(ready), files_card.pack(replace(ready, unchecked=0, frozen=None)),
        files_card.packs(AUDIT, row, [*AUDIT.families]), files_card.report(ready),
        *(files_card.making(AUDIT, what, family) for what in files_card.MADE for family in
          ("", "F00")),
        choose.return_to_read(AUDIT, only, TEXTS["markup"]), choose.theme_to_grade(AUDIT, only),
        choose.theme_to_find(AUDIT, only), channel.elsewhere(),
    ):  # fmt: skip
        checked(card)
