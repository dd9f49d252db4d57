"""Keeps a tool's name and version with it, also where its workbook left them to the file's name."""

from dataclasses import replace

from audits.tool import Tool, Worksheet
from files.tool_sheets import heading

SETTINGS = "settings"


def with_settings(tool: Tool) -> Tool:
    """Return the tool with its id, title and version on the sheet settings."""
    wanted = {"form_id": tool.id, "form_title": tool.title, "version": tool.version}
    found = next((one for one in tool.sheets if one.name.lower() == SETTINGS), None)
    old = found or Worksheet(name=SETTINGS, headings=(), rows=())
    have = {heading(cell): place for place, cell in enumerate(old.headings)}
    row = list(old.rows[0] if old.rows else ())
    row += [""] * (len(old.headings) - len(row))
    lacking = {key: text for key, text in wanted.items() if not (key in have and row[have[key]])}
    if not lacking:
        return tool
    headings = list(old.headings)
    for key, text in lacking.items():
        if key in have:
            row[have[key]] = text
        else:
            headings.append(key)
            row.append(text)
    new = Worksheet(name=old.name, headings=tuple(headings), rows=(tuple(row), *old.rows[1:]))
    others = [one for one in tool.sheets if one is not found]
    place = tool.sheets.index(found) if found else len(others)
    return replace(tool, sheets=(*others[:place], new, *others[place:]))
