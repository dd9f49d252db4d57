"""The words of the audit tool that comes with the software: plain, short, and without blame."""

import re
from collections.abc import Iterator

import pytest

from audits.remarks import BLAME
from audits.tool import Look, Question
from tests.files.six_themes import QUESTIONS, TOOL

NOT_OURS = re.compile(
    r"'|\"|  |\b(?:e\.g|i\.e|etc|via|utili[sz]\w+|ensure\w*|robust|stakeholders?)\b"
    r"|\w(?:ize|izes|ized|izing|ization)\b|\b(?:behavior|color|center|program)\b",
    re.IGNORECASE,
)
"""Straight quotation marks, double spaces, Latin, officialese and American spelling."""


def texts(question: Question) -> Iterator[str]:
    """Every text of a question that a person reads."""
    yield from (question.label, question.guidance, question.about)
    for box in question.boxes:
        yield from (box.label, box.hint, box.required_why, box.look_again_why)
        yield from (part for choice in box.choices for part in (choice.label, choice.meaning))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_guidance_stands_beside_every_question(question: Question) -> None:
    """The 2021 report, section 5: say what is wanted. Forty to ninety words can be read."""
    first, *rest = question.guidance.split("\n\n")
    told = first if question.look is Look.PLAIN else rest[0]
    assert 40 <= len(told.split()) <= 90


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_labels_fit_a_narrow_card(question: Question) -> None:
    """A card is 320 pixels wide on a phone; only the risk question takes the room it needs."""
    labels = {question.label, *(box.label for box in question.boxes)}
    assert {label for label in labels if len(label) > 60} <= {TOOL.box["risk"].label}
    for box in question.boxes:
        assert all(len(choice.label) <= 40 for choice in box.choices)
        assert len(box.hint) <= 90


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_text_is_plain_british_english(question: Question) -> None:
    """GOV.UK's style, as far as a pattern can tell; the rest is read aloud."""
    assert [text for text in texts(question) if NOT_OURS.search(text)] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_no_text_lays_blame(question: Question) -> None:
    """The 2021 report, theme 5. Only the guidance that warns of such words names two of them."""
    blaming = [text for text in texts(question) if BLAME.search(text)]
    warns = {TOOL.above["t5_next"][1].guidance}
    assert {*blaming} <= warns


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_graded_questions_show_a_thin_and_a_stronger_answer(question: Question) -> None:
    """Impact is the hardest thing to write: an example of each says more than a rule."""
    asks_impact = any(box.name.endswith("_impact") for box in question.boxes)
    has_example = "**Too thin:**" in question.guidance and "**Stronger:**" in question.guidance
    assert has_example is (asks_impact and question.name != "overall_q")
