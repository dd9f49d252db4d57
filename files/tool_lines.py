"""The survey sheet as lines that know their type and the groups they stand in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from files.tool_faults import Fault
from files.tool_sheets import Row, numbered
from files.tool_types import ANSWERED, BEGIN, CALCULATE, END, NOTE, Type, type_of


@dataclass(frozen=True)
class Line:
    """One row of the survey sheet."""

    number: int
    row: Row
    type: Type
    above: tuple["Line", ...] = ()
    """The groups in which it stands, the outermost first."""

    @property
    def name(self) -> str:
        """Its name, blank where it has none."""
        return self.row.get("name", "")

    @property
    def answered(self) -> bool:
        """Whether somebody answers it."""
        return self.type.name in ANSWERED

    @cached_property
    def way(self) -> tuple[str, ...]:
        """The names of the groups above it, and its own."""
        return (*(group.name for group in self.above), self.name)

    def texts(self, column: str) -> Iterator[tuple[str, str]]:
        """The cells under this heading in every language, with their headings."""
        for key, cell in self.row.items():
            if key == column or key.startswith(f"{column}::"):
                yield key, cell

    def fault(self, column: str, wrong: str, remedy: str) -> Fault:
        """Return a fault in this row."""
        return Fault(sheet="survey", row=self.number, column=column, wrong=wrong, remedy=remedy)


def lines_of(survey: Sequence[Row], faults: list[Fault]) -> list[Line]:
    """Return the lines that have a type, keeping faults of groups that do not close."""
    found: list[Line] = []
    stack: list[Line] = []
    for number, row in numbered(survey):
        if "type" not in row:
            if row.keys() & {"name", "label"}:
                faults.append(Fault(sheet="survey", row=number, column="type", wrong="This row has "
                                    "no type", remedy="Write one, or empty the row"))  # fmt: skip
            continue
        line = Line(number, row, type_of(row["type"]), tuple(stack))
        if line.type.name == END:
            if not stack:
                faults.append(line.fault("type", "No group is open that could end here",
                                         "Delete this row"))  # fmt: skip
            stack[-1:] = []
            continue
        found.append(line)
        if line.type.name == BEGIN:
            stack.append(line)
    faults += [line.fault("type", f"The group {line.name} has no end", "Write end_group after its "
               "last row") for line in stack]  # fmt: skip
    return found


def has_value(line: Line) -> bool:
    """Tell whether expressions can ask for this line."""
    return line.answered or line.type.name in {CALCULATE, NOTE}
