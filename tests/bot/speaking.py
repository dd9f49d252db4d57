"""Somebody who writes seeded words wherever one can write, and presses every button."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audits.people import Person
from dialogs import router
from dialogs.turn import Reply, Turn
from storage.contract import Store
from tests import cast
from tests.bot.world import World

SEED = "Quokka said “Zephyrine, fell’d” 7f3a"
"""Words that stand in nothing else, with what a log might escape."""
NEVER = ("Quokka", "Zephyrine", "eyJ")
CARRIED: Mapping[str, Any] = {
    "drawn": 0, "shown": ["visits", "look", "look_evidence", "outcome"], "go": "next",
    "kind": "other", "searched": "child", "box": "look", "to": "hv2", "chosen": True,
    "family": "C", "making": "json", "theme": "curiosity", "cell": "police/look",
    "agency": "phn", "value": "concern", "b.words": SEED, "b.look": "good", "b.outcome": SEED,
    "b.look_evidence": SEED, "b.visits": SEED, "due": SEED, "first": SEED, "why": SEED,
    "reason": SEED, "words": SEED, "text": SEED, "title": SEED, "name": SEED, "draft": SEED,
}  # fmt: skip
PEOPLE = (cast.HEALTH_VISITOR, cast.COORDINATOR, cast.BUSINESS_MANAGER, cast.STRANGER)


@dataclass(slots=True)
class Broken:
    """The real router, before a store that cannot keep, or that fails in words."""

    fails: Exception | None = None

    async def take(self, turn: Turn, store: Store) -> Reply:
        """Carry the turn out."""
        found: Any = Unkept(store, self.fails) if self.fails else store
        return await router.take(turn, found)

    verb_for = staticmethod(router.verb_for)


class Unkept:
    """A store whose every change fails."""

    def __init__(self, store: Store, fails: Exception) -> None:
        self._store = store
        self._fails = fails

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        async def failing(*_what: object) -> None:
            raise self._fails

        return failing if name.startswith("keep") else getattr(self._store, name)


async def peopled(world: World) -> None:
    """Put the small audit into the bot's store."""
    for who in cast.EVERYBODY:
        await world.store.keep_person(who)
    await world.store.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await world.store.add(ret)


async def press(world: World, who: Person, verb: str, given: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Press a button and return the card that comes back."""
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": given}}
    answer = await world.post(activity(world, "execute", who, value=value))
    return (await answer.json())["value"] if answer.status == 200 else {}


async def say(world: World, who: Person, text: str) -> None:
    """Type something."""
    await world.post(activity(world, "message", who, text=text))


def activity(world: World, kind: str, who: Person, **changes: object) -> dict[str, Any]:
    """Return what Teams sends when this person does something."""
    sender = {"id": f"29:{who.id}", "name": who.name, "aadObjectId": who.object_id}
    chat = {"conversationType": "personal", "tenantId": who.tenant, "id": f"a:{who.id}"}
    found = world.activity(kind, conversation=chat, **({"from": sender} | changes))
    return found | {"channelData": {"tenant": {"id": who.tenant}}}


def parts(card: object) -> Iterator[dict[str, Any]]:
    """Return all objects of a card."""
    if isinstance(card, dict):
        yield card
        for one in card.values():
            yield from parts(one)
    elif isinstance(card, list):
        for one in card:
            yield from parts(one)


def filled(card: object) -> dict[str, Any]:
    """Fill in every input of a card, with words wherever words can stand."""
    given: dict[str, Any] = {}
    for one in parts(card):
        match str(one.get("type")):
            case "Input.ChoiceSet" if one.get("choices"):
                given[one["id"]] = one["choices"][0]["value"]
            case "Input.Toggle":
                given[one["id"]] = one.get("valueOn", "true")
            case "Input.Text" | "Input.Date" | "Input.Time" | "Input.Number" | "Input.ChoiceSet":
                given[one["id"]] = SEED
    return given


def buttons(card: object) -> list[dict[str, Any]]:
    """Return the buttons of a card that come back to us."""
    return [one for one in parts(card) if one.get("type") == "Action.Execute"]


async def wander(world: World, who: Person) -> None:
    """Try every verb of the router, and then every button of each card that comes back."""
    for verb in sorted(router.VERBS):
        card = await press(world, who, verb, {**CARRIED, "return": "a1.C.phn", "audit": "a1"})
        for one in buttons(card):
            carried = one.get("data") or {}
            await press(world, who, one.get("verb", ""), {**filled(card), **carried})
