"""Every card that the product draws for the demo's people, drawn as it is sent to them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from audits.problems import Problem
from bot import answered, demo, isolation
from bot.isolation_rules import Thing
from cards import problem as problem_card
from dialogs import router
from dialogs.turn import Turn
from storage.tiny import TinyStore
from tests import cast
from tests.cards import test_retention_worst, test_setup_worst
from tests.storage.disks import NoSync

TODAY = date(2026, 11, 23)
Card = dict[str, Any]


async def everything(folder: Path, *, most: int) -> dict[str, Card]:
    """Return cards by name: of each verb, `most` that differ in what they are made of."""
    found: dict[str, Card] = {}
    found |= {f"worst {name}": card for name, card in test_setup_worst.CARDS.items()}
    found |= {f"worst {name}": card for name, card in worst_of_retention()}
    for made in (demo, answered):
        store = await TinyStore.open(folder / made.__name__, disk=NoSync())
        await made.fill(store, TODAY)
        found |= await drawn(store, made.__name__.removeprefix("bot."), most)
        await store.close()
    return found


def worst_of_retention() -> Iterator[tuple[str, Card]]:
    """Yield the cards about keeping at their worst."""
    for name, card in dict(test_retention_worst.CARDS).items():
        if isinstance(card, dict):
            yield name, card


async def drawn(store: TinyStore, made: str, most: int) -> dict[str, Card]:
    """Draw what a health visitor, a coordinator and a business manager get, verb by verb."""
    every = await isolation.gathered(store, every=False)
    people = {one.id: one for one in every.people}
    found: dict[str, Card] = {}
    for verb in sorted(router.VERBS):
        shapes: set[str] = set()
        for who in ("hv1", "phnc", "bm", "obs1"):
            for thing in [t for t in every.things if t.standing and t.standing.agency == "phn"]:
                if who in people and len(shapes) < most:
                    card = await shown(store, people[who], verb, thing)
                    shape = made_of(card)
                    if shape not in shapes:
                        shapes.add(shape)
                        found[f"{made} {verb} {len(shapes)}"] = card
    return found


async def shown(store: TinyStore, who: Any, verb: str, thing: Thing) -> Card:  # noqa: ANN401
    """Return the card that the person gets."""
    turn = Turn(who=who, verb=verb, at=cast.AT, partnership=cast.PARTNERSHIP,
                data=isolation.carried(thing))  # fmt: skip
    try:
        return (await router.take(turn, store)).card
    except Problem as problem:
        return problem_card.draw(problem, turn.data)


def made_of(value: object) -> str:
    """Return what a card is made of, whatever its words are."""
    if isinstance(value, dict):
        return f"{value.get('type')}({''.join(made_of(one) for one in value.values())})"
    return "".join(dict.fromkeys(map(made_of, value))) if isinstance(value, list) else ""
