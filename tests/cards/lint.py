"""What every card must keep to, so that Teams shows it on every client."""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator

from cards.parts import Card, Element

SCHEMAS = Path(os.environ.get("MACA_SCHEMAS") or Path(__file__).parents[3] / "shared" / "schemas")
"""Microsoft's published schemas. They lie beside the checkout and are not ours to copy."""
LIMIT = 25_000


def schemas_are_here() -> bool:
    """Tell whether the published schemas are beside the checkout."""
    return (SCHEMAS / "adaptive-card-1.5.json").is_file()


@cache
def validator(version: str) -> Any:  # noqa: ANN401 - jsonschema's class has no plain name
    """The published schema of this version of Adaptive Cards."""
    path = SCHEMAS / f"adaptive-card-{version}.json"
    return Draft6Validator(json.loads(path.read_text(encoding="utf-8")))


def elements(part: Any, *, fallbacks: bool = False) -> Iterator[Element]:  # noqa: ANN401
    """Every object of the card; those inside fallbacks only when asked."""
    if isinstance(part, dict):
        yield part
        for key, inner in part.items():
            if fallbacks or key != "fallback":
                yield from elements(inner, fallbacks=fallbacks)
    elif isinstance(part, list):
        for inner in part:
            yield from elements(inner, fallbacks=fallbacks)


@cache
def newer(kind: str) -> frozenset[str]:
    """The properties of this type of element that came after 1.2."""
    known = [
        set(validator(version).schema["definitions"].get(kind, {}).get("properties", ()))
        for version in ("1.5", "1.2")
    ]
    return frozenset(known[0] - known[1]) if known[1] else frozenset()


def as_phone_sees(part: Any) -> Any:  # noqa: ANN401 - any JSON
    """The card as a client of 1.2 takes it: fallbacks in place, newer properties passed over.

    A client passes over a property that it does not know; an element it cannot show at all.
    """
    if isinstance(part, list):
        return [as_phone_sees(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    if "fallback" in part:
        return as_phone_sees(part["fallback"])
    unknown = newer(str(part.get("type", "")))
    return {key: as_phone_sees(inner) for key, inner in part.items() if key not in unknown}


CHARTS = frozenset({"Chart.HorizontalBar.Stacked"})
"""What Teams draws beyond the published schemas, which know none of it."""


def as_published(part: Any) -> Any:  # noqa: ANN401 - any JSON
    """The card without what Teams alone knows: its charts fall back, its width is its own."""
    if isinstance(part, list):
        return [as_published(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") in CHARTS:
        return as_published(part["fallback"])
    return {key: as_published(inner) for key, inner in part.items() if key != "msteams"}


def of_charts(card: Card) -> Iterator[str]:
    """Whether each chart is one that Teams draws, with figures, colours and a fallback."""
    for part in elements(card):
        if not str(part.get("type", "")).startswith("Chart."):
            continue
        if part["type"] not in CHARTS or "fallback" not in part or not part["data"]:
            yield f"{part['type']} would not be shown"
        for bar in part["data"]:
            if not all({"legend", "value", "color"} == set(one) for one in bar["data"]):
                yield f"the bar {bar['title']} lacks a figure, a name or a colour"
    if card.get("msteams", {"width": "Full"}) != {"width": "Full"}:
        yield "msteams tells more than the width"


def faults(card: Card) -> list[str]:
    """Everything that is wrong with a card, in words; empty for a good one."""
    return [*of_schema(card), *faults_but_schema(card)]


def faults_but_schema(card: Card) -> list[str]:
    """The same without the published schemas, which take long and see no other shape."""
    return [*of_size(card), *of_inputs(card), *of_actions(card), *of_charts(card)]


def of_schema(card: Card) -> Iterator[str]:
    """What the published schemas find; nothing where they are not, which a test says plainly."""
    if not schemas_are_here():
        return
    known = as_published(card)
    for version, seen in (("1.5", known), ("1.2", as_phone_sees(known))):
        for error in validator(version).iter_errors(seen):
            yield f"schema {version}: {error.message[:200]}"


def of_size(card: Card) -> Iterator[str]:
    """Whether it is small enough to be sent."""
    size = len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())
    if size > LIMIT:
        yield f"{size} bytes"
    if card.get("version") != "1.5":
        yield "version is not 1.5"


def of_inputs(card: Card) -> Iterator[str]:
    """Whether every input has a label and an id of its own, and columns are few."""
    ids = [part["id"] for part in elements(card) if "id" in part and part.get("type")]
    yield from (f"two elements are called {name}" for name in set(ids) if ids.count(name) > 1)
    for part in elements(card):
        if str(part.get("type", "")).startswith("Input.") and not part.get("label"):
            yield f"{part['id']} has no label"
        if part.get("type") == "ColumnSet" and len(part["columns"]) > 3:
            yield "more than three columns"


def of_actions(card: Card) -> Iterator[str]:
    """Whether there are at most six actions, each with a way for old clients.

    What is pressed as a whole, such as a link in the header, takes no place among them.
    """
    acting = [part for part in elements(card) if str(part.get("type", "")).startswith("Action.")]
    pressed = [part["selectAction"] for part in elements(card) if "selectAction" in part]
    counted = [one for one in acting if not any(one is other for other in pressed)]
    if len(counted) > 6:
        yield f"{len(counted)} actions: {[action['title'] for action in counted]}"
    for action in acting:
        if action["type"] == "Action.Execute":
            old = action.get("fallback", {})
            if old.get("type") != "Action.Submit" or old.get("data") != action["data"]:
                yield f"{action['title']} does nothing on old clients"
            if action["data"].get("verb") != action["verb"]:
                yield f"{action['title']} loses its verb on old clients"
