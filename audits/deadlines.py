"""What people can do about a return's deadline, beside answering it.

As in audits/returns.py each function takes the return as it is and gives the change, or raises a
Problem. Doing a thing twice is doing it once. Who may is decided in audits/access.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from audits.involvement import (
    IN,
    AgencyReturn,
    Change,
    Extension,
    Involvement,
    Known,
    Saying,
    Stage,
)  # fmt: skip
from audits.problems import Code, Problem
from audits.returns import changed, sent, still_open
from audits.states import due_of
from audits.values import length, tidied

WORDS_LIMIT = 1_000
"""Characters of a reason or a remark."""


def unchanged(own: Involvement) -> Change:
    """Return the change that changes nothing."""
    return Change(before=own.ret, after=own.ret)


def said(words: str, nothing: Code) -> str:
    """Return the words without what is around them; Problem `nothing` when there are none."""
    found = tidied(words)
    if not found:
        raise Problem(nothing)
    if length(found) > WORDS_LIMIT:
        raise Problem(Code.WORDS_TOO_LONG)
    return found


def told(own: Involvement, after: AgencyReturn, what: str, *, saying: Saying,
         to: Sequence[str] = ()) -> Change:  # fmt: skip
    """Return the change with its journal event; `to` are the people whom it concerns."""
    change = changed(own.ret, after, what, by=saying.by, at=saying.at)
    return replace(change, events=(replace(change.events[0], to=tuple(to)),))


def acknowledge(own: Involvement, known: Known, *, by: str, at: datetime) -> Change:
    """Keep whether the agency knows the family. Problems: `return.sent`, `audit.closed`."""
    if own.ret.acknowledged and own.ret.known is known:
        return unchanged(own)
    still_open(own)
    saying = Saying(by=by, at=at)
    after = replace(own.ret, known=known, acknowledged=saying)
    return told(own, after, "return.acknowledged", saying=saying)


def hand_over(own: Involvement, to: str, *, by: str, at: datetime) -> Change:
    """Give one's place to a colleague, who goes on where one stopped. One's access ends at once.

    Problems: `assign.nobody`, `audit.closed`.
    """
    contacts = own.ret.contacts
    new = [to if who == by else who for who in contacts] if by in contacts else [to]
    return assign(own, new if to else [], by=by, at=at)


def assign(own: Involvement, to: Sequence[str], *, by: str, at: datetime) -> Change:
    """Make these people the return's contacts, and nobody else. What was answered stays.

    Problems: `assign.nobody`, `audit.closed`.
    """
    ret, contacts = own.ret, tuple(dict.fromkeys(filter(None, to)))
    if not contacts:
        raise Problem(Code.ASSIGN_NOBODY)
    if set(contacts) == set(ret.contacts):
        return unchanged(own)
    if own.audit.closed_at:
        raise Problem(Code.AUDIT_CLOSED)
    new = [who for who in contacts if who not in ret.contacts]
    after = replace(ret, contacts=contacts, assigned_at=at, nudged_from=at)
    return told(own, after, "return.assigned", saying=Saying(by=by, at=at), to=new)


def ask_time(own: Involvement, until: date | None, why: str, *, by: str, at: datetime) -> Change:
    """Ask for more time. Problems: `time.not_later`, `time.no_reason`, those of `still_open`."""
    wish = own.ret.extension
    why = said(why, Code.TIME_NO_REASON)
    if wish and not wish.decided and (wish.until, wish.asked.words) == (until, why):
        return unchanged(own)
    still_open(own)
    if until is None or until <= max(due_of(own.ret, own.audit), own.audit.here(at).date()):
        raise Problem(Code.TIME_NOT_LATER)
    asked = Saying(by=by, at=at, words=why)
    after = replace(own.ret, extension=Extension(until=until, asked=asked))
    return told(own, after, "time.asked", saying=asked)


def decide_time(own: Involvement, words: str, *, granted: bool, by: str, at: datetime) -> Change:
    """Grant more time, or refuse it. Problems: `time.not_asked`, `audit.closed`."""
    wish = own.ret.extension
    if wish is None or (wish.decided and wish.granted is not granted):
        raise Problem(Code.TIME_NOT_ASKED)
    if wish.decided:
        return unchanged(own)
    if own.audit.closed_at:
        raise Problem(Code.AUDIT_CLOSED)
    decided = Saying(by=by, at=at, words=tidied(words)[:WORDS_LIMIT])
    after = replace(own.ret, extension=replace(wish, decided=decided, granted=granted))
    if granted:
        after = replace(after, due=wish.until, nudged_from=at)
    what = "time.granted" if granted else "time.refused"
    return told(own, after, what, saying=decided, to=(wish.asked.by,))


def decline(own: Involvement, why: str, *, by: str, at: datetime) -> Change:
    """Say that no return will come. Problems: `decline.no_reason`, those of `still_open`."""
    saying = Saying(by=by, at=at, words=said(why, Code.DECLINE_NO_REASON))
    if own.ret.declined and own.ret.declined.words == saying.words:
        return unchanged(own)
    still_open(own)
    return told(own, replace(own.ret, declined=saying), "return.declined", saying=saying)


def waive(own: Involvement, why: str, *, by: str, at: datetime) -> Change:
    """Say that no return is needed. Problems: `waive.no_reason`, those of `still_open`."""
    saying = Saying(by=by, at=at, words=said(why, Code.WAIVE_NO_REASON))
    if own.ret.waived and own.ret.waived.words == saying.words:
        return unchanged(own)
    still_open(own)
    return told(own, replace(own.ret, waived=saying), "return.waived", saying=saying)


def let_go(own: Involvement, *, drawn: int, by: str, at: datetime) -> Change:
    """Sign the return off: it goes to the audit team as the coordinator saw it.

    Problems: `sign_off.not_waiting`, `return.changed_since`, `audit.closed`.
    """
    ret = own.ret
    if ret.stage is Stage.SENT and ret.sent_by == by:
        return unchanged(own)
    waits_for_sign_off(own)
    if drawn != ret.version:
        raise Problem(Code.RETURN_CHANGED)
    return changed(ret, sent(own, Stage.SENT, by=by, at=at), "return.sent", by=by, at=at)


def send_back(own: Involvement, remark: str, *, by: str, at: datetime) -> Change:
    """Give the return back to its contacts with a remark.

    Problems: `sign_off.no_remark`, `sign_off.not_waiting`, `audit.closed`.
    """
    saying = Saying(by=by, at=at, words=said(remark, Code.SIGN_OFF_NO_REMARK))
    before = own.ret.sent_back
    if own.ret.stage is Stage.IN_PROGRESS and before and before.words == saying.words:
        return unchanged(own)
    waits_for_sign_off(own)
    after = replace(own.ret, stage=Stage.IN_PROGRESS, sent_back=saying, nudged_from=at)
    return told(own, after, "return.sent_back", saying=saying, to=own.ret.contacts)


def waits_for_sign_off(own: Involvement) -> None:
    """Raise a Problem unless the return waits for a coordinator."""
    if own.audit.closed_at:
        raise Problem(Code.AUDIT_CLOSED)
    if own.ret.stage is not Stage.SIGN_OFF:
        raise Problem(Code.SIGN_OFF_NOT_WAITING)


def team_has_it(own: Involvement) -> None:
    """Raise a Problem unless the audit team has the return and the audit is open."""
    if own.audit.closed_at:
        raise Problem(Code.AUDIT_CLOSED)
    if own.ret.stage not in IN:
        raise Problem(Code.RETURN_NOT_SENT)
