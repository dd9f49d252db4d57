"""A practitioner in a hurry: fills in whatever page a card shows, and presses what goes on."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from audits.people import Person

Json = dict[str, Any]
SENTENCE = (
    "The health visitor rang the housing officer on 3 March and wrote down what was agreed; "
    "the record shows who would tell the family, and by when. "
) * 2
CONNECTOR = "http://127.0.0.1:9/_connector"
ENCODE = msgspec.json.Encoder().encode
COUNT = itertools.count()


@dataclass(slots=True)
class Practitioner:
    """Somebody with one return to fill in."""

    person: Person
    return_id: str
    card: Json = field(default_factory=dict)

    def press(self) -> bytes | None:
        """Return the activity that saves the page on the card; None when no page is left."""
        saves = found(self.card, "Action.Execute", "save")
        save = next((one for one in saves if one["data"].get("go") == "next"), None)
        if save is None:
            return None
        return self.activity("save", {**save["data"], **self._filled()})

    def open(self) -> bytes:
        """Return the activity that opens the return."""
        return self.activity("open", {"return": self.return_id})

    def activity(self, verb: str, carried: Json) -> bytes:
        """Return what Teams sends when a button is pressed."""
        return ENCODE(pressed(self.person, verb, carried))

    def see(self, answer: bytes) -> None:
        """Look at the card that came back."""
        told = msgspec.json.decode(answer)
        self.card = told["value"]

    def _filled(self) -> Json:
        return {one["id"]: answer_to(one) for one in found(self.card, "Input.") if "id" in one}


def answer_to(box: Json) -> str:
    """Return an answer that fits the box."""
    match box["type"]:
        case "Input.ChoiceSet":
            # The first choice asks for the most; only "Is a child at risk now?" is best left at no.
            return str(box["choices"][-1 if "risk" in box["id"] else 0]["value"])
        case "Input.Date":
            return "2026-03-03"
        case "Input.Number":
            return "3"
    return f"{next(COUNT)} {SENTENCE}"[: box.get("maxLength", 250)]


def found(card: object, kind: str, verb: str = "") -> Iterator[Json]:
    """Yield the card's elements of this kind, in reading order."""
    if isinstance(card, list):
        for one in card:
            yield from found(one, kind, verb)
    elif isinstance(card, dict):
        if str(card.get("type", "")).startswith(kind) and card.get("verb", "") == verb:
            yield card
        for name, one in card.items():
            if name != "fallback":
                yield from found(one, kind, verb)


def pressed(person: Person, verb: str, carried: Json) -> Json:
    """Return the activity of a pressed button, as large as Teams makes it."""
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": "025bfbd2-bd58-46a2-a038-35e7b7b1c77c",
        "channelId": "msteams",
        "serviceUrl": CONNECTOR,
        "timestamp": "2026-11-23T06:15:04.238Z",
        "localTimestamp": "2026-11-23T06:15:04.238+00:00",
        "localTimezone": "Europe/London",
        "locale": "en-GB",
        "from": {"id": "29:1", "name": "Bethan Price", "aadObjectId": person.object_id},
        "recipient": {"id": "28:case-audit", "name": "Case audit"},
        "conversation": {
            "conversationType": "personal",
            "tenantId": person.tenant,
            "id": f"a:{person.object_id}",
        },
        "entities": [{"type": "clientInfo", "locale": "en-GB", "platform": "Web"}],
        "channelData": {"tenant": {"id": person.tenant}, "source": {"name": "message"}},
        "replyToId": "1795414501889",
        "value": {
            "trigger": "manual",
            "action": {"type": "Action.Execute", "title": "Save", "verb": verb, "data": carried},
        },
    }
