"""Two versions of a tool: what is different, and which answers it touches."""

from dataclasses import replace

import pytest

from audits.tool import Box, Calculation, Choice, Kind, Question, Theme, Tool
from audits.tool_changes import Change, between

YES_NO = (Choice(value="yes", label="Yes"), Choice(value="no", label="No"))
A = Box(name="a", kind=Kind.ONE, label="A?", choices=YES_NO)
B = Box(name="b", kind=Kind.TEXT, label="B?", limit=100)
C = Box(name="c", kind=Kind.MANY, label="C?", choices=YES_NO)


def tool(*boxes: Box, title: str = "T", agencies: str = "", per_page: int = 3) -> Tool:
    """A tool with a question for each box in one theme."""
    questions = tuple(
        Question(name=f"q_{box.name}", number=n, label=box.label, boxes=(box,))
        for n, box in enumerate(boxes, 1)
    )
    theme = Theme(name="t", title=title, questions=questions, agencies=frozenset(agencies.split()))
    return Tool(id="x", title="X", version="1", themes=(theme,), per_page=per_page)


OLD = tool(A, B, C)


def test_a_tool_is_not_different_from_itself() -> None:
    """The version itself is no difference."""
    assert not between(OLD, replace(OLD, version="2"))


def more(box: Box, *choices: str) -> Box:
    """The box with other choices."""
    return replace(box, choices=tuple(Choice(value=one, label=one.title()) for one in choices))


CHANGES = [
    (tool(A, B), "c", {Change.GONE}),
    (tool(A, B, C, replace(B, name="d")), "d", {Change.NEW}),
    (tool(replace(A, hint="Think."), B, C), "a", {Change.WORDS}),
    (tool(A, B, C, title="Other"), "a", {Change.WORDS}),
    (tool(A, B, C, agencies="phn"), "b", {Change.ASKED}),
    (tool(A, replace(B, required="true()"), C), "b", {Change.ASKED}),
    (tool(A, replace(B, limit=50), C), "b", {Change.ANSWERS}),
    (tool(A, replace(B, kind=Kind.DATE), C), "b", {Change.ANSWERS}),
    (tool(A, replace(B, constraint=". != ''"), C), "b", {Change.ANSWERS}),
    (tool(more(A, "yes", "no", "partly"), B, C), "a", {Change.WORDS}),
    (tool(more(A, "yes"), B, C), "a", {Change.ANSWERS}),
    (tool(B, A, C), "a", {Change.MOVED}),
]


@pytest.mark.parametrize(("new", "name", "wanted"), CHANGES)
def test_each_kind_of_change_is_told(new: Tool, name: str, wanted: set[Change]) -> None:
    """Words, who is asked, how it is answered, where it stands, new and gone are kept apart."""
    found = between(OLD, new)
    assert found.boxes[name].changes == wanted
    assert all(name in found.having(change) for change in wanted)


@pytest.mark.parametrize(
    ("new", "touched"),
    [
        (tool(A, C), ("b",)),
        (tool(replace(A, label="Other?"), B, C), ()),
        (tool(A, replace(B, limit=50), C), ("b",)),
        (tool(A, replace(B, limit=500), C), ()),
        (tool(more(A, "yes", "no", "partly"), B, C), ()),
        (tool(more(A, "no"), B, C), ("a",)),
        (tool(more(A, "yes"), B, C), ()),
        (tool(A, B, more(C, "no")), ("c",)),
        (tool(A, B, replace(C, kind=Kind.ROW)), ("c",)),
        (tool(replace(A, relevant="false()"), B, C), ()),
    ],
)
def test_answers_that_may_no_longer_fit_are_named(new: Tool, touched: tuple[str, ...]) -> None:
    """A lost choice touches only those who chose it; other words touch nobody."""
    answers = {"a": "yes", "b": "It was seen.", "c": "yes no", "other": "x"}
    assert between(OLD, new).touch(answers) == touched


def test_what_was_not_answered_is_not_touched() -> None:
    """A box that is gone takes nothing with it where nobody wrote in it."""
    assert between(OLD, tool(A, C)).touch({"b": "", "a": "yes"}) == ()


def test_title_pages_and_calculations_are_told() -> None:
    """What belongs to no box is told of the tool."""
    sums = (Calculation(name="n", expression="${b} + 1"),)
    found = between(OLD, replace(tool(A, B, C, per_page=1), calculations=sums, title="Y"))
    assert (found.title, found.pages, found.calculations) == (True, True, ("n",))
    assert between(replace(OLD, calculations=sums), OLD).calculations == ("n",)
    assert not found.boxes
