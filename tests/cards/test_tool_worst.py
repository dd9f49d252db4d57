"""Cards of tools that somebody uploads: as long and as odd as the loader lets through."""

from collections.abc import Iterator

import pytest

from audits import asked, remarks, returns
from audits.involvement import Involvement, Sheet
from audits.tool import Tool
from cards import review
from cards.parts import Card
from files.tool import load_tool
from files.tool_sizes import CHOICES, GUIDANCE_BYTES, NAME, NOTES, TEXTS, TITLES
from tests.cards.test_worst import all_pages, audit_with, check, parts
from tests.cast import AT

WIDE = "ŵ"
"""Takes two bytes and stands for the letters of another language."""
HEADINGS = ("type", "name", "label", "hint", "required", "required_message", "constraint",
            "constraint_message", "relevant", "guidance_hint", "default")  # fmt: skip


def text(count: int) -> str:
    """Words of so many characters, of which half are wide."""
    return ((WIDE * 5 + " seen ") * (count // 10 + 1))[:count].strip()


def line(kind: str, name: str, **cells: str) -> str:
    """A row of the survey sheet."""
    held = {"type": kind, "name": name, **cells}
    return "| | " + " | ".join(held.get(key, "") for key in HEADINGS) + " |"


def longest() -> Tool:
    """A tool that uses up every limit of the loader, with every kind of box in one question."""
    name = "n" * (NAME - 3)
    most = {
        "label": text(TEXTS["label"]), "hint": text(TEXTS["hint"]), "required": "true()",
        "constraint": ". = concat('never')", "required_message": text(TEXTS["required_message"]),
        "constraint_message": text(TEXTS["constraint_message"]),
    }  # fmt: skip
    kinds = ("select_one l", "select_multiple l", "date", "time", "integer", "decimal", "text",
             "acknowledge")  # fmt: skip
    rows = [line("begin_group", "t", label=text(TITLES))]
    rows += [line("note", "note", label=text(NOTES))]
    rows += [line("begin_group", "g", label=text(TEXTS["label"]))]
    rows += [
        line(kind, f"{name}{place:03}", **most,
             guidance_hint=text(GUIDANCE_BYTES // 2) if place == 6 else "")
        for place, kind in enumerate(kinds)
    ]  # fmt: skip
    rows += [line("end_group", "")]
    rows += [line("text", f"{name}999", **most, guidance_hint=text(GUIDANCE_BYTES * 10 // 16))]
    rows += [line("end_group", "")]
    label = text(CHOICES["label"] - 20)
    lists = [f"| | l | c{place:02} | {label} {place} |" for place in range(31)]
    return load_tool("\n".join([
        "| survey | " + " | ".join(HEADINGS) + " |", *rows,
        "| choices | list_name | name | label |", *lists,
        "| settings | form_id | form_title | version | audit::per_page |", "| | x | X | 1 | 9 |",
    ]))  # fmt: skip


def answered(own: Involvement, words: str) -> Involvement:
    """The involvement with two people's answers in every box."""
    values = {
        "one": "c01", "many": " ".join(f"c{n:02}" for n in range(31)), "date": "2026-01-01",
        "time": "09:30", "count": "9999", "number": "123456789012.123456",
    }  # fmt: skip
    for by, more in (("hv", ""), ("hv2", "x")):
        answers = {
            box.name: "OK" if box.choices and box.choices[0].value == "OK"
            else values.get(box.kind, (words + more)[: box.limit])
            for box in own.audit.tool.boxes() if box.kind != "note"
        }  # fmt: skip
        if by == "hv2":
            answers |= {name: "" for name, value in answers.items() if value != words + more}
        own = own.after(returns.save(own, Sheet(drawn=0, answers=answers), by=by, at=AT))
    return own


def cards_of(own: Involvement) -> Iterator[Card]:
    """Every page, with everything refused, and every part of the review."""
    now = asked.of(own)
    refused = frozenset(box.name for box in remarks.refused(now, now.boxes))
    yield from all_pages(own, refused=refused)
    found = review.Findings(asked=now, missing=asked.missing(own), remarks=())
    yield from parts(lambda part: review.draw(own, found, part))


@pytest.mark.parametrize("words", ["", text(3_990), "孩" * 3_990], ids=["empty", "wide", "widest"])
def test_the_longest_tool_fits_onto_cards(words: str) -> None:
    """Whatever passes the loader can be drawn, with two people's words, all of it refused."""
    own = audit_with(longest())
    for card in cards_of(answered(own, words) if words else own):
        check(card)


def test_a_tool_of_five_hundred_questions_can_be_reviewed() -> None:
    """Every question can be chosen on one part of the review or another."""
    rows = "".join(f"| | text | q{n} | {text(200)} |\n" for n in range(530))
    own = audit_with(load_tool(f"| survey | type | name | label |\n{rows}"))
    now = asked.of(own)
    found = review.Findings(asked=now, missing=asked.missing(own), remarks=())
    chosen: set[str] = set()
    for card in parts(lambda part: review.draw(own, found, part)):
        check(card)
        chosen |= {one["value"] for one in card["body"][-1]["choices"]}
    assert chosen == {f"q{n}" for n in range(530)}
