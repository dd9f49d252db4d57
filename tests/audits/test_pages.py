"""What stands on which page, what comes next, and where somebody stopped."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from audits import asked, pages, returns, shape
from audits.involvement import Involvement, Sheet
from audits.tool import Box, Kind, Theme
from tests import cast
from tests.cast import AT, asks, involved


def saved(own: Involvement, answers: dict[str, str]) -> Involvement:
    """The involvement after these answers."""
    sheet = Sheet(drawn=own.ret.version, answers=answers)
    return own.after(returns.save(own, sheet, by="hv", at=AT))


def test_each_theme_starts_a_page() -> None:
    """Four themes of at most three questions are four pages, numbered from one."""
    every = pages.all_of(asked.of(involved()))
    assert [(page.number, page.of, page.theme.name) for page in every] == [
        (1, 4, "involvement"),
        (2, 4, "curiosity"),
        (3, 4, "differences"),
        (4, 4, "close"),
    ]


def test_question_by_question_when_the_tool_says_so() -> None:
    """A tool may put each question on a page of its own."""
    own = involved()
    one_each = replace(own, audit=replace(own.audit, tool=replace(cast.TOOL, per_page=1)))
    assert len(pages.all_of(asked.of(one_each))) == 7


@given(st.integers(1, 40), st.integers(1, 6))
def test_questions_are_cut_evenly_and_none_is_lost(count: int, most: int) -> None:
    """Pages of one theme differ by one question at most, and keep all of them in order."""
    questions = tuple(
        asks(n, Box(name=f"q{n}", kind=Kind.TEXT, label=f"Question {n}")) for n in range(count)
    )
    cut = shape.evenly(Theme(name="t", title="T", questions=questions), most)
    assert [q for part in cut for q in part] == list(questions)
    assert max(map(len, cut)) <= most
    assert max(map(len, cut)) - min(map(len, cut)) <= 1


def test_hidden_questions_are_not_on_a_page() -> None:
    """Family F has no unborn baby, so nobody is asked about one."""
    other = involved(cast.RETURNS[3])
    names = [box.name for page in pages.all_of(asked.of(other)) for box in page.boxes]
    assert "unborn" not in names
    assert "shared" not in names
    assert "look" in names


def test_what_an_answer_brings_up_comes_next() -> None:
    """A follow-up on the page just saved comes before the next page."""
    own = saved(involved(), {"differ": "yes"})
    assert pages.next_box(asked.of(own), ["differ"]) == "outcome"
    own = saved(involved(), {"differ": "no"})
    assert pages.next_box(asked.of(own), ["differ"]) == "risk"


def test_nothing_follows_the_last_page() -> None:
    """After the last box comes the review."""
    assert pages.next_box(asked.of(involved()), ["risk"]) == ""


def test_back_leads_to_the_box_before() -> None:
    """Back goes to what was asked before the page."""
    assert pages.box_before(asked.of(involved()), ["look", "look_evidence"]) == "shared"
    assert pages.box_before(asked.of(involved()), ["known"]) == ""


def test_person_goes_on_where_they_stopped() -> None:
    """An unfinished page comes again; a finished one is followed by the next; then the review."""
    own = involved()

    def stopped(own: Involvement) -> int | None:
        now = asked.of(own)
        page = pages.left_off(own, now, pages.all_of(now))
        return page.number if page else None

    assert stopped(own) == 1
    assert stopped(saved(own, {"visits": "2"})) == 1
    assert stopped(saved(own, {"known": "yes"})) == 2
    assert stopped(saved(own, {"risk": "no"})) is None


def test_progress_counts_pages_with_nothing_compulsory_open() -> None:
    """A page counts once it has an answer and nothing compulsory is missing."""
    own = saved(involved(), {"known": "yes", "look_evidence": "Record"})
    now = asked.of(own)
    assert pages.filled(now, pages.all_of(now)) == 1
