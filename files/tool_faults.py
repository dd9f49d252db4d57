"""What has to be put right in a tool's workbook: where, what is wrong, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

SHEETS = ("", "survey", "choices", "settings")
"""The order in which sheets are spoken of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing in a workbook that has to be put right: where, what is wrong, what to do."""

    sheet: str
    row: int = 0
    """Counted as Excel does, the headings being row 1; 0 for the sheet as a whole."""
    column: str = ""
    wrong: str
    remedy: str

    def __str__(self) -> str:
        """The fault in two sentences, its place first."""
        row = f"row {self.row}" if self.row else ""
        column = f"column “{self.column}”" if self.column else ""
        sheet = f"Sheet “{self.sheet}”" if self.sheet else "The file"
        place = ", ".join(part for part in (sheet, row, column) if part)
        return f"{place}: {self.wrong}. {self.remedy}."


class ToolFault(Exception):  # noqa: N818 - the house's word for it
    """A workbook that cannot be used as a tool, with everything that is wrong in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        ordered = in_order(faults)
        super().__init__("\n".join(map(str, ordered)))
        self.faults = ordered


def in_order(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults as one meets them going through the workbook, each once."""

    def place(fault: Fault) -> tuple[int, str, int]:
        known = SHEETS.index(fault.sheet) if fault.sheet in SHEETS else len(SHEETS)
        return known, fault.sheet, fault.row

    return tuple(sorted(dict.fromkeys(faults), key=place))
