"""Documents: one that was dropped into the chat is kept with an audit, and handed back."""

import asyncio
from dataclasses import replace

from audits import drafts
from audits.access import alters, has_papers, sets_up
from audits.altering import Alteration, line
from audits.audit import Audit
from audits.drafts import Draft
from audits.involvement import Saying
from audits.papers import Paper, Sent, paper, put, replaced
from audits.people import Person
from audits.problems import Code, Problem
from cards import papers as card
from cards import reading
from dialogs import loading
from dialogs.setup import allowed
from dialogs.turn import FileWanted, Making, Reply, Turn
from files.documents import ending
from storage.contract import Store


def key_of(who: Person, audit_id: str) -> str:
    """Return under which key somebody's newest document waits. There is one at a time.

    It belongs to an audit, with whose papers it goes when nobody ever says what it is.
    """
    return f"{audit_id}.document.{who.id}.waiting"


async def receive(turn: Turn, store: Store, content: bytes) -> Reply:
    """Keep the document until it is said what it is. Problems: those of `ending`, `draft.none`."""
    await asyncio.to_thread(ending, content)
    targets = await theirs(turn.who, store)
    if not targets:
        raise Problem(Code.DRAFT_NONE)
    await store.keep_paper(key_of(turn.who, targets[0].id), content)
    return Reply(card=card.what(targets))


async def theirs(who: Person, store: Store) -> list[Draft | Audit]:
    """Return the audits to which the person may add documents: those set up, then those that run.

    A closed audit can still be given a case summary.
    """
    waiting = [one for one in await store.drafts() if one.waits and sets_up(who, one)]
    return [*waiting, *(one for one in await store.audits() if alters(who, one))]


async def keep(turn: Turn, store: Store) -> Reply:
    """Keep the document that waits with the audit, in the place of the one that was there."""
    await allowed(turn, store)
    audit_id, kind, family = card.read(turn.data)
    waits = await where_it_waits(turn, store)
    found = next((one for one in await theirs(turn.who, store) if one.id == audit_id), None)
    if found is None or (family and family not in found.families):
        raise Problem(Code.DRAFT_NONE)
    content = await store.paper(waits)
    if content is None:
        raise Problem(Code.FILE_GONE)
    sent = Sent(kind=kind, family=family, size=len(content),
                ending=await asyncio.to_thread(ending, content))  # fmt: skip
    new = paper(found.id, sent, by=turn.who.id, at=turn.at)
    after = await with_paper(store, found, new, content)
    await store.drop_paper(waits)
    return Reply(card=card.kept(after, new))


async def where_it_waits(turn: Turn, store: Store) -> str:
    """Return the key under which the person's document waits; `draft.none` for another's."""
    audit_id = reading.words_in(turn.data, "waits")
    if audit_id not in {one.id for one in await theirs(turn.who, store)}:
        raise Problem(Code.DRAFT_NONE)
    return key_of(turn.who, audit_id)


async def with_paper(
    store: Store, found: Draft | Audit, new: Paper, content: bytes
) -> Draft | Audit:
    """Keep the document's bytes, then the audit that names it. Problems: `draft.changed_since`.

    Bytes that no audit names are taken away again.
    """
    await store.keep_paper(new.key, content)
    papers = put(found.papers, new)
    try:
        if isinstance(found, Draft):
            changed = drafts.changed(found, "paper.kept", by=new.by, at=new.at, why=new.name,
                                     papers=papers)  # fmt: skip
            after: Draft | Audit = await loading.keep(store, found, changed)
        else:
            saying = Saying(by=new.by, at=new.at)
            lines = line(found, "paper.kept", saying, new.kind, new.family)
            done = Alteration(audit=replace(found, papers=papers), lines=lines)
            after = await loading.alter(store, done)
    except Problem:
        await store.drop_paper(new.key)
        raise
    for key in replaced(found.papers, new):
        await store.drop_paper(key)
    return after


async def drop(turn: Turn, store: Store) -> Reply:
    """Forget the document that waits."""
    await allowed(turn, store)
    await store.drop_paper(await where_it_waits(turn, store))
    return Reply(card=card.forgotten())


async def readable(who: Person, store: Store) -> list[Draft | Audit]:
    """Return the audits whose documents the person may have."""
    waiting = [one for one in await store.drafts() if one.waits and sets_up(who, one)]
    return [*waiting, *(one for one in await store.audits() if has_papers(who, one))]


async def show(turn: Turn, store: Store) -> Reply:
    """Show which documents there are."""
    found = await meant(turn, store)
    people = await store.people(sorted({paper.by for paper in found.papers}))
    names = {who: person.name for who, person in people.items()}
    changes = isinstance(found, Draft) or alters(turn.who, found)
    return Reply(card=card.draw(found, names, alters=changes))


async def meant(turn: Turn, store: Store) -> Draft | Audit:
    """Return the audit that was asked for, or the newest; `verb.not_yours` for none of theirs."""
    every = await readable(turn.who, store)
    wanted = reading.words_in(turn.data, "audit")
    found = next((one for one in every if one.id == wanted), None)
    if found is None and (wanted or not every):
        raise Problem(Code.VERB_NOT_YOURS)
    return found or every[0]


async def hand_over(turn: Turn, store: Store) -> Reply:
    """Have the document sent into the person's own chat."""
    found = await meant(turn, store)
    key = reading.words_in(turn.data, "paper")
    wanted = next((one for one in found.papers if one.key == key), None)
    if wanted is None:
        raise Problem(Code.FILE_GONE)
    file = FileWanted(making=Making.PAPER, audit_id=found.id, paper=wanted.key)
    return Reply(card=card.coming(found, wanted), file=file)


async def paper_for(who: Person, wanted: FileWanted, store: Store) -> tuple[str, bytes] | None:
    """Return a document's name and bytes to somebody who may have it now; None otherwise."""
    for one in await readable(who, store):
        found = next((paper for paper in one.papers if paper.key == wanted.paper), None)
        if one.id == wanted.audit_id and found:
            content = await store.paper(found.key)
            return (found.name, content) if content is not None else None
    return None
