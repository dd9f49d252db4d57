"""The card that says why something was not done, what was kept, and what to do now."""

from collections.abc import Mapping
from typing import Any

from audits.problems import Code, Problem
from cards.boxes import INPUT
from cards.parts import (
    BUDGET,
    Card,
    Element,
    card,
    folded,
    notice,
    plain_button,
    said,
    shortened,
    size,
    small,
    text,
)  # fmt: skip
from cards.words import PROBLEMS

WENT_WRONG = "Something went wrong on our side."
KEPT = "Everything that you saved before is kept."
NOTHING_SAVED = "Nothing of this step was saved."
UNSURE = "We do not know whether this step was saved."


def draw(problem: Problem, data: Mapping[str, Any]) -> Card:
    """Draw the problem. Words typed on the refused card are shown again, never kept."""
    told = PROBLEMS[problem.code]
    body = [
        notice(f"**{told.happened}**", style="attention"),
        text(told.kept),
        text(told.now),
        *typed(data),
        small(f"Reason: {problem.code}", spacing="Medium"),
    ]
    return card(body, ways_on(problem, data))


def typed(data: Mapping[str, Any]) -> list[Element]:
    """Return what the person had typed, folded away, as much of it as a card may hold."""
    written = [
        value for key, value in data.items()
        if key.startswith(INPUT) and isinstance(value, str) and " " in value.strip()
    ]  # fmt: skip
    if not written:
        return []
    kept: list[Element] = []
    for words in written:
        block = said(shortened(words, 4_000), separator=True)
        if size([*kept, block]) < BUDGET - 4_000:
            kept.append(block)
    return folded("Show what I typed", "typed", kept)


def ways_on(problem: Problem, data: Mapping[str, Any]) -> list[Element]:
    """Return the buttons that lead on from the problem."""
    if problem.code is Code.PERSON_UNKNOWN:
        return [plain_button("Try again", "help")]
    ways = [plain_button("My returns", "my_returns"), plain_button("Help", "help")]
    found = data.get("return")
    on_review = {Code.RETURN_CHANGED, Code.RETURN_INCOMPLETE}
    if isinstance(found, str) and found and problem.code in on_review:
        ways.insert(0, plain_button("Look it through", "review", {"return": found[:200]}))
    if isinstance(found, str) and found and problem.code is Code.RETURN_SENT:
        ways.insert(0, plain_button("Open the return", "open", {"return": found[:200]}))
    return ways


def apology(turn_id: str, *, unsaved: bool = False) -> Card:
    """Draw what is said when something went wrong that nobody expected.

    With `unsaved` it is known that nothing of this step was kept.
    """
    now = ["Wait a minute, then do it again."] if unsaved else [
        "Do it again, or open the return from “My returns” and look."]  # fmt: skip
    body = [
        notice(f"**{WENT_WRONG}**", style="attention"),
        *map(text, (KEPT, NOTHING_SAVED if unsaved else UNSURE, *now)),
        small(f"If it happens again, tell the business manager this number: {turn_id}"),
    ]
    return card(body, [plain_button("My returns", "my_returns"), plain_button("Help", "help")])


def apology_beside(turn_id: str, *, unsaved: bool = False) -> str:
    """Return the same for a button whose card stays as it is, with all that was filled in."""
    now = "Wait a minute, then press the button again." if unsaved else "Press the button again."
    return " ".join((
        WENT_WRONG, NOTHING_SAVED if unsaved else UNSURE, KEPT,
        "What you filled in is still on the card.", now,
        f"If it happens again, tell the business manager this number: {turn_id}",
    ))  # fmt: skip
