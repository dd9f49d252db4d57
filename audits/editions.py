"""The versions of an audit's tool: which one a return is asked by, and what was asked before.

A tool is frozen when its audit opens. A change after that is a new version: returns that are in
keep the one under which they were sent; those that are open go on with the new one, and what was
answered before stays where it is, marked.
"""

from dataclasses import dataclass

from audits.audit import Audit
from audits.involvement import IN, AgencyReturn, Involvement, Stage, Standing
from audits.problems import Problem
from audits.tool import Box, Tool
from audits.tool_changes import Change, changed
from audits.values import checked

PINNED = IN | {Stage.SIGN_OFF}
"""Stages in which a return keeps its version: its agency has done its part."""
LOOK_AGAIN = frozenset({Change.WORDS, Change.ANSWERS})
"""Changes after which an answer may no longer say what it said."""


def current(audit: Audit) -> int:
    """Return the number of the version by which open returns are asked."""
    return max(0, len(audit.editions) - 1)


def asks(audit: Audit) -> Tool:
    """Return the tool by which open returns are asked."""
    return audit.editions[-1].tool if audit.editions else audit.tool


def tool_for(audit: Audit, standing: Standing) -> Tool:
    """Return the tool by which this return is asked, or was when it went."""
    if not audit.editions or standing.stage not in PINNED:
        return asks(audit)
    return audit.editions[min(standing.edition, current(audit))].tool


def behind(audit: Audit, standing: Standing) -> bool:
    """Tell whether the return keeps an earlier version than the one that is asked now."""
    return standing.stage in PINNED and standing.edition < current(audit)


def checked_for(audit: Audit, name: str, text: str) -> str:
    """Return the value to be kept for this box, or raise a Problem that names the box.

    A card drawn under an earlier version may come back late: what it asked for is kept too.
    """
    try:
        return checked(asks(audit), name, text)
    except Problem as problem:
        for edition in reversed(audit.editions[:-1]):
            try:
                return checked(edition.tool, name, text)
            except Problem:
                continue  # the first of them says what is wrong
        raise problem from None


def fits(tool: Tool, name: str, value: str) -> bool:
    """Tell whether the value may stand in this box of the tool."""
    try:
        return checked(tool, name, value) == value
    except Problem:
        return False


def unfit(audit: Audit, ret: AgencyReturn, name: str) -> bool:
    """Tell whether an answer from an earlier version stands in the box that it has no room for."""
    if not audit.editions:
        return False
    value = ret.value(name)
    return bool(value) and not fits(tool_for(audit, ret), name, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An answer given under an earlier version, whose question has changed since."""

    box: Box
    """As it was asked then."""
    version: str
    value: str
    fits: bool
    """Whether the answer may stand as it is."""


def earlier(own: Involvement, name: str) -> Earlier | None:
    """Return what was answered in this box under an earlier version; None where nothing changed.

    Also of boxes that are gone.
    """
    audit, answer = own.audit, own.ret.answers.get(name)
    if not audit.editions or own.ret.stage in PINNED or answer is None or not answer.now.value:
        return None
    now = audit.editions[-1]
    at = max((place for place, one in enumerate(audit.editions)
              if one.since is None or one.since < answer.now.at), default=0)  # fmt: skip
    then = next((one for one in reversed(audit.editions[: at + 1]) if name in one.tool.box), None)
    if then is None or then is now:
        return None
    gone = name not in now.tool.box
    if not gone and not changed(then.tool, now.tool, name).changes & LOOK_AGAIN:
        return None
    value = answer.now.value
    return Earlier(box=then.tool.box[name], version=then.tool.version, value=value,
                   fits=not gone and fits(now.tool, name, value))  # fmt: skip


def no_longer_asked(own: Involvement) -> list[Earlier]:
    """Return the answers to questions that the tool no longer has, in the order they were asked."""
    if not own.audit.editions or own.ret.stage in PINNED:
        return []
    gone = (name for name in own.audit.tool.box if name not in asks(own.audit).box)
    return [found for name in gone if (found := earlier(own, name))]
