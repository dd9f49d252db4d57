"""A workbook that was dropped into the chat: what is in it, then it is taken or not at all."""

import asyncio

from audits import drafts
from audits.drafts import Draft
from audits.problems import Code, Problem
from cards import choosing, reading
from cards import draft as card
from dialogs import loading
from dialogs.setup import draft_of
from dialogs.turn import Reply, Turn
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
    """Keep the file until it is taken, and show what is in it."""
    draft = await draft_of(turn, store)
    content = turn.file
    if content is None:
        raise Problem(Code.FILE_UNREADABLE)
    if len(content) > SIZE_LIMIT:
        raise Problem(Code.FILE_TOO_LARGE)
    if await asyncio.to_thread(is_tool, content):
        return await take_tool(turn, store, draft, content)
    await store.keep_paper(key_of(draft), content)
    return await shown(turn, store, draft)


async def look(turn: Turn, store: Store) -> Reply:
    """Show what is in the file that waits."""
    draft = await draft_of(turn, store)
    content = await store.paper(key_of(draft))
    if content is not None and await asyncio.to_thread(is_tool, content):
        await store.drop_paper(key_of(draft))
        return await take_tool(turn, store, draft, content)
    return await shown(turn, store, draft)


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
    return Reply(card=card.overview(draft, turn.at.date(), (told,)))


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
    return Reply(card=card.overview(draft, turn.at.date(), (told,)))
