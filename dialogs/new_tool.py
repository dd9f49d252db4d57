"""A changed tool for an audit that runs: looked at first, taken with a reason, or left."""

import asyncio
from dataclasses import replace

from audits import new_version
from audits.access import to_alter
from audits.audit import Audit
from audits.editions import asks
from audits.involvement import Saying
from audits.problems import Code, Problem
from audits.tool import Tool
from audits.tool_changes import between
from cards import inputs, reading
from cards import new_tool as card
from cards.new_tool import Compared
from dialogs import loading
from dialogs.turn import Reply, Turn
from files.tool import ToolFault, load_tool
from storage.contract import Store


def key_of(audit: Audit) -> str:
    """Return under which key a changed tool waits. There is one at a time."""
    return f"{audit.id}.tool.waiting"


async def audit_of(turn: Turn, store: Store) -> Audit:
    """Return the audit that the card is about; `verb.not_yours` for one that is not theirs."""
    found = await store.audit(reading.words_in(turn.data, "audit"))
    return to_alter(turn.who, found)


async def receive(store: Store, audit: Audit, content: bytes) -> Reply:
    """Keep the workbook until it is decided about, and show what is different."""
    try:
        tool = await asyncio.to_thread(loaded, audit, content)
    except ToolFault as faulty:
        return Reply(card=card.faulty(audit, tuple(map(str, faulty.faults))))
    ready = new_version.to_take(audit, tool)
    await store.keep_paper(key_of(audit), content)
    return await shown(store, audit, ready)


def loaded(audit: Audit, content: bytes) -> Tool:
    """Return the tool in the workbook, without themes that were unticked when the audit was set up.

    Raises ToolFault.
    """
    tool, now = load_tool(content), asks(audit)
    if not now.sheets:
        return tool
    from files.tool_workbook import workbook  # noqa: PLC0415 - 17 MB, for those who change a tool

    whole = {theme.name for theme in load_tool(workbook(now)).themes}
    unticked = whole - {theme.name for theme in now.themes}
    return replace(tool, themes=tuple(one for one in tool.themes if one.name not in unticked))


async def shown(store: Store, audit: Audit, tool: Tool) -> Reply:
    """Show the version beside the one that is asked now."""
    return Reply(card=card.preview(audit, await compared(store, audit, tool)))


async def compared(store: Store, audit: Audit, tool: Tool) -> Compared:
    """Return what is different, and which returns it touches."""
    returns = await loading.returns_of(store, audit)
    touched = await asyncio.to_thread(new_version.touched, audit, tool, returns)
    names = {ret.id: (ret.family, audit.agencies[ret.agency].short) for ret in returns
             if ret.agency in audit.agencies}  # fmt: skip
    return Compared(tool=tool, changes=between(asks(audit), tool), touched=touched, names=names)


async def take(turn: Turn, store: Store) -> Reply:
    """Ask by the version that waits from now on.

    What is different is shown again when the audit changed since the card was drawn.
    """
    audit = await audit_of(turn, store)
    content = await store.paper(key_of(audit))
    reason = inputs.written_in(turn.data)
    if content is None:
        if audit.editions and audit.editions[-1].why == reason.strip():
            return Reply(card=card.taken(audit, audit.editions[-1].why))  # the same click again
        raise Problem(Code.FILE_GONE)
    tool = await asyncio.to_thread(loaded, audit, content)
    if audit.version != reading.whole_in(turn.data, "drawn"):
        return await shown(store, audit, new_version.to_take(audit, tool))
    saying = Saying(by=turn.who.id, at=turn.at, words=reason)
    after = await loading.alter(store, new_version.taken(audit, tool, saying))
    await store.drop_paper(key_of(audit))
    return Reply(card=card.taken(after, saying.words))


async def drop(turn: Turn, store: Store) -> Reply:
    """Leave the tool as it is."""
    audit = await audit_of(turn, store)
    await store.drop_paper(key_of(audit))
    return Reply(card=card.left(audit))
