"""Workbooks for the tests, made of rows as one would type them."""

from audits.tool import Tool
from files.tool import Fault, ToolFault, load_tool

HEADINGS = [
    "type", "name", "label", "hint", "guidance_hint", "relevant", "required", "required_message",
    "appearance", "audit::kind", "audit::look", "audit::part", "audit::agencies", "audit::about",
    "audit::limit", "audit::look_again", "audit::look_again_message", "constraint",
    "constraint_message", "calculation", "default", "audit::standard", "readonly", "choice_filter",
    "trigger", "image", "parameters",
]  # fmt: skip
CHOICES = [
    ["yn", "yes", "Yes", "It was done."],
    ["yn", "no", "No", ""],
    ["agency", "phn", "Health visiting", ""],
    ["agency", "police", "Police", ""],
    ["facts", "unborn", "Unborn baby", ""],
]
SETTINGS = {"form_id": "small", "form_title": "A small tool", "version": "7"}

Cells = dict[str, str]


def row(kind: str, name: str = "", label: str = "", **more: str) -> Cells:
    """A row of the survey sheet; `audit__kind` stands for audit::kind."""
    cells = {"type": kind, "name": name, "label": label, **more}
    return {key.replace("__", "::"): value for key, value in cells.items() if value}


START, END = row("begin_group", "t", "A theme"), row("end_group")


def markdown(
    *rows: Cells, settings: dict[str, str] | None = None, choices: list[list[str]] | None = None
) -> str:
    """A workbook as Markdown."""
    held = settings or SETTINGS
    used = [key for key in HEADINGS if any(key in cells for cells in rows)]
    sheets = {
        "survey": [used, *([cells.get(key, "") for key in used] for cells in rows)],
        "choices": [["list_name", "name", "label", "meaning", "half"], *(choices or CHOICES)],
        "settings": [[*held], [*held.values()]],
    }
    lines = []
    for name, cells in sheets.items():
        lines += [f"| {name} |", *(f"| | {' | '.join(line)} |" for line in cells)]
    return "\n".join(lines)


def themed(*rows: Cells) -> str:
    """A workbook with these rows in one theme, all given names declared before it."""
    given = (row("hidden", name) for name in ("agency", "facts", "involved", "chased"))
    return markdown(*given, START, *rows, END)


FIRST = 7
"""The row in which the first of the rows in `themed` stands: headings, four names, a group."""


def loaded(*rows: Cells) -> Tool:
    """The tool with these rows in its one theme."""
    return load_tool(themed(*rows))


def faults(source: str | bytes) -> tuple[Fault, ...]:
    """What is wrong with the workbook."""
    try:
        load_tool(source)
    except ToolFault as caught:
        return caught.faults
    return ()
