"""A store with the cast in it, and a way to press a button."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from audits.people import Person
from cards.parts import Card, Element
from dialogs import router
from dialogs.turn import Turn
from storage.contract import Store
from storage.tiny import TinyStore
from tests import cast


def actions(card: Card) -> list[Element]:
    """Every action of the card that sends something, wherever it stands."""
    found: list[Element] = []

    def walk(part: Any) -> None:  # noqa: ANN401 - any JSON
        if isinstance(part, dict):
            if part.get("type") == "Action.Execute":
                found.append(part)
            for key, inner in part.items():
                if key != "fallback":
                    walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(card)
    return found


@dataclass
class Desk:
    """One person in front of one store, with the last card they got."""

    store: Store
    who: Person
    at: datetime = cast.AT
    card: Card = field(default_factory=dict)

    async def ask(self, verb: str, data: Mapping[str, Any] | None = None) -> Card:
        """Ask for a verb and keep the card that comes back."""
        turn = Turn(
            who=self.who, verb=verb, at=self.at, partnership=cast.PARTNERSHIP, data=data or {}
        )
        self.card = (await router.take(turn, self.store)).card
        return self.card

    async def press(self, title: str, filled: Mapping[str, Any] | None = None) -> Card:
        """Press a button of the last card, with what was filled in."""
        return await self.press_on(self.card, title, filled)

    async def press_on(
        self, card: Card, title: str, filled: Mapping[str, Any] | None = None
    ) -> Card:
        """Press a button of any card, however old; the first that has this title."""
        titles = {action["title"]: action for action in reversed(actions(card))}
        assert title in titles, f"no button {title!r} among {sorted(titles)}"
        return await self.ask(titles[title]["verb"], {**titles[title]["data"], **(filled or {})})


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A store with the small audit, its people and its returns."""
    made = await TinyStore.open(tmp_path / "data")
    for who in cast.EVERYBODY:
        await made.keep_person(who)
    await made.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await made.add(ret)
    yield made
    await made.close()


@pytest.fixture
def visitor(store: Store) -> Desk:
    """The health visitor in front of the store."""
    return Desk(store, cast.HEALTH_VISITOR)


@pytest.fixture
def colleague(store: Store) -> Desk:
    """The health visitor's colleague, who answers the same return."""
    return Desk(store, cast.COLLEAGUE)


@pytest.fixture
def manager(store: Store) -> Desk:
    """The business manager."""
    return Desk(store, cast.BUSINESS_MANAGER)
