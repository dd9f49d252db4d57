"""A turn without Teams: what somebody may press in the chat, asked for on the command line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import click

from audits.audit import Audit
from audits.drafts import Draft
from audits.people import Person
from bot.clock import Clock
from bot.settings import Settings
from cards.parts import Card
from dialogs import router
from dialogs.turn import Reply, Turn
from storage.contract import Store

WORDS = "b.words"
"""Under which a card's few sentences come back."""
BOLD = re.compile(r"\*\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What somebody wants: a verb, what was filled in, and a file that was dropped in."""

    verb: str
    data: Mapping[str, Any] = field(default_factory=dict)
    file: bytes | None = None


def turn_of(settings: Settings, who: Person, pressed: Pressed) -> Turn:
    """Return the turn that this would be in the chat."""
    return Turn(
        who=who, verb=pressed.verb, at=Clock().now(), partnership=settings.partnership_words(),
        data=pressed.data, file=pressed.file,
    )  # fmt: skip


async def pressed(store: Store, settings: Settings, who: Person, what: Pressed) -> Reply:
    """Carry it out as the chat would, with the same rights. Raises Problem."""
    return await router.take(turn_of(settings, who, what), store)


def words_of(card: Card, *, style: str = "") -> list[str]:
    """Return what stands on the card, line by line; of one style, what its boxes say."""
    found = boxes(card, style) if style else [card]
    return [BOLD.sub("", line) for box in found for line in lines(box)]


def boxes(part: Any, style: str) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Yield the parts of the card that stand out in this style."""
    if isinstance(part, dict):
        if part.get("style") == style and part.get("type") == "Container":
            yield part
            return
        for key, inner in part.items():
            if key != "fallback":
                yield from boxes(inner, style)
    elif isinstance(part, list):
        for inner in part:
            yield from boxes(inner, style)


def lines(part: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the texts of a part, in order; inputs and buttons say nothing here."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for key in ("body", "items", "columns", "inlines"):
            yield from lines(part.get(key, []))
    elif isinstance(part, list):
        for inner in part:
            yield from lines(inner)


async def one_of(store: Store, audit_id: str) -> Audit | Draft:
    """Return the audit that runs or is set up. Raises ClickException where there is none."""
    draft = await store.draft(audit_id)
    found = await store.audit(audit_id) or (draft if draft and draft.waits else None)
    if found is None:
        raise click.ClickException(f"There is no audit {audit_id}.")
    return found
