"""Every card at its worst: the longest names and texts, every letter, forty returns."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from audits import asked, pages, remarks, returns
from audits.audit import Agency, Family
from audits.involvement import (
    AgencyReturn,
    Involvement,
    Nil,
    NilKind,
    Risk,
    Searched,
    Sheet,
    Stage,
)
from audits.problems import Code, Problem
from audits.tool import TICKING, WRITING, Box, Kind, Part, Tool
from cards import help as help_card
from cards import my_returns, nil, page, problem, read, receipt, review, risk, status, welcome
from cards.abreast import ABREAST
from cards.boxes import INPUT
from cards.command import Whose
from cards.commands import ALL
from cards.my_returns import Mine
from cards.page import Showing
from cards.parts import Card
from files.tool import default_tool
from tests import cast
from tests.cards.lint import SCHEMAS, elements, faults, faults_but_schema, schemas_are_here
from tests.cast import AT, PARTNERSHIP

LONG_NAME = "Gwasanaeth Iechyd Meddwl Amenedigol a Chyswllt Pediatrig Sir Gaerfyrddin"
TEXTS = {
    "plain": "The child was seen alone. " * 160,
    "welsh": "Ŵyr ŷd âŵyddïo " * 266,
    "right to left": "مرحبا بالطفل " * 307,
    "emoji": "👨‍👩‍👧‍👦🙂" * 307,
    "chinese": "孩子" * 2000,
    "markup": '**[x](javascript:alert(1))** <at>everyone</at> "\\{{DATE()}}\n' * 66,
    "lines": "a\n" * 2000,
}
"""Answers as long as they may be: 4,000 UTF-16 units, or close below."""


def audit_with(tool: Tool, families: int = 1, agencies: int = 1) -> Involvement:
    """The health visitor's involvement in an audit as large as asked, with longest names."""
    many = {f"a{n:02}": Agency(key=f"a{n:02}", name=f"{LONG_NAME} {n}", short="GIMACP", kind="phn")
            for n in range(agencies)}  # fmt: skip
    facts = frozenset({"unborn", "infant", "sibling", "step_down", "father_in_prison"})
    kinds = ("csc", "police", "midwifery", "gp", "amh", "perinatal", "sub", "paed", "dasv",
             "education", "probation", "housing", "phn")  # fmt: skip
    others = {k: Agency(key=k, name=LONG_NAME, short=k, kind=k) for k in kinds}
    codes = [f"F{n:02}" for n in range(families)]
    audit = replace(
        cast.AUDIT, title=LONG_NAME, tool=tool, agencies=many,
        families={c: Family(code=c, index_child=f"{c}-1", facts=facts, involved=(*many, *kinds))
                  for c in codes},
    )  # fmt: skip
    ret = AgencyReturn(id="x" * 60, audit_id="a1", family=codes[0], agency="a00", contacts=("hv",))
    family, agency = audit.families[codes[0]], many["a00"]
    whole = replace(audit, agencies={**many, **others})
    return Involvement(audit=whole, family=family, agency=agency, ret=ret)


def fullest(box: Box, text: str) -> str:
    """The longest answer that the box takes."""
    if box.part is Part.KNOWN:
        return next(choice.value for choice in box.choices if choice.value != "no")
    if box.kind in WRITING:
        return text.encode("utf-16-le")[: box.limit * 2].decode("utf-16-le", "ignore").strip()
    if box.kind in TICKING:
        return " ".join(choice.value for choice in box.choices)
    if box.kind is Kind.DATE:
        return "2026-09-30"
    return "9999" if box.kind is Kind.COUNT else box.choices[0].value


def filled(own: Involvement, text: str) -> Involvement:
    """The involvement with every box answered as fully as can be, each with a rival."""
    for by in ("hv", "hv2"):
        answers = {box.name: fullest(box, text) for box in own.audit.tool.boxes()}
        if by == "hv2":
            answers = {name: value[:-1] if own.audit.tool.box[name].kind in WRITING else value
                       for name, value in answers.items()}  # fmt: skip
        sheet = Sheet(drawn=0, answers=answers)
        own = own.after(returns.save(own, sheet, by=by, at=AT))
    return own


def all_pages(own: Involvement, **more: object) -> Iterator[Card]:
    """Every page of the return, each in as many pieces as it takes."""
    now = asked.of(own)
    for each in pages.all_of(now):
        start = ""
        while True:
            showing = Showing(asked=now, page=each, start=start, **more)  # type: ignore[arg-type]
            card = page.draw(own, showing)
            yield card
            shown = card["actions"][0]["data"]["shown"]
            rest = [box.name for box in each.boxes]
            place = rest.index(shown[-1]) + 1
            if place == len(rest):
                break
            start = rest[place]


def parts(draw: Callable[[int], Card]) -> Iterator[Card]:
    """Every part of a card that comes in parts."""
    seen: list[Card] = []
    for part in range(200):
        card = draw(part)
        if seen and card == seen[-1]:
            return
        seen.append(card)
        yield card


def check(card: Card, *, schema: bool = True) -> None:
    """Fail with everything that is wrong with the card."""
    assert not (faults(card) if schema else faults_but_schema(card))


def test_published_schemas_are_here() -> None:
    """Cards are held against Microsoft's own schemas where these lie beside the checkout."""
    if not schemas_are_here():
        missing = f"No adaptive-card-1.5.json in {SCHEMAS}: cards are not held against the schema."
        if os.environ.get("MACA_REQUIRE_SCHEMAS") == "1":
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_pages_with_the_longest_answers_fit(text: str) -> None:
    """Every page of the default tool, all boxes full and disputed, in pieces where needed."""
    own = filled(audit_with(default_tool()), text)
    for card in all_pages(own):
        check(card, schema=text is TEXTS["plain"])


def test_empty_pages_fit_and_keep_their_questions_together() -> None:
    """An empty page of the default tool is one card."""
    own = audit_with(default_tool())
    cards = [*all_pages(own)]
    assert len(cards) == len(pages.all_of(asked.of(own)))
    for card in cards:
        check(card)


def test_refused_pages_fit() -> None:
    """Every box refused at once still fits."""
    own = filled(audit_with(default_tool()), TEXTS["welsh"])
    every = frozenset(own.audit.tool.box)
    for card in all_pages(own, refused=every, to_review=True):
        check(card)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_review_and_reading_fit_in_parts_and_lose_nothing(text: str) -> None:
    """The review and the return to be read show every answer, in as many parts as it takes."""
    own = filled(audit_with(default_tool()), text)
    now = asked.of(own)
    found = review.Findings(asked=now, missing=asked.missing(own),
                            remarks=remarks.on(now, now.boxes.values()))  # fmt: skip
    for cards in (parts(lambda part: review.draw(own, found, part)),
                  parts(lambda part: read.draw(own, now, part))):  # fmt: skip
        drawn = [*cards]
        assert len(drawn) > 1
        for card in drawn:
            check(card, schema=text is TEXTS["plain"])


@pytest.mark.parametrize("count", [0, 1, 5, 40])
def test_my_returns_fit(count: int) -> None:
    """Forty returns with the longest names, as a list that is paged."""
    own = audit_with(default_tool())
    mine = [Mine(own=replace(own, ret=replace(own.ret, id=f"{own.ret.id}{n}")), filled=3, pages=17)
            for n in range(count)]  # fmt: skip
    for start in range(0, count + 1, my_returns.ROWS):
        check(my_returns.draw(mine, AT, start=start, told=("**Family C is kept.**",)))


@pytest.mark.parametrize(("families", "agencies"), [(1, 1), (10, 13), (20, 15), (40, 15)])
def test_status_fits(families: int, agencies: int) -> None:
    """Ten families of thirteen agencies fit one card, five abreast; more are paged."""
    own = audit_with(default_tool(), families, agencies)
    only = {k: a for k, a in own.audit.agencies.items() if k.startswith("a")}
    only = {k: a for k, a in only.items() if k != "amh"}
    audit = replace(own.audit, agencies=only)
    stages = [*Stage]
    standings = [
        replace(own.ret, id=f"{f}{a}", family=f, agency=a, stage=stages[(i + j) % len(stages)],
                risk=Risk.REPORTED if i == j == 0 else Risk.NONE)
        for i, f in enumerate(audit.families) for j, a in enumerate(only)
    ]  # fmt: skip
    first = status.Grid(audit=audit, standings=standings, at=AT)
    seen = set[str]()
    for start in range(0, families, first.across):
        grid = replace(first, start=start)
        check(status.draw(grid, ("Something was said.",)))
        check(status.draw(replace(grid, wide=True), ("Something was said.",)))
        assert len(status.tables(replace(grid, wide=True))) == 1
        for table in status.tables(grid):
            assert len(table["columns"]) <= 1 + ABREAST
            seen |= {cell["items"][0]["text"] for cell in table["rows"][0]["cells"][1:]}
    assert seen == set(audit.families)


def test_small_cards_fit() -> None:
    """Welcome, help, nil return, risk, receipts."""
    own = audit_with(default_tool())
    told = Nil(kind=NilKind.OTHER, searched=frozenset(Searched), why=TEXTS["plain"][:1000])
    sent = replace(own, ret=replace(own.ret, stage=Stage.NIL, nil=told, sent_at=AT, times_sent=9))
    now = asked.of(filled(own, "x"))
    done = own.audit.tool.box_of(Part.RISK_DONE)
    for card in (
        *(welcome.draw(PARTNERSHIP, on_team=team) for team in (True, False)),
        help_card.draw(PARTNERSHIP, set(Whose), asked=TEXTS["markup"]),
        help_card.draw(PARTNERSHIP, set(Whose), asked=TEXTS["markup"],
                  meant={TEXTS["plain"][:300] + str(n): "lost" for n in range(3)}),
        *(help_card.one(PARTNERSHIP, one, theirs=yes) for one in ALL for yes in (True, False)),
        nil.draw(own, told, "It was not sent."), nil.draw(own),
        risk.draw(own, now, PARTNERSHIP, done), risk.draw(own, now, PARTNERSHIP, None),
        receipt.draw(sent), receipt.draw(sent, fresh=False), read.draw(sent, now),
    ):  # fmt: skip
        check(card)


@pytest.mark.parametrize("code", Code)
def test_every_problem_has_words_and_fits(code: Code) -> None:
    """Each problem says what happened, what was kept, what to do now, even with a full page."""
    typed = {f"b.{n}": text for n, text in enumerate(TEXTS.values())}
    full: dict[str, object] = {"return": "x" * 500, **typed}
    for data in ({}, full):
        check(problem.draw(Problem(code, "box"), data))
    check(problem.apology("t-123"))


def test_page_read_back_is_what_was_drawn() -> None:
    """What a card carries is read back as it was drawn, with what stands in its boxes."""
    own = filled(audit_with(default_tool()), "The child was seen.")
    own = replace(own, ret=replace(own.ret, changed_at=AT + timedelta(minutes=1)))
    for card in all_pages(own):
        inputs = {str(e["id"]): e.get("value", "") for e in page_inputs(card)}
        got = page.read({**card["actions"][0]["data"], **inputs})
        assert (got.return_id, got.sheet.drawn) == (own.ret.id, own.ret.version)
        change = returns.save(own, got.sheet, by="hv", at=AT)
        assert change.after is own.ret


def page_inputs(card: Card) -> Iterator[dict[str, object]]:
    """The boxes' inputs on a page."""
    for element in elements(card):
        if str(element.get("id", "")).startswith(INPUT):
            yield element
