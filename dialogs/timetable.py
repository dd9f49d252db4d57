"""The business manager looks at the audit's timetable and changes it."""

from audits.amendments import CHANGED
from audits.audit import Audit
from audits.timetable import counted_back, in_order
from cards import amendments as words
from cards import reading
from cards import timetable as card
from cards.timetable import Shown
from cards.words import day, many, until_due
from dialogs import amending, load
from dialogs.turn import Reply, Turn
from storage.contract import Store

LATELY = 3
"""Changes shown on the card."""


async def show(turn: Turn, store: Store, told: tuple[str, ...] = ()) -> Reply:
    """Show the timetable of the audit that the person runs."""
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    changes = await changed_lately(audit, store)
    shown = Shown(audit=audit, drawn=audit.version, told=told, changes=changes)
    return Reply(card=card.draw(shown, turn.at))


async def changed_lately(audit: Audit, store: Store) -> list[str]:
    """Return the last changes of the audit's settings, in words."""
    rows = [row for row in audit.journal if row.what == CHANGED][-LATELY:]
    people = await store.people(sorted(words.people_in(rows)))
    return words.changes(rows, audit, {who: one.name for who, one in people.items()})


async def save(turn: Turn, store: Store) -> Reply:
    """Keep the timetable as it came back. Everybody whom a new due date concerns gets a message.

    Problems: `timetable.past`, `timetable.order`, `plan.not_days`.
    """
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    wanted = in_order(audit, card.read(turn.data, audit, turn.at), turn.at)
    drawn = reading.whole_in(turn.data, "drawn")
    done = await amending.tried(turn, store, audit, wanted=wanted, drawn=drawn)
    if done is None:
        return await save(turn, store)
    if done.clashes:
        shown = Shown(
            audit=done.audit, drawn=audit.version, told=done.clashes, style="warning"
        )  # fmt: skip
        return Reply(card=card.draw(shown, turn.at))
    return await show(turn, store, ("**Saved.**",))


async def propose(turn: Turn, store: Store) -> Reply:
    """Show the due date that the audit day on the card leads to. Nothing is kept."""
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    put = card.read(turn.data, audit, turn.at)
    wanted = counted_back(put, turn.at)
    told, style = told_of(put, wanted, turn), "accent"
    if put.audit_day is None or wanted.due <= audit.here(turn.at).date():
        style = "warning"
    drawn = reading.whole_in(turn.data, "drawn")
    shown = Shown(audit=wanted, drawn=drawn, told=told, style=style)
    return Reply(card=card.draw(shown, turn.at))


def told_of(put: Audit, wanted: Audit, turn: Turn) -> tuple[str, ...]:
    """Return what is said of the proposal."""
    if put.audit_day is None:
        return ("**Fill in the audit day first.** The due date is counted back from it.",)
    if wanted.due <= wanted.here(turn.at).date():
        return (f"**That leaves no time:** the due date would be {day(wanted.due)}.",
                "Choose a later audit day, or fewer working days.")  # fmt: skip
    left = until_due(wanted, wanted.due, turn.at)
    grace = many(wanted.plan.grace, "working day")
    why = f"Late returns then have {grace} before the pack is made."
    return (f"**Due {day(wanted.due)}, {left}.** {why}", "Not saved yet.")
