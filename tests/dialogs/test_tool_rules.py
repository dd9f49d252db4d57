"""A tool's own rules at work on the cards: constraint, calculation, default, note, today."""

import json
from dataclasses import replace
from typing import Any

import pytest

from audits import returns
from audits.involvement import Involvement, Sheet
from audits.problems import Code, Problem
from files.tool import load_tool
from storage.contract import Store
from tests import cast
from tests.cast import AT, MINE
from tests.dialogs.conftest import Desk

TOOL = load_tool("""
| survey | type | name | label | required | relevant | constraint | constraint_message | calculation | default |
| | begin_group | visit | The visit |
| | note | hello | Have your diary at hand. |
| | date | day | When was it? | yes | | . <= today() | Give a day that has been. | | today() |
| | decimal | hours | How many hours? | | | . > 0 and . < 24 |
| | time | start | When did it start? |
| | calculate | minutes | | | | | | ${hours} * 60 |
| | note | told | That is ${minutes} minutes, on ${day}. | | ${hours} != '' |
| | text | late | Why so long? | | ${minutes} > 120 |
| | end_group |
""")  # noqa: E501 - a table is read in lines


@pytest.fixture
async def asked(store: Store, visitor: Desk) -> Desk:
    """The health visitor, on the first page of a return of this tool."""
    await store.keep_audit(replace(cast.AUDIT, tool=replace(TOOL, per_page=9), version=1))
    await visitor.ask("my_returns")
    await visitor.press("Start C")
    return visitor


def words(card: dict[str, Any]) -> str:
    """Everything that stands on the card."""
    return json.dumps(card, ensure_ascii=False)


def standing(card: dict[str, Any]) -> dict[str, object]:
    """What stands in each input of the card."""
    found: dict[str, object] = {}

    def walk(part: object) -> None:
        if isinstance(part, dict):
            if str(part.get("type", "")).startswith("Input."):
                found[part["id"]] = part.get("value")
            for inner in part.values():
                walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(card)
    return found


FILLED = {"b.day": "2026-11-20", "b.hours": 2.5, "b.start": "09:30"}


async def test_notes_numbers_and_times_are_drawn_and_kept(asked: Desk, store: Store) -> None:
    """A note is read; a decimal and a time come back as they were given."""
    assert "Have your diary at hand." in words(asked.card)
    await asked.press("Save and review", FILLED)
    ret = await store.agency_return(MINE.id)
    assert ret
    assert (ret.value("hours"), ret.value("start")) == ("2.5", "09:30")
    assert "told" not in ret.answers


async def test_a_default_stands_there_until_somebody_answers(asked: Desk, store: Store) -> None:
    """Today's date is offered; it is nobody's answer before it is saved."""
    assert standing(asked.card)["b.day"] == AT.date().isoformat()
    ret = await store.agency_return(MINE.id)
    assert ret
    assert "day" not in ret.answers
    await asked.press("Save and stop", {**FILLED, "b.day": ""})
    await asked.press("Continue C")
    assert standing(asked.card)["b.day"] is None


async def test_an_answer_that_is_refused_is_kept_and_must_be_put_right(
    asked: Desk, store: Store
) -> None:
    """Nothing is lost: the answer stays in its box, the reason beside it, and it cannot be sent."""
    await asked.press("Save and review", {**FILLED, "b.day": "2031-01-01"})
    assert "Please put this right.** Give a day that has been." in words(asked.card)
    assert standing(asked.card)["b.day"] == "2031-01-01"
    ret = await store.agency_return(MINE.id)
    assert ret
    assert ret.value("day") == "2031-01-01"
    await asked.press("Leave it for now", {**FILLED, "b.day": "2031-01-01"})
    assert "to put right: Give a day that has been." in words(asked.card)
    assert "Send to the audit team" not in words(asked.card)


async def test_a_refused_answer_without_words_of_its_own_is_explained(asked: Desk) -> None:
    """A tool need not say why; something is said all the same."""
    await asked.press("Save and review", {**FILLED, "b.hours": 30})
    assert "The audit tool asks for another kind of answer here." in words(asked.card)


async def test_a_return_that_breaks_a_rule_cannot_be_sent() -> None:
    """Whatever a card says, the rule is looked at when the return is sent."""
    audit = replace(cast.AUDIT, tool=TOOL)
    own = Involvement(audit=audit, family=audit.families["C"], agency=audit.agencies["phn"],
                      ret=MINE)  # fmt: skip
    sheet = Sheet(drawn=0, answers={"day": "2031-01-01"})
    own = own.after(returns.save(own, sheet, by="hv", at=AT))
    with pytest.raises(Problem) as caught:
        returns.send(own, drawn=own.ret.version, by="hv", at=AT)
    assert (caught.value.code, caught.value.where) == (Code.RETURN_INCOMPLETE, "day")
    later = AT.replace(year=2032)
    assert returns.send(own, drawn=own.ret.version, by="hv", at=later).after.sent_at == later


async def test_what_is_worked_out_brings_up_and_fills_texts(asked: Desk) -> None:
    """A calculation decides what follows, and stands in a note."""
    await asked.press("Save and review", FILLED)
    assert "One more thing follows from your answer" in words(asked.card)
    assert "That is 150 minutes, on 20 November 2026." in words(asked.card)
    assert "Why so long?" in words(asked.card)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("hours", "2,5", Code.ANSWER_NOT_A_NUMBER),
        ("hours", "1e3", Code.ANSWER_NOT_A_NUMBER),
        ("hours", "1" * 13, Code.ANSWER_NOT_A_NUMBER),
        ("start", "25:00", Code.ANSWER_NOT_A_TIME),
        ("start", "9:30", Code.ANSWER_NOT_A_TIME),
        ("hello", "thanks", Code.ANSWER_UNKNOWN),
    ],
)
async def test_what_is_no_answer_of_its_kind_is_refused(name: str, value: str, code: Code) -> None:
    """A forged card gets no further than one that was filled in."""
    audit = replace(cast.AUDIT, tool=TOOL)
    own = Involvement(audit=audit, family=audit.families["C"], agency=audit.agencies["phn"],
                      ret=MINE)  # fmt: skip
    with pytest.raises(Problem) as caught:
        returns.save(own, Sheet(drawn=0, answers={name: value}), by="hv", at=AT)
    assert (caught.value.code, caught.value.where) == (code, name)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("2.50", "2.5"), ("007", "7"), ("-0", "0"), ("3.0", "3"), ("-4.25", "-4.25"), ("10", "10")],
)
async def test_a_number_is_kept_in_its_shortest_form(given: str, kept: str) -> None:
    """The same number given twice is the same answer."""
    audit = replace(cast.AUDIT, tool=TOOL)
    own = Involvement(audit=audit, family=audit.families["C"], agency=audit.agencies["phn"],
                      ret=MINE)  # fmt: skip
    change = returns.save(own, Sheet(drawn=0, answers={"hours": given}), by="hv", at=AT)
    assert change.after.value("hours") == kept
