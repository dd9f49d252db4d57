"""Questions and boxes as a card shows them: headings, inputs, and what is said beside them."""

from collections.abc import Callable, Mapping

from audits.answers import Keep, Words
from audits.asked import Asked
from audits.audit import Audit
from audits.editions import Earlier
from audits.remarks import Advice, on
from audits.tool import WRITING, Box, Kind, Question, Tool
from audits.values import COUNT_LIMIT
from cards.parts import Element, choices, folded, said, shortened, small, text
from cards.premade import Premade
from cards.words import ADVICE, clock

INPUT = "b."
"""Put before a box's name to make its input's id, so that no box can pose as a card's field."""
SHOWN_AT_ONCE = 5
"""Choices up to this many are shown at once; more are folded into a list."""
ONE_LINE = 300
"""An answer of at most this many characters is written on one line."""
RIVAL_LIMIT = 1_500
"""Characters of a colleague's words shown beside one's own. All of them are kept."""

RIVAL_BYTES = 2_000
"""Bytes that they may take: letters of other alphabets take two or three each."""
ANSWER_LIMIT = 600
"""Characters of the audit team's answer shown on a page; the question card has all of it."""

PLACEHOLDERS = {
    Kind.EVIDENCE: "Type of record and its date. Use roles, not names.",
    Kind.IMPACT: "Because of this, the child …",
    Kind.ACTION: "What, and who does it by when",
    Kind.TEXT: "A sentence or two. Use roles, not names.",
}
KEEPS = {
    Keep.SAVED: "Keep what is in the box",
    Keep.OTHER: "Keep the other words instead",
    Keep.BOTH: "Keep both, one after the other",
}


def heading(tool: Tool, question: Question) -> list[Element]:
    """Return the question with its guidance folded away. What is only read has no number."""
    return HEADINGS.of(tool, question)


def headed(question: Question) -> list[Element]:
    """Draw that."""
    if not question.number:
        return []
    drawn = [text(f"**{question.number}. {question.label}**", spacing="Large", separator=True)]
    if question.about:
        drawn.append(small(f"About: {question.about}"))
    if question.guidance:
        words = [text(part, size="Small") for part in question.guidance.split("\n\n") if part]
        drawn += folded("What we want, and where to look", f"g.{question.name}", words)
    return drawn


def drawn(tool: Tool, box: Box, question: Question, value: str) -> Element:
    """Return the input in which the box is answered, with what stands in it; a note as text."""
    entry = ENTRIES.of(tool, box, question)
    if not value or box.kind is Kind.NOTE:
        return entry
    return {**entry, "value": stored_as_shown(box, value)}


def empty(box: Box, question: Question) -> Element:
    """Return the input with nothing in it; a note as text."""
    if box.kind is Kind.NOTE:
        return noted(box)
    repeats = box.label in {"", question.label}
    label = f"Your answer to {question.number}" if repeats else box.label
    if box.hint and box.kind not in WRITING:
        label = f"{label} {box.hint}"
    entry = {**INPUTS[box.kind](box), "label": label, "spacing": "Medium"}
    return {**entry, "id": INPUT + box.name}


HEADINGS, ENTRIES = Premade(headed), Premade(empty)


def stored_as_shown(box: Box, value: str) -> str | float:
    """Return the stored value as the input wants it: numbers as numbers, ticks with commas."""
    if box.kind is Kind.COUNT:
        return int(value)
    if box.kind is Kind.NUMBER:
        return float(value)
    return value.replace(" ", ",") if box.kind in {Kind.MANY, Kind.ROW} else value


def listed(box: Box) -> Element:
    """Return an input for one of many."""
    style = "expanded" if len(box.choices) <= SHOWN_AT_ONCE and box.kind is Kind.ONE else "compact"
    pairs = choices((choice.value, choice.label) for choice in box.choices)
    entry = {"type": "Input.ChoiceSet", "style": style, "wrap": True, "choices": pairs}
    return entry if style == "expanded" else {**entry, "placeholder": "Choose"}


def ticked(box: Box) -> Element:
    """Return an input for many of many."""
    pairs = choices((choice.value, choice.label) for choice in box.choices)
    style = "expanded" if box.kind is Kind.MANY else "compact"
    entry = {"type": "Input.ChoiceSet", "isMultiSelect": True, "style": style, "wrap": True,
             "choices": pairs}  # fmt: skip
    return entry if style == "expanded" else {**entry, "placeholder": "Choose all that apply"}


def written(box: Box) -> Element:
    """Return an input for words of one's own; its hint stands in it until something is written."""
    entry = {"type": "Input.Text", "isMultiline": box.limit > ONE_LINE, "maxLength": box.limit}
    return {**entry, "placeholder": box.hint or PLACEHOLDERS[box.kind]}


def dated(_box: Box) -> Element:
    """Return an input for a day."""
    return {"type": "Input.Date", "placeholder": "Day, month and year"}


def counted(_box: Box) -> Element:
    """Return an input for a whole number."""
    return {
        "type": "Input.Number",
        "min": -COUNT_LIMIT,
        "max": COUNT_LIMIT,
        "placeholder": "A whole number",
    }


def measured(_box: Box) -> Element:
    """Return an input for any number."""
    return {"type": "Input.Number", "placeholder": "A number, such as 2.5"}


def timed(_box: Box) -> Element:
    """Return an input for a time of day."""
    return {"type": "Input.Time", "placeholder": "Hours and minutes"}


def noted(box: Box) -> Element:
    """Return a note of the tool, which is only read."""
    lines = [text(box.label, spacing="None"), *([small(box.hint)] if box.hint else [])]
    return {"type": "Container", "spacing": "Medium", "items": lines}


INPUTS: Mapping[Kind, Callable[[Box], Element]] = {
    Kind.GRADE: listed,
    Kind.ONE: listed,
    Kind.MANY: ticked,
    Kind.ROW: ticked,
    Kind.DATE: dated,
    Kind.COUNT: counted,
    Kind.NUMBER: measured,
    Kind.TIME: timed,
    **dict.fromkeys(WRITING, written),
}


NOT_ALLOWED = "The audit tool asks for another kind of answer here."


def refusal(box: Box, *, answered: bool) -> Element:
    """Return why the box cannot stay as it is: empty, or with what stands in it."""
    words = f"**Please fill this in.** {box.required_why}"
    if answered:
        words = f"**Please put this right.** {box.constraint_why or NOT_ALLOWED}"
    return {"type": "Container", "style": "attention", "items": [text(words, spacing="None")]}


def from_before(found: Earlier) -> Element:
    """Return what was answered under an earlier version, whose question has changed since."""
    version = shortened(found.version, 30)
    if found.fits:
        words = (f"**You answered this under version {version} of the tool.** The question has "
                 "changed since: does your answer still stand?")  # fmt: skip
        return {"type": "Container", "style": "warning", "items": [text(words, spacing="None")]}
    words = (f"**Please answer again.** Your answer under version {version} of the tool does not "
             "fit the question as it is now. It is kept:")  # fmt: skip
    return {"type": "Container", "style": "warning", "items": [
        text(words, spacing="None"), said(shown_beside(value_in_words(found.box, found.value))),
    ]}  # fmt: skip


def prompts(asked: Asked, box: Box) -> list[Element]:
    """Return gentle advice on what stands in the box; it stops nobody."""
    if not box.look_again and not asked.answers.get(box.name):
        return []
    return [
        text(f"**Tip:** {advice_on(box, remark.advice)}", size="Small", spacing="Small")
        for remark in on(asked, [box])
    ]


def advice_on(box: Box, advice: Advice) -> str:
    """Return the words of the advice; the tool may have its own."""
    own = box.look_again_why if advice is Advice.LOOK_AGAIN else ""
    return own or ADVICE[advice]


def answers_to_questions(audit: Audit, box: Box) -> list[Element]:
    """Return the audit team's newest answer to a question about this box, for all who fill it in.

    Who asked, and in which words, is for the team and the agency that asked.
    """
    answered = [q for q in audit.questions if q.box == box.name and q.answer and q.answered_at]
    if not answered:
        return []
    newest = max(answered, key=lambda question: question.answered_at or question.at)
    return [
        small("**The audit team was asked about this. Its answer:**", spacing="Small"),
        said(shortened(newest.answer, ANSWER_LIMIT), spacing="None"),
    ]


def rivals(audit: Audit, box: Box, rival: Words, *, key: str) -> Element:
    """Return a colleague's words with the choice which shall stand."""
    when = clock(audit.here(rival.at))
    keeps = [keep for keep in Keep if keep is not Keep.BOTH or box.kind in WRITING]
    return {
        "type": "Container",
        "style": "warning",
        "items": [
            text(f"**Two people answered this.** The other answer, {when}, is kept too:"),
            said(shown_beside(value_in_words(box, rival.value))),
            {"type": "Input.ChoiceSet", "id": key, "label": "Which shall stand?",
             "style": "expanded", "choices": choices((keep, KEEPS[keep]) for keep in keeps)},
        ],
    }  # fmt: skip


def shown_beside(words: str) -> str:
    """Return as much of a colleague's words as a card has room for beside one's own."""
    wide = len(words[:RIVAL_LIMIT].encode()) / max(1, len(words[:RIVAL_LIMIT]))
    return shortened(words, min(RIVAL_LIMIT, int(RIVAL_BYTES / max(1, wide))))


def value_in_words(box: Box, value: str) -> str:
    """Return a stored value as a person reads it."""
    if not box.choices:
        return value
    labels = {choice.value: choice.label for choice in box.choices}
    return ", ".join(labels.get(part, part) for part in value.split()) or value
