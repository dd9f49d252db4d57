"""A new version of the tool while the audit runs: what it would touch, and taking it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audits.altering import Alteration, because, line
from audits.audit import Audit
from audits.edition import Edition
from audits.editions import PINNED, asks, fits
from audits.involvement import AgencyReturn, Saying
from audits.problems import Code, Problem
from audits.steering import still_running
from audits.tool import Tool
from audits.tool_changes import between
from audits.woven import woven


def to_take(audit: Audit, tool: Tool) -> Tool:
    """Return the tool as it would be asked.

    Problems: `audit.closed`, `tool.same`, `tool.same_version` when that version's name is taken.
    """
    still_running(audit)
    ready = tool.about(audit.context or "the partnership's priorities")
    if not between(asks(audit), ready):
        raise Problem(Code.TOOL_SAME)
    had = {one.tool.version for one in audit.editions} or {audit.tool.version}
    if ready.version in had:
        raise Problem(Code.TOOL_SAME_VERSION)
    return ready


def taken(audit: Audit, tool: Tool, why: Saying) -> Alteration:
    """Ask by this tool from now on. Problems: those of `to_take`, `change.no_reason`."""
    saying, ready = because(why), to_take(audit, tool)
    first = audit.editions or (Edition(tool=audit.tool),)
    editions = (*first, Edition(tool=ready, since=saying.at, by=saying.by, why=saying.words))
    whole = woven([one.tool for one in editions])
    lines = line(audit, "tool.changed", saying, asks(audit).version, ready.version)
    return Alteration(audit=replace(audit, editions=editions, tool=whole), lines=lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a new version would mean for the returns there are."""

    keep: int
    """Returns that are in, or with a coordinator: they keep the version under which they went."""
    move: int
    """Open returns in which something is answered: they go on with the new one."""
    boxes: Mapping[str, tuple[str, ...]]
    """By id of an open return, the boxes whose answers no longer fit."""


def touched(audit: Audit, tool: Tool, returns: Sequence[AgencyReturn]) -> Touched:
    """Return what the tool would mean for these returns."""
    opened = [ret for ret in returns if ret.stage not in PINNED and ret.answers]
    boxes = {}
    for ret in opened:
        values = {name: answer.now.value for name, answer in ret.answers.items()}
        had = {name: v for name, v in values.items() if v and fits(asks(audit), name, v)}
        if lost := tuple(name for name, v in had.items() if not fits(tool, name, v)):
            boxes[ret.id] = lost
    kept = sum(1 for ret in returns if ret.stage in PINNED)
    return Touched(keep=kept, move=len(opened), boxes=boxes)
