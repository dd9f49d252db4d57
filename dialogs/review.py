"""Look everything through, send it, get a receipt, take it back."""

from audits import asked, pages, remarks, returns
from audits.access import on_team, runs
from audits.editions import PINNED, current
from audits.involvement import IN, Involvement, Stage
from cards import done, page, read, receipt
from cards import review as card
from cards.page import Showing
from cards.parts import Card, notice
from dialogs import load
from dialogs.turn import Reply, Turn
from storage.contract import Store


def drawn(own: Involvement, part: int = 0, *, now: asked.Asked | None = None) -> Card:
    """Return the review of the return as it stands; `now` is what it is asked, where one knows."""
    now = now or asked.of(own)
    found = card.Findings(
        asked=now, missing=asked.missing(own, now), remarks=remarks.on(now, now.boxes.values())
    )
    return card.draw(own, found, part)


async def show(turn: Turn, store: Store) -> Reply:
    """Show the review, or the part of it that was asked for."""
    wanted = card.read(turn.data)
    own = await load.to_answer(turn, store, wanted.return_id)
    returns.still_open(own)
    return Reply(card=drawn(own, wanted.part))


async def change(turn: Turn, store: Store) -> Reply:
    """Show the page of the answer that was chosen to be changed."""
    wanted = card.read(turn.data)
    own = await load.to_answer(turn, store, wanted.return_id)
    returns.still_open(own)
    now = asked.of(own)
    found = pages.with_box(now, wanted.box)
    if found is None:
        return Reply(card=drawn(own, wanted.part))
    return Reply(card=page.draw(own, Showing(asked=now, page=found, to_review=True)))


async def send(turn: Turn, store: Store) -> Reply:
    """Send the return to the audit team and give the receipt."""
    wanted = card.read(turn.data)
    own = await load.to_answer(turn, store, wanted.return_id)
    if own.ret.stage not in PINNED and wanted.edition != current(own.audit):
        return Reply(card=drawn(own))  # the tool was changed after the person last saw it
    sending = returns.send(own, drawn=wanted.drawn, by=turn.who.id, at=turn.at)
    if not await store.keep(sending):
        return await send(turn, store)
    if sending.after.stage is Stage.SIGN_OFF:
        words = f"**Family {own.family.code} is with your coordinator**, who looks it through."
        return Reply(card=done.draw(words, "You get a message if something should change."))
    return Reply(card=receipt.draw(own.after(sending)))


async def recall(turn: Turn, store: Store) -> Reply:
    """Take a sent return back, and show it to be changed."""
    wanted = read.read(turn.data)
    own = await load.to_answer(turn, store, wanted.return_id)
    taking = returns.recall(own, by=turn.who.id, at=turn.at)
    if not await store.keep(taking):
        return await recall(turn, store)
    return Reply(card=taken_back(own.after(taking)))


def taken_back(own: Involvement) -> Card:
    """Return the first page of a return that was taken back, and what that means."""
    now = asked.of(own)
    told = notice(
        "**You have it back.** What you sent is kept in the history. Send it again when you are "
        "done; until then it counts as not sent.",
        style="warning",
    )
    first = pages.all_of(now)[0]
    return page.draw(own, Showing(asked=now, page=first, notices=(told,), to_review=True))


async def show_sent(turn: Turn, store: Store) -> Reply:
    """Show a return to be read, or the part of it that was asked for."""
    wanted = read.read(turn.data)
    own = await load.to_read(turn, store, wanted.return_id)
    team = on_team(turn.who, own.audit) and own.ret.stage in IN
    ways = read.team_ways(own, runs=runs(turn.who, own.audit)) if team else []
    return Reply(card=read.draw(own, asked.of(own), wanted.part, ways=ways))
