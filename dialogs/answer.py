"""A practitioner answers: open a return, save a page, go where they wanted to go."""

from dataclasses import replace

from audits import access, asked, pages, remarks, returns
from audits.asked import Asked
from audits.editions import asks
from audits.involvement import IN, Change, Involvement
from audits.tool import Part
from cards import nil as nil_card
from cards import page, reading, receipt, risk
from cards.page import Filled, Go, Showing
from cards.parts import Card, notice
from dialogs import identity, load, my_returns, review
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def open_return(turn: Turn, store: Store) -> Reply:
    """Show the return where the person stopped, or the page of the box they asked for."""
    own = await load.to_read(turn, store, reading.id_in(turn.data, "return"))
    if own.ret.stage in IN:
        return Reply(card=receipt.draw(own, fresh=False))
    own = access.to_answer(turn.who, own.audit, own.ret, at=turn.at)
    change = returns.opened(own, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await open_return(turn, store)
    return Reply(card=where_wanted(own.after(change), reading.words_in(turn.data, "box")))


def where_wanted(own: Involvement, box: str) -> Card:
    """Return the page of this box, or the one where the person stopped, or the review."""
    now = asked.of(own)
    every = pages.all_of(now)
    if found := pages.with_box(now, box):
        return page.draw(own, Showing(asked=now, page=found, to_review=True))
    stopped = pages.left_off(own, now, every)
    return (
        page.draw(own, Showing(asked=now, page=stopped)) if stopped else review.drawn(own, now=now)
    )


async def save(turn: Turn, store: Store) -> Reply:
    """Keep what came back on a page, then show what comes next, drawn from what was kept."""
    filled = page.read(turn.data)
    own = await load.to_answer(turn, store, filled.return_id)
    change = returns.save(own, filled.sheet, by=turn.who.id, at=turn.at)
    if not await store.keep(change):  # somebody else was faster: decide again on what they left
        return await save(turn, store)
    own = own.after(change)
    if filled.go is Go.WHO and not change.says("risk.reported"):
        return await identity.show(turn, store)
    if filled.go is Go.STOP and not change.says("risk.reported"):
        return await my_returns.show(turn, store, told=my_returns.stopped(own))
    return Reply(card=following(turn, own, change, filled))


def following(turn: Turn, own: Involvement, change: Change, filled: Filled) -> Card:
    """Return the card that comes after what was saved."""
    now = asked.of(own)
    if own.ret.stage in IN:
        return receipt.draw(own, fresh=False)
    if change.says("risk.reported"):
        return risk.draw(own, now, turn.partnership, asks(own.audit).box_of(Part.RISK_DONE))
    if rivals := change.new_rivals():
        return met(own, now, rivals[0])
    refused = [box.name for box in remarks.refused(now, filled.shown)]
    if refused and filled.go in {Go.NEXT, Go.REVIEW}:
        return refusing(own, now, filled, refused)
    known = asks(own.audit).box_of(Part.KNOWN)
    if known and known.name in filled.shown and now.answers.get(known.name) == "no":
        return nil_card.draw(own)
    return (
        review.drawn(own, now=now) if filled.go is Go.REVIEW else onward(own, now, change, filled)
    )


def met(own: Involvement, now: Asked, box: str) -> Card:
    """Return the page on which two people's answers to one box stand side by side."""
    told = notice(
        "**A colleague answered this while your card was open.** Both answers are kept. "
        "Choose below which shall stand.",
        style="warning",
    )
    found = pages.with_box(now, box)
    if found is None:
        return review.drawn(own, now=now)
    return page.draw(own, Showing(asked=now, page=found, start=box, notices=(told,)))


def refusing(own: Involvement, now: Asked, filled: Filled, refused: list[str]) -> Card:
    """Return the page again, saying which boxes an answer has made compulsory."""
    told = notice(
        "**Saved. One thing before you go on.** What you chose needs a little more; "
        "see below. You can also leave it for now.",
        style="attention",
    )
    found = pages.with_box(now, refused[0])
    if found is None:
        return review.drawn(own, now=now)
    start = first_of_question(now, refused[0])
    return page.draw(own, Showing(
        asked=now, page=found, start=start, notices=(told,), refused=frozenset(refused),
        to_review=filled.go is Go.REVIEW,
    ))  # fmt: skip


def onward(own: Involvement, now: Asked, change: Change, filled: Filled) -> Card:
    """Return the page before or after the one that was saved, or the review after the last."""
    every = pages.all_of(now)
    if filled.go is Go.BACK:
        before = pages.with_box(now, pages.box_before(now, filled.shown))
        return page.draw(own, Showing(asked=now, page=before or every[0]))
    name = pages.next_box(now, filled.shown)
    found = pages.with_box(now, name)
    if found is None:
        return review.drawn(own, now=now)
    if found.boxes[0].name == name:
        return page.draw(own, Showing(asked=now, page=found))
    if asked.of(replace(own, ret=change.before)).is_asked(name):  # the page was too long for a card
        return page.draw(own, Showing(asked=now, page=found, start=name))
    start = first_of_question(now, name)
    told = (notice("**One more thing follows from your answer.**"),)
    return page.draw(own, Showing(asked=now, page=found, start=start, notices=told))


def first_of_question(now: Asked, name: str) -> str:
    """Return the first asked box of the question in which this box stands."""
    return next(box.name for box in now.tool.above[name][1].boxes if box.name in now.boxes)
