"""One version of a tool, as an audit that runs has had it: since when, by whom and why."""

from dataclasses import dataclass
from datetime import datetime

from audits.tool import Tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version of the tool. Editions are counted from 0, the one with which the audit opened."""

    tool: Tool
    since: datetime | None = None
    """None for the one with which the audit opened."""
    by: str = ""
    why: str = ""
