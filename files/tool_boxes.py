"""Reads one row of a tool as a box to fill in."""

from collections.abc import Iterator
from enum import StrEnum

from audits.tool import TEXT_LIMIT, Box, Choice, Half, Kind, Look, Part
from files.tool_nodes import Reading, relevant, shown, whole, word, words
from files.tool_sheets import Node, rule

KINDS = {
    "select one": {"": Kind.ONE, "grade": Kind.GRADE},
    "select all that apply": {"": Kind.MANY, "row": Kind.ROW},
    "date": {"": Kind.DATE},
    "integer": {"": Kind.COUNT},
    "text": {
        "": Kind.TEXT,
        "evidence": Kind.EVIDENCE,
        "impact": Kind.IMPACT,
        "action": Kind.ACTION,
    },
}
"""Kinds of box by pyxform's name of the row's type, and by what stands under `audit::kind`."""


def box(reading: Reading, node: Node, look: Look) -> Box:
    """Read one box."""
    required = rule(word(node, "bind", "required"))
    return Box(
        name=word(node, "name"),
        kind=kind_of(reading, node, look),
        label=shown(reading, node, "label"),
        hint=shown(reading, node, "hint"),
        choices=tuple(choices(reading, node)),
        part=Part(one_of(reading, node, "part", Part)),
        agencies=words(node, "audit", "agencies"),
        relevant=relevant(node),
        required=required,
        required_why=shown(reading, node, "bind", "jr:requiredMsg"),
        look_again=word(node, "audit", "look_again"),
        look_again_why=shown(reading, node, "audit", "look_again_message"),
        limit=limit(reading, node),
    )


def kind_of(reading: Reading, node: Node, look: Look) -> Kind:
    """Return how the box is answered. What is ticked in a matrix is one of its rows."""
    kinds = KINDS[word(node, "type")]
    written = word(node, "audit", "kind")
    if written not in kinds:
        known = ", ".join(one for one in kinds if one) or "nothing here"
        wrong = f"“{written}” is no kind of {word(node, 'type')}"
        reading.fault(node, "audit::kind", wrong, f"Write {known}")
    kind = kinds.get(written, kinds[""])
    return Kind.ROW if kind is Kind.MANY and look is not Look.PLAIN else kind


def choices(reading: Reading, node: Node) -> Iterator[Choice]:
    """Read the choices of a row."""
    found = node.get("choices")
    for item in found if isinstance(found, list) else ():
        yield Choice(
            value=word(item, "name"),
            label=shown(reading, item, "label"),
            meaning=shown(reading, item, "meaning"),
            half=Half(half) if (half := word(item, "half")) in set(Half) else Half.UNSAID,
        )


def limit(reading: Reading, node: Node) -> int:
    """Return how many characters the answer may have."""
    written = word(node, "audit", "limit")
    most = whole(written or str(TEXT_LIMIT), TEXT_LIMIT)
    if not most:
        remedy = f"Write a whole number from 1 to {TEXT_LIMIT}, or nothing"
        reading.fault(node, "audit::limit", f"“{written}” is no number of characters", remedy)
    return most or TEXT_LIMIT


def one_of(reading: Reading, node: Node, column: str, names: type[StrEnum]) -> str:
    """Return the name in one of our columns, blank if there is none or no such name."""
    written = word(node, "audit", column)
    if written in {*names, ""}:
        return written
    known = ", ".join(name for name in names if name)
    reading.fault(node, f"audit::{column}", f"There is no “{written}”", f"Write one of {known}")
    return ""
