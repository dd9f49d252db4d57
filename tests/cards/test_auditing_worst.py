"""The audit team's cards at their worst: forty families, fifteen services, the longest answers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from audits import grades, statements
from audits.collected import Collected, Only, reading
from audits.flags import Flag, FlagKind, Told
from audits.involvement import Involvement, Line, Saying, Stage
from audits.laid import Said
from audits.ledger import Outcome
from audits.mismatches import Mismatch, MismatchKind
from audits.panel import (
    Finding,
    FindingKind,
    Moderated,
    Panel,
    Pattern,
    Settled,
    Source,
    Verdict,
)  # fmt: skip
from audits.tool import Half
from cards import findings as findings_card
from cards import (
    flags,
    grade,
    query,
    scoped,
)  # fmt: skip
from cards import mismatches as mismatches_card
from cards import statements as statements_card
from cards.parts import Card
from files.tool import default_tool
from tests.cards.lint import elements
from tests.cards.test_worst import LONG_NAME, TEXTS, audit_with, filled
from tests.cards.test_worst import check as checked
from tests.cast import AT

FAMILIES, AGENCIES = 40, 15
NAMES = {f"p{n}": f"{LONG_NAME[:50]} {n}" for n in range(40)}
WHOLE = audit_with(default_tool(), FAMILIES, AGENCIES)
AUDIT = replace(WHOLE.audit, agencies={k: a for k, a in WHOLE.audit.agencies.items()
                                       if k.startswith("a")})  # fmt: skip


def sent(text: str) -> Involvement:
    """A return that is in, every box of it full, with every word that was said of it."""
    own = filled(WHOLE, text)
    long = Saying(by="p1", at=AT, words=text[:1000])
    lines = tuple(Line(by="p1", at=AT + timedelta(n), words=text[:1000], team=n % 2 == 0)
                  for n in range(9))  # fmt: skip
    boxes = [box.name for box in default_tool().boxes()][:30]
    return replace(own, ret=replace(
        own.ret, stage=Stage.SENT, sent_at=AT, contacts=tuple(NAMES)[:6], queried=long,
        declined=long, waived=long, queries={"": lines, **dict.fromkeys(boxes, lines)},
    ))  # fmt: skip


def collected(text: str) -> Collected:
    """The same return from every service about every family."""
    one = reading(sent(text))
    found = [
        replace(one, standing=replace(one.standing, id=f"a1.{f}.{a}", family=f, agency=a))
        for f in AUDIT.families
        for a in AUDIT.agencies
    ]
    return Collected(audit=AUDIT, standings=[r.standing for r in found], readings=found)


def told(text: str) -> list[statements.Statement]:
    """What the first family's services told."""
    got = collected(text)
    return statements.statements(got, [panel(text)], AT, Only(family="F00"))


def panel(text: str) -> Panel:
    """The panel's record of the first family, with a grade, findings and rulings."""
    before = tuple(Moderated(value="good", own="good", why="x", by="p1", at=AT, version=1)
                   for _ in range(9))  # fmt: skip
    given = Moderated(value="concern", own="exceeds", why=text[:1000], by="p2", at=AT, version=2,
                      past=before)  # fmt: skip
    boxes = [box.name for box in grades.grade_boxes(AUDIT.tool)]
    rests_on = tuple(Source(return_id=f"a1.F00.{a}", box=b, version=1)
                     for a in AUDIT.agencies for b in boxes)  # fmt: skip
    found = tuple(
        Finding(id=f"f{n}", theme="t1", kind=kind, words=text[:1000], by="p1", at=AT, version=1,
                rests_on=rests_on, agency="a01", pattern=Pattern.UNSURE)
        for n, kind in enumerate([*FindingKind] * 6)
    )  # fmt: skip
    kept = Settled(verdict=Verdict.EXPLAINED, words=text[:1000], by="p1", at=AT)
    return Panel(
        audit_id="a1", family="F00", version=3, findings=found,
        grades={f"{a}/{b}": given for a in AUDIT.agencies for b in boxes},
        settled={one.id: kept for one in contradicting(text)[::2]},
    )  # fmt: skip


def contradicting(text: str) -> list[Mismatch]:
    """Mismatches of every kind, both sides as long as they may be."""
    theme = AUDIT.tool.themes[2]
    sides = [Said(agency=a, return_id="x" * 60, version=1, box="b" * 40, words=text,
                  ticked=(LONG_NAME,) * 6) for a in ("a00", "a01")]  # fmt: skip
    return [
        Mismatch(id=f"{kind}/{n}/{'x' * 60}", kind=kind, family="F00", theme=theme,
                 about=f"{LONG_NAME} {n}", others=tuple(AUDIT.agencies),
                 a=replace(sides[0], box=f"{n}"), b=replace(sides[1], box=f"{n}"))
        for n, kind in enumerate([*MismatchKind] * 2)
    ]  # fmt: skip


def every_part(draw: Callable[[int], Card], end: Callable[[Card], int | None]) -> Iterator[Card]:
    """Every card from the first on, as the button that goes on leads."""
    start: int | None = 0
    while start is not None:
        card = draw(start)
        yield card
        start = end(card)


def onward(card: Card) -> int | None:
    """From where the next card goes on; None on the last."""
    for action in card["actions"]:
        if action["title"] == "Show the next" or "show the next" in action["title"]:
            return int(action["data"]["start"])
    return None


def first_letters(card: Card) -> str:
    """All that a card says, in one string."""
    return " ".join(str(part.get("text", "")) for part in elements(card))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_statements_fit_and_every_one_is_shown(text: str) -> None:
    """Going on and on shows each statement once, and going back leads before it."""
    found = told(text)
    for half in (Half.GOOD, Half.NONE):
        some = [one for one in found if one.half is half][:40] or found[:9]
        shown = statements_card.Told(audit=AUDIT, only=Only(family="F00"), half=half,
                                     statements=some, counts={half: len(some)})  # fmt: skip
        cards = [*every_part(lambda n, s=shown: statements_card.draw(replace(s, start=n)), onward)]  # type: ignore[misc]
        for card in cards:
            checked(card, schema=text is TEXTS["plain"])
        heads = sum(first_letters(card).count("**Family F00, ") for card in cards)
        assert heads == len(some)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_mismatches_fit_and_every_one_can_be_ruled_on(text: str) -> None:
    """Each is on one card, with two inputs that are read back as they were filled in."""
    every = contradicting(text)
    found = mismatches_card.Found(audit=AUDIT, only=Only(family="F00"), mismatches=every,
                                  settled=panel(text).settled, told=LONG_NAME)  # fmt: skip
    seen: list[str] = []
    for card in every_part(lambda n: mismatches_card.draw(replace(found, start=n)), onward):
        checked(card, schema=text is TEXTS["plain"])
        carried = card["actions"][0]["data"]
        choice = {f"verdict.{one}": "discuss" for one in carried["shown"]}
        back = mismatches_card.read({**carried, **choice})
        assert [one.mismatch_id for one in back.ruled] == carried["shown"]
        seen += carried["shown"]
    assert seen == [one.id for one in every]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_flags_fit(text: str) -> None:
    """Every kind, a risk now with many who were told."""
    every = [
        Flag(kind=kind, family="F00", agency=agency, return_id="x" * 60 + agency,
             box="" if kind in flags.RISKS else "t1_look_evidence", text=text)
        for kind in FlagKind for agency in AUDIT.agencies
    ]  # fmt: skip
    heard = [Told(person=who, at=AT, outcome=Outcome.UNREACHABLE) for who in NAMES]
    flagged = flags.Flagged(
        audit=AUDIT, only=Only(), flags=every, told={one.return_id: heard for one in every},
        names=NAMES, runs=True, unknown=text,
    )  # fmt: skip
    cards = [*every_part(lambda n: flags.draw(replace(flagged, start=n)), onward)]
    for card in cards:
        checked(card, schema=text is TEXTS["plain"])
    assert sum(first_letters(card).count("**Family F00, ") for card in cards) == len(every)
    checked(flags.draw(replace(flagged, flags=[], runs=False)))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_grades_and_findings_fit(text: str) -> None:
    """Fifteen services with the longest evidence; findings tied to every answer of a theme."""
    got, kept = collected(text), panel(text)
    theme = scoped.graded(AUDIT)[0]
    graded = grade.Graded(
        audit=AUDIT, panel=kept, theme=theme, cells=grades.cells(got, kept, theme.name),
        names=NAMES, waiting=[LONG_NAME] * 15, told=LONG_NAME,
    )  # fmt: skip
    cards = [*every_part(lambda n: grade.draw(replace(graded, start=n)), onward)]
    listed = findings_card.Listed(
        audit=AUDIT, family="F00", theme="t1", findings=[(kept, one) for one in kept.findings],
        names=NAMES, judges=True, told=LONG_NAME, unknown=text,
    )  # fmt: skip
    cards += every_part(lambda n: findings_card.draw(replace(listed, start=n)), onward)
    writing = findings_card.Writing(audit=AUDIT, panel=kept, theme=theme, statements=[
        one for one in told(text) if one.theme.name == "t1"])  # fmt: skip
    cards += [findings_card.form(writing),
              findings_card.form(replace(writing, finding=kept.findings[0])),
              findings_card.draw(replace(listed, findings=[], judges=False)),
              grade.draw(replace(graded, cells=[]))]  # fmt: skip
    for card in cards:
        checked(card, schema=text is TEXTS["plain"])


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_queries_fit(text: str) -> None:
    """Thirty threads of nine long lines, on the team's card and on the agency's."""
    threads = query.Threads(own=sent(text), names=NAMES, told=LONG_NAME)
    for card in (query.ask(threads), query.answer(threads)):
        checked(card, schema=text is TEXTS["plain"])
    answered = replace(threads.own, ret=replace(threads.own.ret, queried=None))
    checked(query.answer(replace(threads, own=answered)), schema=False)


def test_hostile_answers_are_shown_as_text() -> None:
    """What people wrote stands in text runs only, which know no Markdown, mention or link."""
    text = TEXTS["markup"]
    found = mismatches_card.Found(audit=AUDIT, only=Only(), settled={},
                                  mismatches=contradicting(text))  # fmt: skip
    shown = statements_card.Told(audit=AUDIT, only=Only(), half=Half.NONE, statements=told(text),
                                 counts={}, unknown=text)  # fmt: skip
    threads = query.Threads(own=sent(text), names=NAMES)
    for card in (mismatches_card.draw(found), statements_card.draw(shown), query.ask(threads)):
        blocks = [part for part in elements(card) if part.get("type") == "TextBlock"]
        assert not [part for part in blocks if "<at>" in part["text"] or "](" in part["text"]]
        assert "<at>" in str(card)
