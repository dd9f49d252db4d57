"""Tables with families across: so few side by side that a phone can show what stands beside them.

No property of a card can tell a phone from a desk everywhere: Teams on iOS passes over
`targetWidth`, and would show both shapes. So whoever has a wide screen says so, by a link.
"""

from collections.abc import Sequence

from cards.parts import Element, quiet_link

ABREAST = 5
"""Families in one table: beside more of them 320 px have no room for a service's name."""


def split(codes: Sequence[str], *, wide: bool) -> list[Sequence[str]]:
    """Return the families table by table; all in one where the screen is wide."""
    step = max(len(codes), 1) if wide else ABREAST
    return [codes[at : at + step] for at in range(0, len(codes), step)]


def table(rows: Sequence[Sequence[Element]], width: str, lines: Sequence[Element]) -> Element:
    """Return a table whose first column takes what room is left; lines for old clients."""
    return {
        "type": "Table", "firstRowAsHeader": True, "showGridLines": False, "spacing": "Medium",
        "horizontalCellContentAlignment": "Center", "verticalCellContentAlignment": "Center",
        "columns": [{"width": 1, "horizontalCellContentAlignment": "Left"},
                    *({"width": width} for _ in rows[0][1:])],
        "rows": [{"type": "TableRow", "cells": [*row]} for row in rows],
        "fallback": {"type": "Container", "items": [*lines]},
    }  # fmt: skip


def link(verb: str, carried: dict[str, object], shown: int, *, wide: bool) -> list[Element]:
    """Return the link to the other shape; none where both are the same."""
    if shown <= ABREAST:
        return []
    words = "On a phone? Show fewer side by side" if wide else "On a wide screen? Show one table"
    return [quiet_link(words, verb, {**carried, "wide": not wide})]
