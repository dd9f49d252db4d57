"""Every card that the product draws: at its worst, and as the demo's people get it.

Nothing here is a list to be kept up: what draws cards is found in the source (`drawing`), and what
can be pressed in the router. tests/e2e/test_cards_for_everybody.py fails where one has no card.
"""

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
from tests.cards.recording import Recorder, made_of, watched, worst
from tests.storage.disks import NoSync

TODAY = date(2026, 11, 23)
Card = dict[str, Any]


async def everything(folder: Path, *, most: int) -> dict[str, Card]:
    """Return cards by name: of each function and verb, `most` that differ in what they are of."""
    found = {
        f"worst {name} {place}": card
        for name, cards in worst(folder).items()
        for place, card in enumerate(cards[:most])
    }
    seen = Recorder()
    for made in (demo, answered):
        store = await TinyStore.open(folder / made.__name__, disk=NoSync())
        await made.fill(store, TODAY)
        with watched(seen):
            found |= await drawn(store, made.__name__.removeprefix("bot."), most)
        await store.close()
    for name, made_like in seen.cards.items():
        cards = [*made_like.values()][:most]
        found |= {f"usual {name} {place}": card for place, card in enumerate(cards)}
    return found


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
