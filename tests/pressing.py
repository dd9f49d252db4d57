"""Finds what can be pressed on a card."""

from collections.abc import Iterator
from typing import Any


def buttons(value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the verb and the data of every button of a card."""
    if isinstance(value, dict):
        if value.get("type") == "Action.Execute":
            yield value["verb"], dict(value.get("data", {}))
        for one in value.values():
            yield from buttons(one)
    elif isinstance(value, list):
        for one in value:
            yield from buttons(one)
