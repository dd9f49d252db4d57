"""A business manager sets an audit up, step by step; what is entered so far is in the draft."""

import asyncio
from dataclasses import replace

from audits import drafts
from audits.access import may_set_up, sets_up, to_manage, to_set_up
from audits.choosing import Draw
from audits.drafts import Draft
from audits.problems import Code, Problem
from audits.proposals import Proposal, of_nominations
from cards import choosing, inputs, material, nominated, reading
from cards import draft as card
from cards.parts import Card
from dialogs import helping, loading
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def allowed(turn: Turn, store: Store) -> None:
    """Raise `draft.not_yours` unless the person may set up audits."""
    found = may_set_up(turn.who, turn.partnership, await store.audits(), await store.drafts())
    if not found:
        raise Problem(Code.DRAFT_NOT_YOURS)


async def draft_of(turn: Turn, store: Store) -> Draft:
    """Return the draft that the card is about, or the newest; `draft.none` for none of theirs."""
    await allowed(turn, store)
    draft_id = card.read(turn.data).draft_id
    if draft_id:
        return to_set_up(turn.who, await store.draft(draft_id))
    mine = (one for one in await store.drafts() if one.waits and sets_up(turn.who, one))
    return to_set_up(turn.who, next(mine, None))


async def show(turn: Turn, store: Store) -> Reply:
    """Show the draft that is being set up, or the way to begin one."""
    try:
        draft = await draft_of(turn, store)
    except Problem as problem:
        if problem.code is not Code.DRAFT_NONE or card.read(turn.data).draft_id:
            raise
        return Reply(card=material.begin())
    return Reply(card=card.overview(draft, draft.here(turn.at).date()))


async def begin(turn: Turn, store: Store) -> Reply:
    """Begin a new audit."""
    await allowed(turn, store)
    draft = await loading.begin(store, turn.partnership, turn.who, turn.at)
    return Reply(card=card.about(draft))


async def copy(turn: Turn, store: Store) -> Reply:
    """Begin from the newest audit that the person runs."""
    await allowed(turn, store)
    mine = [one for one in await store.audits() if turn.who.id in one.team]
    draft = await loading.begin(store, turn.partnership, turn.who, turn.at)
    if mine:
        draft = await loading.copied(store, draft, mine[0], by=turn.who.id, at=turn.at)
    return Reply(card=card.overview(draft, draft.here(turn.at).date()))


async def step(turn: Turn, store: Store) -> Reply:
    """Show the step that was asked for."""
    draft = await draft_of(turn, store)
    if card.read(turn.data).step == "helpers":
        return Reply(card=await helping.drawn(store, to_manage(turn.who, draft)))
    return Reply(card=page(turn, draft, card.read(turn.data).step))


def nominations(draft: Draft) -> list[Proposal]:
    """Return what the nominations of the chosen families name and nobody asks."""
    chosen = (draft.families[code] for code in draft.chosen)
    return list(of_nominations(chosen, draft.agencies))


def page(turn: Turn, draft: Draft, wanted: str) -> Card:
    """Return the card of this step; the overview for none of them."""
    today = draft.here(turn.at).date()
    pages = {
        "about": lambda: card.about(draft),
        "dates": lambda: card.dates(draft, card.warnings(draft, today)),
        "tool": lambda: material.tool(draft),
        "roster": lambda: material.roster(draft, turn.upload_link(draft.id)),
        "plan": lambda: material.plan(draft),
        "papers": lambda: material.families(draft),
        "open": lambda: card.review(draft, today),
    }
    if draft.families:
        pages["choose"] = lambda: choosing.choose(draft)
        pages["named"] = lambda: nominated.draw(draft, nominations(draft))
    return pages.get(wanted, lambda: card.overview(draft, today))()


async def save_about(turn: Turn, store: Store) -> Reply:
    """Keep title, reason, period and context."""
    draft = await draft_of(turn, store)
    after = drafts.described(draft, card.words_in(turn.data, draft), by=turn.who.id, at=turn.at)
    draft = await loading.keep(store, draft, after)
    return Reply(card=page(turn, draft, "dates"))


async def save_dates(turn: Turn, store: Store) -> Reply:
    """Keep the audit day and the lengths, and show the dates that follow."""
    draft = await draft_of(turn, store)
    chosen, lengths = card.dates_in(turn.data, draft)
    if chosen is None or chosen <= draft.here(turn.at).date():
        raise Problem(Code.DRAFT_NO_DAY)
    after = drafts.changed(draft, "audit.timed", by=turn.who.id, at=turn.at, audit_day=chosen,
                           lengths=lengths)  # fmt: skip
    draft = await loading.keep(store, draft, after)
    return Reply(card=card.dates(draft, card.warnings(draft, draft.here(turn.at).date())))


async def save_tool(turn: Turn, store: Store) -> Reply:
    """Keep which themes are asked."""
    draft = await draft_of(turn, store)
    known = tuple(theme.name for theme in draft.tool.themes) if draft.tool else ()
    before = draft.themes or known
    ticked = tuple(name for name in inputs.ticked_in(turn.data, "themes", before) if name in known)
    themes = () if set(ticked) == set(known) else ticked
    after = drafts.changed(draft, "themes.chosen", by=turn.who.id, at=turn.at, themes=themes)
    draft = await loading.keep(store, draft, after)
    return Reply(card=page(turn, draft, "roster"))


async def choose(turn: Turn, store: Store) -> Reply:
    """Take the families that were ticked."""
    draft = await draft_of(turn, store)
    codes, _count, _seed, why = choosing.read(turn.data)
    after = drafts.picked_by_hand(draft, codes, why, by=turn.who.id, at=turn.at)
    draft = await loading.keep(store, draft, after)
    told = f"**Kept:** {', '.join(draft.chosen[:40])}."
    return Reply(card=card.overview(draft, draft.here(turn.at).date(), (told,)))


async def draw(turn: Turn, store: Store) -> Reply:
    """Let chance draw; the seed is the moment when nobody names one."""
    draft = await draft_of(turn, store)
    _codes, count, seed, why = choosing.read(turn.data)
    wanted = Draw(count=count, seed=seed or f"{turn.at:%Y%m%d%H%M%S}", reason=why)
    after = drafts.picked_at_random(draft, wanted, by=turn.who.id, at=turn.at)
    draft = await loading.keep(store, draft, after)
    told = f"**Drawn:** {', '.join(draft.chosen[:40])}. Seed: {wanted.seed}."
    return Reply(card=card.overview(draft, draft.here(turn.at).date(), (told,)))


async def family(turn: Turn, store: Store) -> Reply:
    """Show a family's genogram and case summary."""
    draft = await draft_of(turn, store)
    return Reply(card=await family_card(draft, reading.words_in(turn.data, "family")))


async def family_card(draft: Draft, code: str, told: str = "") -> Card:
    """Return the card of one family; the choice of families for none of them."""
    found = draft.families.get(code)
    if found is None:
        return material.families(draft)
    members = found.household.members
    picture = b""
    if members:
        from files.genogram import drawn  # noqa: PLC0415 - 28 MB, for those who draw

        picture = await asyncio.to_thread(drawn, found.household, f"Family {code}")
    return material.family(draft.id, found, picture, told=told)


async def save_summary(turn: Turn, store: Store) -> Reply:
    """Keep a case summary."""
    draft = await draft_of(turn, store)
    _, code, words = material.family_in(turn.data)
    if not reading.told(turn.data, "summary") and code in draft.families:
        words = draft.families[code].summary
    if len(words) > material.SUMMARY_LIMIT:
        raise Problem(Code.WORDS_TOO_LONG)
    return await changed_family(turn, store, draft, (code, "summary.written"), summary=words)


async def genogram_right(turn: Turn, store: Store) -> Reply:
    """Keep that somebody of the team found the genogram right."""
    draft = await draft_of(turn, store)
    code = reading.words_in(turn.data, "family")
    what = (code, "genogram.checked")
    return await changed_family(turn, store, draft, what, checked_by=turn.who.id)


async def changed_family(
    turn: Turn, store: Store, draft: Draft, what: tuple[str, str], **fields: str
) -> Reply:
    """Keep a family with these fields changed, and show it."""
    code, happened = what
    found = draft.families.get(code)
    if found is None:
        return Reply(card=material.families(draft))
    families = {**draft.families, code: replace(found, **fields)}  # type: ignore[arg-type]
    after = drafts.changed(draft, happened, by=turn.who.id, at=turn.at, why=code,
                           families=families)  # fmt: skip
    draft = await loading.keep(store, draft, after)
    return Reply(card=await family_card(draft, code, "**Saved.**"))


async def drop(turn: Turn, store: Store) -> Reply:
    """Drop the draft. It stays in the store, with its journal."""
    draft = await draft_of(turn, store)
    if draft.waits:
        after = drafts.changed(draft, "audit.dropped", by=turn.who.id, at=turn.at,
                               dropped_at=turn.at)  # fmt: skip
        await loading.keep(store, draft, after)
    return Reply(card=material.dropped())


async def open_audit(turn: Turn, store: Store) -> Reply:
    """Open the audit. Pressing it again shows that it is open."""
    draft = await draft_of(turn, store)
    if draft.opened_at and (found := await store.audit(draft.id)):
        audit = found
    else:
        audit = await loading.open_audit(store, draft, by=turn.who.id, at=turn.at)
    owed = sum(len(one.involved) for one in audit.families.values())
    told = f"{len(audit.families)} families, {len(audit.agencies)} agencies, {owed} returns."
    return Reply(card=material.opened(told))
