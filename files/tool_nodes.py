"""Takes words, numbers and parts out of the form that pyxform makes of a workbook."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from audits.tool import Calculation
from files.tool_sheets import Node, Sheets, rule

APOSTROPHE = re.compile(r"(?<=\w)'")


@dataclass(slots=True)
class Reading:
    """A tool that is being read: its sheets, and the number of the next question."""

    sheets: Sheets
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    calculations: list[Calculation] = field(default_factory=list)

    def fault(self, node: Node, column: str, wrong: str, remedy: str) -> None:
        """Keep a fault in the row of this node."""
        self.sheets.fault(word(node, "name"), column, wrong, remedy)


def at(node: Node, *path: str) -> object:
    """Return what stands at a place in the form, None where nothing does."""
    found: object = node
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def word(node: Node, *path: str) -> str:
    """Return the text at a place, blank where there is none."""
    found = at(node, *path)
    return "" if found is None or isinstance(found, Mapping) else str(found).strip()


def words(node: Node, *path: str) -> frozenset[str]:
    """Return the words at a place, with spaces or commas between them."""
    return frozenset(word(node, *path).replace(",", " ").split())


def children(node: Node) -> Sequence[Node]:
    """Return the rows in a group."""
    found = node.get("children")
    return found if isinstance(found, list) else ()


def shown(reading: Reading, node: Node, *path: str) -> str:
    """Return the text at a place as people see it: in the tool's first language.

    pyxform makes every quotation mark straight; an apostrophe is made one again.
    """
    found = at(node, *path)
    if isinstance(found, Mapping):
        usual = word(reading.sheets.form, "default_language")
        found = found.get(usual) or next(iter(found.values()), "")
    return APOSTROPHE.sub("’", str(found or "").strip())


def both(outer: str, inner: str) -> str:
    """Return a rule that is true when both are; blank is no rule."""
    return f"({outer}) and ({inner})" if outer and inner else outer or inner


def relevant(node: Node) -> str:
    """Return when the row applies; empty for always."""
    written = word(node, "bind", "relevant")
    return rule(written, always="", never="false()")


def whole(written: str, most: int) -> int:
    """Return a whole number from 1 to `most`, 0 where the text is none."""
    number = int(written) if written.isascii() and written.isdecimal() else 0
    return number if number <= most else 0
