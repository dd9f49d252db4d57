"""What looks as if it might say who somebody is: each detail may stay, or gets other words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from audits.audit import Audit
from cards import reading
from cards.boxes import INPUT
from cards.parts import (
    Card,
    Element,
    button,
    card,
    choices,
    header,
    notice,
    plain_button,
    small,
    text,
)  # fmt: skip

MOST = 6
"""Details on one card; each has two inputs."""
INSTEAD_LIMIT = 200

KINDS: Mapping[str, tuple[str, str]] = {
    "name": ("A name that we know", "[a person]"),
    "misspelt": ("Very like a name that we know", "[a person]"),
    "nhs_number": ("Looks like an NHS number", "[number taken out]"),
    "postcode": ("Looks like a postcode", "[address taken out]"),
    "birth": ("Looks like a birth date", "[date taken out]"),
    "phone": ("Looks like a phone number", "[number taken out]"),
    "email": ("Looks like an email address", "[address taken out]"),
    "like_a_name": ("Might be a name", "[a person]"),
    "rare": ("A detail that few families share", "[detail taken out]"),
}
"""What each sign is called, and the words that are offered in its place."""


class Decision(StrEnum):
    """What becomes of a detail."""

    STAYS = "stays"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Words that might say who somebody is, and where they stand."""

    id: str
    place: str
    kind: str
    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came back: of which document, and what stands in each detail's place."""

    audit_id: str
    family: str
    start: int
    cleared: Mapping[str, str]
    """By detail id, the words in its place; empty where it may stay."""


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back; what nothing was chosen about is left out."""
    cleared = {}
    for one in reading.names_in(data, "shown"):
        if len(one) > reading.ID_LIMIT or not reading.words_in(data, f"decision.{one}"):
            continue
        other = reading.one_of(Decision, data, f"decision.{one}") is Decision.OTHER
        words = reading.words_in(data, f"{INPUT}{one}").strip()[:INSTEAD_LIMIT]
        cleared[one] = (words or "[taken out]") if other else ""
    return Filled(
        audit_id=reading.words_in(data, "audit"),
        family=reading.words_in(data, "family"),
        start=reading.whole_in(data, "start"),
        cleared=cleared,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The details of a document that nobody has decided about yet."""

    audit: Audit
    family: str
    """Whose pack; empty for the report."""
    details: Sequence[Detail]
    decided: int
    start: int = 0
    told: str = ""


def draw(checked: Checked) -> Card:
    """Draw the details, a few at a time."""
    start = checked.start if checked.start < len(checked.details) else 0
    shown = checked.details[start : start + MOST]
    name = f"Pack of Family {checked.family}" if checked.family else "Report"
    body = [
        header(f"{name}: check for names", f"{len(checked.details)} left", checked.audit.title),
        *([notice(checked.told, style="good")] if checked.told else []),
    ]
    if shown:
        body.append(text("These words might say who somebody is. Let them stay, or put others in "
                         "their place. The returns themselves are not changed."))  # fmt: skip
    else:
        count = checked.decided
        body.append(notice(f"**All is checked.** {count} decided, none left.", style="good"))
    for detail in shown:
        body += block(detail)
    return card(body, ways(checked, start, shown))


def block(detail: Detail) -> list[Element]:
    """Return one detail in its sentence, with what can be decided about it."""
    kind, offered = KINDS.get(detail.kind, ("To be looked at", "[taken out]"))
    runs: list[Element] = [
        {"type": "TextRun", "text": detail.before},
        {"type": "TextRun", "text": detail.words, "weight": "Bolder", "highlight": True},
        {"type": "TextRun", "text": detail.after},
    ]
    return [
        text(f"**{kind}**", spacing="Large", separator=True),
        small(detail.place),
        {"type": "RichTextBlock", "spacing": "Small",
         "inlines": [run for run in runs if run["text"]]},
        {"type": "ColumnSet", "spacing": "Small", "columns": [
            {"type": "Column", "width": 1, "items": [each]} for each in inputs(detail, offered)]},
    ]  # fmt: skip


def inputs(detail: Detail, offered: str) -> list[Element]:
    """Return what can be decided about a detail."""
    return [
        {"type": "Input.ChoiceSet", "id": f"decision.{detail.id}", "style": "compact",
         "label": "What of it?", "placeholder": "Not decided", "choices": choices(
             ((Decision.STAYS, "It may stay"), (Decision.OTHER, "Change it to:")))},
        {"type": "Input.Text", "id": f"{INPUT}{detail.id}", "label": "In its place",
         "maxLength": INSTEAD_LIMIT, "value": offered},
    ]  # fmt: skip


def ways(checked: Checked, start: int, shown: Sequence[Detail]) -> list[Element]:
    """Return the buttons."""
    here = {"audit": checked.audit.id, "family": checked.family}
    found = []
    if shown:
        carried = {**here, "start": start, "shown": [one.id for one in shown]}
        found.append(button("Keep what I chose", "clear", carried, first=True))
    if start + len(shown) < len(checked.details):
        onward = {**here, "start": start + len(shown)}
        found.append(plain_button("Leave these, show the next", "check", onward))
    elif start:
        found.append(plain_button("Show the first", "check", here))
    back = "pack" if checked.family else "report"
    name = f"Pack of Family {checked.family}" if checked.family else "Report"
    return [*found, plain_button(name, back, here)]
