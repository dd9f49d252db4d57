"""A page of the tool: the questions of one theme with their boxes, and what came back on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

from audits.answers import Keep
from audits.asked import Asked
from audits.editions import current, earlier
from audits.involvement import Involvement, Sheet
from audits.shape import Page
from audits.states import due_of
from audits.tool import Box, Question
from cards import boxes, reading
from cards.boxes import INPUT
from cards.parts import (
    BUDGET,
    Card,
    Element,
    button,
    card,
    header,
    measured,
    quiet_link,
    size,
    small,
    title,
)  # fmt: skip
from cards.words import clock, due, many

KEEP = "keep."
ACTIONS = 6
"""Actions on one card at the most, the ones that unfold guidance among them."""


class Go(StrEnum):
    """Where the person wants to be after saving."""

    NEXT = "next"
    SKIP = "skip"
    BACK = "back"
    STOP = "stop"
    WHO = "who"
    """To see who the family is, and come back."""
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A page as it came back."""

    return_id: str
    go: Go
    shown: tuple[str, ...]
    """The boxes that were on the card, in order."""
    sheet: Sheet


def read(data: Mapping[str, Any]) -> Filled:
    """Read a page that came back. A box that was shown and is not there was left empty.

    Clients leave an empty input out or send empty text. None of them sends null for one, so a
    null says nothing about the box: what is kept of it stays.
    """
    shown = reading.names_in(data, "shown")
    keeps = {name: KEEP + name for name in shown if data.get(KEEP + name)}
    return Filled(
        return_id=reading.id_in(data, "return"),
        go=reading.one_of(Go, data, "go"),
        shown=shown,
        sheet=Sheet(
            drawn=reading.whole_in(data, "drawn"),
            answers={
                name: reading.words_in(data, key)
                for name in shown
                if data.get(key := INPUT + name, "") is not None
            },
            keeps={name: reading.one_of(Keep, data, key) for name, key in keeps.items()},
            edition=reading.whole_in(data, "edition"),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """How a page is to be shown: from which box on, and what is said on top."""

    asked: Asked
    page: Page
    start: str = ""
    """A box of the page; pages too long for one card are shown in pieces."""
    notices: tuple[Element, ...] = ()
    refused: frozenset[str] = frozenset()
    """Boxes that an answer made compulsory and that were left empty."""
    to_review: bool = False
    """Whether the person came from the review and goes back there."""


def draw(own: Involvement, showing: Showing) -> Card:
    """Draw the page, or as much of it as a card may hold."""
    found = list(pieces(own, showing))
    names = [box.name for _question, box, _piece in found]
    top, buttons = above(own, showing, names), foot(own, showing, names)
    whole = measured(card([*top, *chain(*[piece for _, _, piece in found])], buttons))
    most = ACTIONS - len(buttons)
    few = len({question.name for question, _, _ in found if question.guidance}) <= most
    if few and len(whole.sent) <= BUDGET:
        return whole
    room = BUDGET - size(top) - size(buttons)
    drawn, names = fitting(found, room, most=most)
    drawn.append(small("This page goes on on the next card.", spacing="Medium"))
    return card([*above(own, showing, names), *drawn], foot(own, showing, names))


def above(own: Involvement, showing: Showing, names: Sequence[str]) -> list[Element]:
    """Return what stands above the questions. Asking who the family is saves first, too."""
    link = quiet_link(WHO, "save", {**carried(own, names), "go": Go.WHO.value}, saves=True)
    theme = showing.page.theme.title
    return [face(own, link), progress(own, showing), *showing.notices, title(theme)]


def pieces(own: Involvement, showing: Showing) -> Iterator[tuple[Question, Box, list[Element]]]:
    """Yield each box from the start on, a question's heading with the first of its boxes."""
    started = not showing.start
    for question in showing.page.questions:
        heading = boxes.heading(showing.asked.tool, question)
        for box in question.boxes:
            started = started or box.name == showing.start
            if started:
                yield question, box, [*heading, *drawn_box(own, showing, box, question)]
                heading = []


def fitting(
    found: Iterable[tuple[Question, Box, list[Element]]], room: int, *, most: int
) -> tuple[list[Element], list[str]]:
    """Return as many boxes as there is room for, with at most `most` guidances; one at least."""
    drawn: list[Element] = []
    names: list[str] = []
    questions: set[str] = set()
    for question, box, piece in found:
        room -= size(piece)
        questions |= {question.name} if question.guidance else set()
        if names and (room < 0 or len(questions) > most):
            break
        drawn += piece
        names.append(box.name)
    return drawn, names


def drawn_box(own: Involvement, showing: Showing, box: Box, question: Question) -> list[Element]:
    """Return the box with what stands in it and all that is to be said of it."""
    answer = own.ret.answers.get(box.name)
    before = earlier(own, box.name) if answer else None
    value = answer.now.value if answer else showing.asked.beforehand(box)
    value = "" if before and not before.fits else value
    elements = [boxes.drawn(showing.asked.tool, box, question, value)]
    elements += [boxes.from_before(before)] if before else []
    if own.audit.questions:
        elements += boxes.answers_to_questions(own.audit, box)
    if box.name in showing.refused:
        elements.append(boxes.refusal(box, answered=showing.asked.refuses(box)))
    elements += boxes.prompts(showing.asked, box)
    if answer and answer.rival:
        elements.append(boxes.rivals(own.audit, box, answer.rival, key=KEEP + box.name))
    return elements


WHO = "Who is this?"


def who(own: Involvement) -> Element:
    """Return the link to who the family is, on a card on which nothing is filled in."""
    return quiet_link(WHO, "identity", {"return": own.ret.id})


def face(own: Involvement, link: Element | None = None) -> Element:
    """Return the face of every card that is about one return."""
    about = f"{own.agency.name} · index child {own.family.index_child} · about this child only"
    return header(f"Family {own.family.code}", due(due_of(own.ret, own.audit)), about, link)


def progress(own: Involvement, showing: Showing) -> Element:
    """Return how far the person has come, in words."""
    left = showing.asked.minutes_left
    said = [f"Page {showing.page.number} of {showing.page.of}"]
    said.append(f"about {many(left, 'minute')} left" if left else "all answered")
    if own.ret.changed_at and own.ret.answers:
        said.append(f"saved {clock(own.audit.here(own.ret.changed_at))}")
    return small(" · ".join(said), spacing="Small")


def foot(own: Involvement, showing: Showing, names: Sequence[str]) -> list[Element]:
    """Return the page's buttons. Each of them saves first."""
    here = carried(own, names)
    actions = [
        button(words, "save", {**here, "go": go.value}, first=place == 0)
        for place, (words, go) in enumerate(ways_on(showing, names))
    ]
    if showing.page.number == 1 and not showing.to_review:
        actions.append(button("We do not know this family", "nil", here))
    return actions


def carried(own: Involvement, names: Sequence[str]) -> dict[str, Any]:
    """Return what each way to save carries: which return, as it was drawn, with which boxes."""
    here = {"return": own.ret.id, "drawn": own.ret.version, "shown": [*names]}
    return {**here, "edition": current(own.audit)} if own.audit.editions else here


def ways_on(showing: Showing, names: Sequence[str]) -> list[tuple[str, Go]]:
    """Return where one can go from the page, the way most will take first."""
    whole = bool(names) and names[-1] == showing.page.questions[-1].boxes[-1].name
    if showing.to_review and whole:
        ways = [("Save and review", Go.REVIEW)]
    else:
        ends = showing.page.last and whole
        ways = [("Save and review" if ends else "Save and next", Go.NEXT)]
    if showing.refused:
        ways.append(("Leave it for now", Go.SKIP))
    if showing.page.number > 1 or showing.start:
        ways.append(("Back", Go.BACK))
    return [*ways, ("Save and stop", Go.STOP)]
