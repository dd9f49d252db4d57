"""A page of a return, beyond its size."""

from dataclasses import replace

from audits import asked, pages
from audits.plan import Question
from cards import page
from cards.page import Showing
from tests.cast import AT, involved

ASKED = Question(id="q1", box="look", agency="police", by="pol", at=AT, words="Since when?")
ANSWERED = replace(ASKED, answer="From the day of the *referral* on.", answered_by="bm",
                   answered_at=AT)  # fmt: skip


def words_of_page(question: Question) -> str:
    """The page of the graded question, when this was asked of the audit team about it."""
    own = involved()
    own = replace(own, audit=replace(own.audit, questions=(question,)))
    now = asked.of(own)
    found = pages.with_box(now, "look")
    assert found
    return str(page.draw(own, Showing(asked=now, page=found)))


def test_answer_to_a_question_stands_beside_the_box_for_everybody() -> None:
    """What the audit team answered one agency helps all who fill in the same box."""
    assert "From the day of the *referral* on." in words_of_page(ANSWERED)


def test_question_of_another_agency_is_not_shown() -> None:
    """Who asked, and in which words, stays with the team and the agency that asked."""
    assert "Since when?" not in words_of_page(ANSWERED)
    assert "The audit team was asked" not in words_of_page(ASKED)
