"""The rules of retention: what is due when, what is announced, held, let go and destroyed.

Nothing here reads a clock or a store. Changes come as alterations of the audit, with what its
journal shall say.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from audits.altering import Alteration, because, line
from audits.audit import Audit
from audits.involvement import Saying
from audits.problems import Code, Problem
from audits.retention import Certificate, DataClass, Hold, Periods

NOTICE = timedelta(days=14)
"""Between saying that something will be destroyed and doing it, whatever the periods say."""
HELD = timedelta(minutes=15)
"""How long a destruction is its taker's alone; one that has not ended by then has crashed."""
ANNOUNCED = "retention.announced"
"""What the journal and the notice say."""
BEGUN = "retention.begun"
DESTROYED = "retention.destroyed"
TOLD = frozenset({ANNOUNCED, DESTROYED})
"""What managers are told of an audit that is closed."""
STAYS = {
    DataClass.IDENTITY: "The returns, the panel’s records and the journal stay, by codes.",
    DataClass.RETURNS: "The report, the panel’s records and how each return stood stay.",
    DataClass.REPORT: "The journal stays: who did what, and when.",
    DataClass.JOURNAL: "Nothing but these certificates stays.",
}


class State(StrEnum):
    """How one class of an audit's data stands."""

    OPEN = "open"
    """The audit is not closed: no period has begun."""
    KEPT = "kept"
    ANNOUNCED = "announced"
    DUE = "due"
    HELD = "held"
    """It would be announced or destroyed by now, but for a hold."""
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One class of an audit's data: when it ends, and how far that is."""

    data: DataClass
    months: int
    state: State
    ends: datetime | None = None
    """When it is destroyed, as things stand."""
    certificate: Certificate | None = None


def periods_of(audit: Audit, usual: Periods) -> Periods:
    """Return the periods that count for this audit."""
    return audit.retention.periods or usual


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def ends(audit: Audit, data: DataClass, usual: Periods) -> datetime | None:
    """Return when a class is destroyed: at the end of its period, never without notice."""
    if audit.closed_at is None:
        return None
    day = months_after(audit.here(audit.closed_at).date(), periods_of(audit, usual).of(data))
    planned = datetime.combine(day, time(), ZoneInfo(audit.zone))
    told = audit.retention.announced.get(data)
    return max(planned, told + NOTICE) if told else planned


def standing(audit: Audit, data: DataClass, usual: Periods, at: datetime) -> Standing:
    """Return how a class stands at this moment."""
    known, end = audit.retention, ends(audit, data, usual)
    months, gone = periods_of(audit, usual).of(data), known.gone(data)
    state = State.KEPT
    if gone:
        state = State.GONE
    elif end is None:
        state = State.OPEN
    elif known.hold and at >= end - NOTICE:
        state = State.HELD
    elif data in known.announced:
        state = State.DUE if at >= end else State.ANNOUNCED
    return Standing(data=data, months=months, state=state, ends=end, certificate=gone)


def standings(audit: Audit, usual: Periods, at: datetime) -> list[Standing]:
    """Return how every class stands, the first to go first."""
    return [standing(audit, data, usual, at) for data in DataClass]


def to_announce(audit: Audit, usual: Periods, at: datetime) -> Iterator[DataClass]:
    """Yield the classes whose end comes within the notice and has not been announced."""
    for one in standings(audit, usual, at):
        if one.state is State.KEPT and one.ends and at >= one.ends - NOTICE:
            yield one.data


def to_destroy(audit: Audit, usual: Periods, at: datetime) -> DataClass | None:
    """Return the class that is due now and that nobody is at; the first to go first."""
    for one in standings(audit, usual, at):
        if one.state is State.GONE:
            continue
        begun = audit.retention.begun.get(one.data)
        taken = begun is not None and at < begun + HELD
        return one.data if one.state is State.DUE and not taken else None
    return None


def notice_id(audit: Audit, person: str, about_what: str, one: Standing) -> str:
    """Return the id of the notice about the end of a class: another end, another notice."""
    end = one.certificate.destroyed_at if one.certificate else one.ends
    return f"{audit.id}/{person}/{about_what}/{one.data}/{end.isoformat() if end else ''}"


def about(notice: str) -> tuple[DataClass, datetime]:
    """Return which class a notice is about, and its end."""
    *_, data, end = notice.split("/")
    return DataClass(data), datetime.fromisoformat(end)


def announced(audit: Audit, data: DataClass, *, at: datetime) -> Alteration:
    """Keep that the end of a class was announced."""
    told = {**audit.retention.announced, data.value: at}
    after = replace(audit, retention=replace(audit.retention, announced=told))
    saying = Saying(by="", at=at)
    return Alteration(audit=after, lines=line(audit, ANNOUNCED, saying, data.value))


def taken_on(audit: Audit, data: DataClass, digest: str, *, at: datetime) -> Alteration:
    """Keep that somebody destroys a class now, and what it is. Who keeps it first does it."""
    begun = {**audit.retention.begun, data.value: at}
    after = replace(audit, retention=replace(audit.retention, begun=begun))
    saying = Saying(by="", at=at)
    return Alteration(audit=after, lines=line(audit, BEGUN, saying, data.value, digest))


def certified(audit: Audit, certificate: Certificate) -> Alteration:
    """Keep the certificate of what was destroyed."""
    every = (*audit.retention.certificates, certificate)
    after = replace(audit, retention=replace(audit.retention, certificates=every))
    saying = Saying(by="", at=certificate.destroyed_at)
    about = (certificate.data.value, certificate.reference)
    return Alteration(audit=after, lines=line(audit, DESTROYED, saying, *about))


def hold(audit: Audit, why: Saying) -> Alteration:
    """Hold all that is left of an audit. Problems: `change.no_reason`, `hold.stands`."""
    saying = because(why)
    if audit.retention.hold:
        raise Problem(Code.HOLD_STANDS)
    new = Hold(by=saying.by, at=saying.at, why=saying.words)
    kept = replace(audit.retention, holds=(*audit.retention.holds, new))
    return Alteration(audit=replace(audit, retention=kept),
                      lines=line(audit, "hold.set", saying))  # fmt: skip


def release(audit: Audit, why: Saying) -> Alteration:
    """Ask for the hold to be lifted, with the reason; it stands until somebody else agrees.

    Asking again changes the reason and who asked. Problems: `change.no_reason`, `hold.none`.
    """
    saying = because(why)
    found = standing_hold(audit)
    asked = replace(found, release_by=saying.by, release_why=saying.words)
    if asked == found:
        return Alteration(audit=audit, lines=())
    return Alteration(audit=with_hold(audit, asked), lines=line(audit, "hold.end_asked", saying))


def agree(audit: Audit, saying: Saying) -> Alteration:
    """Lift the hold that somebody else asked to lift; notice begins anew for all that is due.

    Problems: `hold.none`, `hold.not_asked`, `hold.same_person`.
    """
    found = standing_hold(audit)
    if not found.release_by:
        raise Problem(Code.HOLD_NOT_ASKED)
    if found.release_by == saying.by:
        raise Problem(Code.HOLD_SAME_PERSON)
    over = replace(found, released_by=saying.by, released_at=saying.at)
    after = with_hold(audit, over)
    gone = {one.data.value for one in after.retention.certificates}
    told = {data: at for data, at in after.retention.announced.items() if data in gone}
    kept = replace(after.retention, announced=told)
    lines = line(audit, "hold.released", saying, found.release_by)
    return Alteration(audit=replace(after, retention=kept), lines=lines)


def keep(audit: Audit, why: Saying) -> Alteration:
    """Take back the wish that the hold be lifted. Problems: `hold.none`, `hold.not_asked`."""
    found = standing_hold(audit)
    if not found.release_by:
        raise Problem(Code.HOLD_NOT_ASKED)
    asked = replace(found, release_by="", release_why="")
    return Alteration(audit=with_hold(audit, asked), lines=line(audit, "hold.kept", why))


def standing_hold(audit: Audit) -> Hold:
    """Return the hold that stands. Problems: `hold.none`."""
    found = audit.retention.hold
    if found is None:
        raise Problem(Code.HOLD_NONE)
    return found


def with_hold(audit: Audit, changed: Hold) -> Audit:
    """Return the audit with the hold that stands as it is now."""
    holds = tuple(changed if one.stands else one for one in audit.retention.holds)
    return replace(audit, retention=replace(audit.retention, holds=holds))


def set_periods(audit: Audit, periods: Periods, why: Saying) -> Alteration:
    """Give an audit periods of its own. What is gone keeps the period that it went by.

    Problems: `change.no_reason`, `periods.not_in_order`.
    """
    saying = because(why)
    if not periods.in_order:
        raise Problem(Code.PERIODS_NOT_IN_ORDER)
    if periods == audit.retention.periods:
        return Alteration(audit=audit, lines=())
    after = replace(audit, retention=replace(audit.retention, periods=periods))
    about = tuple(f"{data}={periods.of(data)}" for data in DataClass)
    return Alteration(audit=after, lines=line(audit, "retention.set", saying, *about))
