"""The audit team and an agency about a return that is in: query, answer, accept, reopen.

An agency answers a query in words, or by sending its return again. Both are kept.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from audits.deadlines import said, team_has_it, told, unchanged
from audits.involvement import (
    IN,
    AgencyReturn,
    Change,
    Involvement,
    Line,
    Saying,
    Stage,
)  # fmt: skip
from audits.problems import Code, Problem
from audits.states import was_late

WHOLE = ""
"""The thread that is about the return as a whole."""


def query(own: Involvement, words: str, *, by: str, at: datetime, box: str = WHOLE) -> Change:
    """Ask the agency about an answer, or about all of the return; or ask again.

    Problems: `query.no_words`, `query.no_box`, `return.not_sent`, `audit.closed`.
    """
    saying = Saying(by=by, at=at, words=said(words, Code.QUERY_NO_WORDS))
    if box and box not in own.audit.tool.box:
        raise Problem(Code.QUERY_NO_BOX)
    last = last_line(own.ret.queries, box)
    if own.ret.queried and last and last.team and last.words == saying.words:
        return unchanged(own)
    team_has_it(own)
    line = Line(by=by, at=at, words=saying.words, team=True)
    after = with_line(replace(own.ret, queried=saying, accepted=None), box, line)
    change = told(own, after, "return.queried", saying=saying)
    return about(change, box)


def reply(own: Involvement, words: str, *, by: str, at: datetime, box: str = WHOLE) -> Change:
    """Answer a query in words and leave the return as it is.

    Problems: `query.no_words`, `query.not_asked`, `return.not_sent`, `audit.closed`.
    """
    saying = Saying(by=by, at=at, words=said(words, Code.QUERY_NO_WORDS))
    last = last_line(own.ret.queries, box)
    if last and not last.team and (last.words, last.by) == (saying.words, by):
        return unchanged(own)
    team_has_it(own)
    if box not in waiting(own.ret):
        raise Problem(Code.QUERY_NOT_ASKED)
    line = Line(by=by, at=at, words=saying.words, team=False)
    after = with_line(own.ret, box, line)
    still = [after.queries[one][-1] for one in waiting(after)]
    newest = max(still, key=lambda one: one.at, default=None)
    left = Saying(by=newest.by, at=newest.at, words=newest.words) if newest else None
    change = told(own, replace(after, queried=left), "query.answered", saying=saying)
    return about(change, box)


def waiting(ret: AgencyReturn) -> tuple[str, ...]:
    """Return the boxes, or WHOLE, about which the agency owes an answer."""
    if ret.queried is None:
        return ()
    return tuple(box for box, lines in ret.queries.items() if lines[-1].team)


def last_line(queries: Mapping[str, tuple[Line, ...]], box: str) -> Line | None:
    """Return what was said last about the box."""
    lines = queries.get(box, ())
    return lines[-1] if lines else None


def with_line(ret: AgencyReturn, box: str, line: Line) -> AgencyReturn:
    """Return the return with one more line in the thread about the box."""
    return replace(ret, queries={**ret.queries, box: (*ret.queries.get(box, ()), line)})


def about(change: Change, box: str) -> Change:
    """Return the change with the box named in its journal event."""
    event = replace(change.events[0], boxes=(box,) if box else ())
    return replace(change, events=(event,))


def accept(own: Involvement, *, by: str, at: datetime) -> Change:
    """Take the return as it is; the journal says so of one that came late.

    Problems: `return.not_sent`, `audit.closed`.
    """
    if own.ret.accepted:
        return unchanged(own)
    team_has_it(own)
    saying = Saying(by=by, at=at)
    after = replace(own.ret, accepted=saying, queried=None)
    late = was_late(own.ret, own.audit)
    return told(own, after, "return.accepted_late" if late else "return.accepted", saying=saying)


def reopen(own: Involvement, why: str, *, by: str, at: datetime) -> Change:
    """Give the return back, so that the agency may change it again. All that was stays kept.

    Problems: `reopen.no_reason`, `return.not_sent`, `audit.closed`.
    """
    saying = Saying(by=by, at=at, words=said(why, Code.REOPEN_NO_REASON))
    ret = own.ret
    if ret.stage not in IN and ret.reopened and ret.reopened.words == saying.words:
        return unchanged(own)
    team_has_it(own)
    stage = Stage.IN_PROGRESS if ret.answers else Stage.OPENED
    after = replace(
        ret, stage=stage, nil=None, accepted=None, queried=None, nudged_from=at, reopened=saying
    )
    return told(own, after, "return.reopened", saying=saying, to=ret.contacts)
