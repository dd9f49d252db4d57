"""A workbook that was dropped into the chat: what is in it, then it is taken or not at all."""

import asyncio

from audits import drafts
from audits.access import alters, sets_up, to_alter
from audits.audit import Audit
from audits.drafts import Draft
from audits.people import Person
from audits.problems import Code, Problem
from cards import choosing, reading
from cards import draft as card
from cards import new_tool as new_tool_card
from cards.papers import title_of
from dialogs import loading, new_tool, papers
from dialogs.setup import allowed, draft_of
from dialogs.turn import Reply, Turn
from files.documents import is_document
from files.roster import Loaded, RosterFault, load_roster
from files.tool import ToolFault, load_tool
from files.workbook_in import SIZE_LIMIT, UnreadableFileError, pages_of
from storage.contract import Store


def key_for(draft_id: str) -> str:
    """Return under which key the newest file for a draft waits. There is one at a time."""
    return f"{draft_id}.waiting"


def key_of(draft: Draft) -> str:
    """Return the same, of a draft."""
    return key_for(draft.id)


async def receive(turn: Turn, store: Store) -> Reply:
    """Keep the file until it is taken, and show what is in it.

    A document and a tool may be for an audit that runs; a roster is for one that is set up.
    """
    await allowed(turn, store)
    content = turn.file
    if content is None:
        raise Problem(Code.FILE_UNREADABLE)
    if len(content) > SIZE_LIMIT:
        raise Problem(Code.FILE_TOO_LARGE)
    if await asyncio.to_thread(is_document, content):
        return await papers.receive(turn, store, content)
    if await asyncio.to_thread(is_tool, content):
        return await tool_for(turn, store, content)
    found = await tool_targets(turn.who, store)
    if found and not isinstance(found[0], Draft):
        raise Problem(Code.FILE_NOT_NOW)
    draft = await draft_of(turn, store)
    await store.keep_paper(key_of(draft), content)
    return await shown(turn, store, draft)


async def tool_for(turn: Turn, store: Store, content: bytes) -> Reply:
    """Take a tool for the one audit that it can be for, or ask for which one it is."""
    found = await tool_targets(turn.who, store)
    if not found:
        raise Problem(Code.DRAFT_NONE)
    if len(found) > 1:
        await store.keep_paper(waiting_tool(turn.who, found[0].id), content)
        return Reply(card=new_tool_card.whose([(one.id, titled(one)) for one in found]))
    return await tool_to(turn, store, found[0], content)


async def tool_to(turn: Turn, store: Store, one: Draft | Audit, content: bytes) -> Reply:
    """Take the tool into an audit that is set up; show what it would change in one that runs."""
    if isinstance(one, Draft):
        return await take_tool(turn, store, one, content)
    return await new_tool.receive(store, one, content)


async def tool_targets(who: Person, store: Store) -> list[Draft | Audit]:
    """Return the audits for which a tool may be: the newest set up, then those that run."""
    waiting = [one for one in await store.drafts() if one.waits and sets_up(who, one)]
    running = [one for one in await store.audits() if alters(who, one) and not one.closed_at]
    return [*waiting[:1], *running]


def waiting_tool(who: Person, audit_id: str) -> str:
    """Return under which key a tool waits while it is asked for which audit it is.

    It belongs to the first of them, with whose papers it goes if nobody ever says.
    """
    return f"{audit_id}.tool.{who.id}.waiting"


def titled(one: Draft | Audit) -> str:
    """Return an audit as it is offered."""
    state = "is being set up" if isinstance(one, Draft) else "runs"
    return f"{title_of(one)}: {state}"


async def place_tool(turn: Turn, store: Store) -> Reply:
    """Take the tool that waits for the audit that was chosen."""
    await allowed(turn, store)
    target, waits = (reading.words_in(turn.data, key) for key in ("target", "waits"))
    theirs = {one.id: one for one in await tool_targets(turn.who, store)}
    if target not in theirs or waits not in theirs:
        raise Problem(Code.DRAFT_NONE)
    content = await store.paper(waiting_tool(turn.who, waits))
    if content is None:
        raise Problem(Code.FILE_GONE)
    shown_to_them = await tool_to(turn, store, theirs[target], content)
    await store.drop_paper(waiting_tool(turn.who, waits))
    return shown_to_them


async def look(turn: Turn, store: Store) -> Reply:
    """Show what is in the file that waits, for an audit that is set up or for one that runs."""
    await allowed(turn, store)
    running = reading.words_in(turn.data, "audit")
    one: Draft | Audit = (
        to_alter(turn.who, await store.audit(running)) if running else await draft_of(turn, store)
    )
    content = await store.paper(key_for(one.id))
    if content is not None and await asyncio.to_thread(is_document, content):
        await store.drop_paper(key_for(one.id))
        return await papers.receive(turn, store, content)
    if content is not None and await asyncio.to_thread(is_tool, content):
        await store.drop_paper(key_for(one.id))
        return await tool_to(turn, store, one, content)
    if isinstance(one, Draft):
        return await shown(turn, store, one)
    await store.drop_paper(key_for(one.id))
    raise Problem(Code.FILE_GONE if content is None else Code.FILE_NOT_NOW)


async def waiting(store: Store, draft: Draft) -> Loaded:
    """Return the roster that waits. Problems: `file.gone`. Raises RosterFault."""
    content = await store.paper(key_of(draft))
    if content is None:
        raise Problem(Code.FILE_GONE)
    return await asyncio.to_thread(load_roster, content, "contacts.csv")


async def shown(turn: Turn, store: Store, draft: Draft) -> Reply:
    """Show what would become of the roster, or what is wrong with it."""
    try:
        found = await waiting(store, draft)
    except RosterFault as faulty:
        await store.drop_paper(key_of(draft))
        return Reply(card=choosing.faulty(draft, tuple(map(str, faulty.faults)), faulty.more))
    done = await loading.worked_out(store, draft, found.roster, asked(turn))
    return Reply(card=choosing.preview(draft, done, key_of(draft), found.notes))


def asked(turn: Turn) -> loading.Asked:
    """Return who asks, when, and where people sign in."""
    tenant = turn.partnership.tenant or turn.who.tenant
    return loading.Asked(tenant=tenant, by=turn.who.id, at=turn.at)


async def take(turn: Turn, store: Store) -> Reply:
    """Take the roster that waits: whole, or not at all. It is worked out again on what stands."""
    draft = await draft_of(turn, store)
    drawn = reading.whole_in(turn.data, "drawn")
    if draft.version != drawn:
        return await shown(turn, store, draft)
    found = await waiting(store, draft)
    done = await loading.worked_out(store, draft, found.roster, asked(turn))
    draft = await loading.take(store, draft, done)
    await store.drop_paper(key_of(draft))
    told = "**Taken.** The file is deleted here; delete your copy if it holds names."
    return Reply(card=card.overview(draft, draft.here(turn.at).date(), (told,)))


def is_tool(content: bytes) -> bool:
    """Tell whether the file is an audit tool."""
    try:
        pages, _ = pages_of(content, "x.csv")
    except UnreadableFileError:
        return False
    return "survey" in {page.name.casefold() for page in pages}


async def take_tool(turn: Turn, store: Store, draft: Draft, content: bytes) -> Reply:
    """Take an audit tool, or show what is wrong with it."""
    try:
        tool = await asyncio.to_thread(load_tool, content)
    except ToolFault as faulty:
        return Reply(card=choosing.faulty(draft, tuple(map(str, faulty.faults)), 0))
    after = drafts.changed(draft, "tool.chosen", by=turn.who.id, at=turn.at, tool=tool, themes=())
    draft = await loading.keep(store, draft, after)
    told = f"**The tool is “{tool.title}”, version {tool.version}.**"
    return Reply(card=card.overview(draft, draft.here(turn.at).date(), (told,)))
