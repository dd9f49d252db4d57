"""Every way in which an agency's return may change.

Nothing here reads a clock, a store or a card. Each function takes the return as it is and gives
the return as it should now be, with what goes into the journal; or raises a Problem.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from audits import asked, editions
from audits.answers import Answer, Words, met, replaced, settled
from audits.copying import altered
from audits.involvement import (
    IN,
    AgencyReturn,
    Change,
    Event,
    Involvement,
    Nil,
    NilKind,
    Risk,
    Sheet,
    Stage,
)  # fmt: skip
from audits.problems import Code, Problem
from audits.tool import Part, Tool


def opened(own: Involvement, *, by: str, at: datetime) -> Change:
    """Mark the return as opened, the first time that somebody who answers it looks."""
    ret = own.ret
    if ret.stage is not Stage.NOT_OPENED or own.audit.closed_at:
        return Change(before=ret, after=ret)
    after = replace(ret, stage=Stage.OPENED, opened_at=at)
    return changed(ret, after, "return.opened", by=by, at=at)


def save(own: Involvement, sheet: Sheet, *, by: str, at: datetime) -> Change:
    """Take in what came back on a card. Saving the same sheet twice is saving it once.

    Problems: `return.sent`, `audit.closed`, `card.unreadable`, and `answer.*` naming the box.
    """
    ret = own.ret
    wanted = {
        name: editions.checked_for(own.audit, name, text)
        for name, text in sheet.answers.items()
        if text or not editions.unfit(own.audit, ret, name)  # which shows as an empty box
    }
    if sheet.drawn > ret.version:
        raise Problem(Code.CARD_UNREADABLE)
    stamp = Words(value="", by=by, at=at, version=ret.version + 1)
    preset = own.audit.tool.preset
    answers = confirmed(own, merged(ret, wanted, sheet, stamp=stamp, preset=preset), sheet, stamp)
    boxes = touched(ret.answers, answers)
    if not boxes:
        return Change(before=ret, after=ret)
    still_open(own)
    after = altered(
        ret,
        version=stamp.version,
        changed_at=at,
        stage=Stage.IN_PROGRESS,
        opened_at=ret.opened_at or at,
        answers=answers,
        risk=risk_told(editions.asks(own.audit), answers),
        declined=None,
    )
    event = Event(at=at, by=by, what="answers.saved", version=after.version, boxes=boxes)
    change = Change(before=ret, after=after, events=(event,))
    return change if after.risk is ret.risk else also(change, f"risk.{after.risk}")


def confirmed(
    own: Involvement, answers: Mapping[str, Answer], sheet: Sheet, stamp: Words
) -> Mapping[str, Answer]:
    """Return the answers; those that somebody left as they are under changed questions count anew.

    Only from a card that showed the questions as they are now.
    """
    if not own.audit.editions or sheet.edition != editions.current(own.audit):
        return answers
    same = [
        name
        for name, text in sheet.answers.items()
        if (answer := answers.get(name)) and answer is own.ret.answers.get(name)
        if answer.now.value == text and (before := editions.earlier(own, name)) and before.fits
    ]
    again = {name: replaced(answers[name], replace(stamp, value=answers[name].now.value))
             for name in same}  # fmt: skip
    return {**answers, **again}


def touched(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> tuple[str, ...]:
    """Return the boxes that are not as they were. Untouched answers are the same objects."""
    return tuple([name for name, answer in after.items() if answer is not before.get(name)])


def merged(
    ret: AgencyReturn,
    wanted: Mapping[str, str],
    sheet: Sheet,
    *,
    stamp: Words,
    preset: AbstractSet[str] = frozenset(),
) -> Mapping[str, Answer]:
    """Return all answers of the return after the sheet; `stamp` says who wrote it and when.

    `preset` are the boxes in which something stands before anybody answers.
    """
    answers = dict(ret.answers)
    for name, value in wanted.items():
        new = Words(value=value, by=stamp.by, at=stamp.at, version=stamp.version)
        answer = met(answers.get(name), new, drawn=sheet.drawn)
        if answer is not None:
            answers[name] = answer
        elif name in preset:  # somebody took out what stood there beforehand
            answers[name] = Answer(now=new)
    for name, keep in sheet.keeps.items():
        if name in answers:
            answers[name] = settled(answers[name], keep, stamp)
    return answers


def risk_told(tool: Tool, answers: Mapping[str, Answer]) -> Risk:
    """Return what these answers say of a child at risk now."""
    asks, done = tool.box_of(Part.RISK), tool.box_of(Part.RISK_DONE)
    said = answers.get(asks.name) if asks else None
    if said is None or said.now.value != "yes":
        return Risk.NONE
    told = answers.get(done.name) if done else None
    return Risk.ACTED if told and told.now.value else Risk.REPORTED


def send(own: Involvement, *, drawn: int, by: str, at: datetime) -> Change:
    """Send the return to the audit team, or to the coordinator where the agency signs off.

    Sending what is sent already changes nothing.
    Problems: `return.incomplete` naming the first box that waits, `return.changed_since` when
    somebody changed it after the person last saw it, `return.sent`, `audit.closed`.
    """
    ret = own.ret
    first_signed = own.agency.sign_off and by not in own.agency.coordinating
    if ret.stage is Stage.SENT or (first_signed and ret.stage is Stage.SIGN_OFF):
        return Change(before=ret, after=ret)
    still_open(own)
    if drawn != ret.version:
        raise Problem(Code.RETURN_CHANGED)
    waiting = asked.missing(replace(own, at=at))
    if waiting:
        raise Problem(Code.RETURN_INCOMPLETE, waiting[0].name)
    if first_signed:
        ready = replace(
            ret, stage=Stage.SIGN_OFF, sent_back=None, edition=editions.current(own.audit)
        )
        return changed(ret, ready, "return.ready", by=by, at=at)
    return changed(ret, sent(own, Stage.SENT, by=by, at=at), "return.sent", by=by, at=at)


def send_nil(own: Involvement, nil: Nil, *, by: str, at: datetime) -> Change:
    """Send a nil return. What was answered before stays in the return, unsent.

    Problems: `nil.nothing_searched`, `nil.no_reason`, `return.sent`, `audit.closed`.
    """
    ret = own.ret
    if ret.stage is Stage.NIL and ret.nil == nil:
        return Change(before=ret, after=ret)
    still_open(own)
    refused = nil_refused(nil)
    if refused:
        raise Problem(refused)
    after = replace(sent(own, Stage.NIL, by=by, at=at), nil=nil)
    return changed(ret, after, "return.nil", by=by, at=at)


def nil_refused(nil: Nil) -> Code | None:
    """Return why this nil return cannot be sent, None when it can."""
    if not nil.searched:
        return Code.NIL_NOTHING_SEARCHED
    return Code.NIL_NO_REASON if nil.kind is NilKind.OTHER and not nil.why else None


def recall(own: Involvement, *, by: str, at: datetime) -> Change:
    """Take a sent return back to go on with it. That it was sent stays in the journal.

    Problems: `return.not_sent`, `audit.closed`.
    """
    ret = own.ret
    if own.audit.closed_at:
        raise Problem(Code.AUDIT_CLOSED)
    if ret.stage not in IN:
        raise Problem(Code.RETURN_NOT_SENT)
    stage = Stage.IN_PROGRESS if ret.answers else Stage.OPENED
    after = replace(ret, stage=stage, nil=None, accepted=None, nudged_from=at)
    return changed(ret, after, "return.recalled", by=by, at=at)


def still_open(own: Involvement) -> None:
    """Raise a Problem unless the return can still be changed."""
    if own.audit.closed_at:
        raise Problem(Code.AUDIT_CLOSED)
    if own.ret.stage in IN:
        raise Problem(Code.RETURN_SENT)


def sent(own: Involvement, stage: Stage, *, by: str, at: datetime) -> AgencyReturn:
    """Return the return as the audit team gets it, with the version of the tool it goes under."""
    ret = own.ret
    times = ret.times_sent + 1
    waited = ret.stage is Stage.SIGN_OFF and stage is Stage.SENT
    return replace(
        ret,
        stage=stage,
        sent_at=at,
        sent_by=by,
        times_sent=times,
        nil=None,
        declined=None,
        waived=None,
        sent_back=None,
        queried=None,
        accepted=None,
        reopened=None,
        edition=ret.edition if waited else editions.current(own.audit),
    )


def changed(
    before: AgencyReturn, after: AgencyReturn, what: str, *, by: str, at: datetime
) -> Change:
    """Return the change to the next version, with the journal event that says what happened."""
    version = before.version + 1
    boxes = touched(before.answers, after.answers)
    event = Event(at=at, by=by, what=what, version=version, boxes=boxes)
    kept = altered(after, version=version, changed_at=at)
    return Change(before=before, after=kept, events=(event,))


def also(change: Change, what: str) -> Change:
    """Return the same change with one more journal event, of the same person and moment."""
    event = replace(change.events[-1], what=what, boxes=())
    return replace(change, events=(*change.events, event))
