"""Composes a notice: what somebody else did, told to whom it concerns."""

from collections.abc import Sequence
from datetime import date

from audits.audit import Audit
from audits.claiming import CLAIMED
from audits.involvement import Event, Involvement, Standing
from audits.notices import ANSWERED, ASKED, MOVED, hurried, moved
from audits.nudges import Nudge, still_wanted
from cards import news
from dialogs import newcomers
from dialogs.my_returns import involvement
from dialogs.turn import Reply
from storage.contract import Store

TEAM = "The audit team"


async def composed(
    nudge: Nudge, audit: Audit, found: Sequence[Standing], store: Store
) -> Reply | None:
    """Return the notice's card; None when it is no news any more."""
    if nudge.about == CLAIMED:
        return await newcomers.asked(nudge, audit, store)
    if nudge.about in {ASKED, ANSWERED}:
        return await of_question(nudge, audit, store)
    if nudge.about == MOVED:
        return await of_due_date(nudge, audit, found, store)
    if nudge.about not in news.BODIES or not found or not still_wanted(nudge, audit, found):
        return None
    about = [involvement(audit, standing) for standing in found]
    drawn = news.draw(nudge.about, about, await who_did(nudge, about[0], store))
    return Reply(card=drawn, summary=news.summary(nudge.about, about))


async def who_did(nudge: Nudge, own: Involvement, store: Store) -> str:
    """Return the name of the person whose doing the notice tells of."""
    events = [e for e in await store.journal(own.ret.id) if e.what == nudge.about]
    return await name_of(events[-1], store) if events else TEAM


async def name_of(event: Event, store: Store) -> str:
    """Return the name of who did it."""
    people = await store.people((event.by,))
    return people[event.by].name if event.by in people else TEAM


async def of_question(nudge: Nudge, audit: Audit, store: Store) -> Reply | None:
    """Return the card of a question that was asked, or answered."""
    wanted = nudge.id.rsplit("/", 1)[1]
    found = next((q for q in audit.questions if q.id == wanted), None)
    if found is None:
        return None
    if nudge.about == ANSWERED:
        return Reply(card=news.answered(audit.tool, found), summary="Case audit: an answer")
    if found.answer:
        return None
    people = await store.people((found.by,))
    by = people[found.by].name if found.by in people else ""
    agency = audit.agencies.get(found.agency)
    by = ", ".join(filter(None, (by, agency.name if agency else "")))
    drawn = news.question(audit.id, audit.tool, found, by)
    return Reply(card=drawn, summary="Case audit: a question")


async def of_due_date(
    nudge: Nudge, audit: Audit, found: Sequence[Standing], store: Store
) -> Reply | None:
    """Return the card that tells of the audit's new due date; None to whom it says nothing now."""
    row = moved(audit)
    owed = [involvement(audit, s) for s in found if nudge.person in hurried(audit, s)]
    if row is None or not owed:
        return None
    people = await store.people((row.by,))
    by = people[row.by].name if row.by in people else TEAM
    drawn = news.moved(owed, date.fromisoformat(row.was), by)
    return Reply(card=drawn, summary=news.moved_summary(owed))
