"""Finds what can be pressed on a card, and what a client then sends."""

from collections.abc import Iterator, Mapping
from typing import Any

WRITTEN: Mapping[str, Any] = {
    "Input.Text": "Words that prove nothing.",
    "Input.Date": "2026-12-01",
    "Input.Time": "09:00",
    "Input.Number": 1,
    "Input.Toggle": "true",
}
"""What somebody puts into an input in which nothing stands."""


def parts(value: object) -> Iterator[dict[str, Any]]:
    """Yield every object in a card that has a type."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for one in value.values():
            yield from parts(one)
    elif isinstance(value, list):
        for one in value:
            yield from parts(one)


def buttons(value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the verb and the data of every button of a card."""
    for one in parts(value):
        if one["type"] == "Action.Execute":
            yield one["verb"], dict(one.get("data", {}))


def inputs(value: object) -> dict[str, list[Any]]:
    """Return what every input of a card may send: first what it sends when it is filled in."""
    found: dict[str, list[Any]] = {}
    for one in parts(value):
        kind = str(one["type"])
        if kind.startswith("Input."):
            choices = [choice["value"] for choice in one.get("choices", [])]
            first = one.get("value") or (choices[0] if choices else WRITTEN.get(kind, ""))
            found[one["id"]] = [first, *(other for other in choices if other != first)]
    return found


def presses(value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what each button sends with the card filled in: one for each choice there is."""
    every = inputs(value)
    filled = {name: first for name, (first, *_others) in every.items()}
    for verb, carried in buttons(value):
        yield verb, {**filled, **carried}
        for name, (_first, *others) in every.items():
            yield from ((verb, {**filled, name: other, **carried}) for other in others)
