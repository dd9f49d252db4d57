"""Who may see and do what. What is missing and what is forbidden look alike."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from audits.audit import Audit
from audits.drafts import Draft
from audits.involvement import IN, AgencyReturn, Involvement, Standing
from audits.people import AUDIT_TEAM, Partnership, Person, Role
from audits.problems import Code, Problem


class Doing(StrEnum):
    """What somebody on an audit's team may do with it."""

    SEE_RESULTS = "see_results"
    """Figures: returns in of expected, grades by theme. Nobody's words, nobody's name."""
    FOLLOW = "follow"
    """Who owes what, and what was done about it."""
    READ = "read"
    """What agencies sent: returns, statements, mismatches, flags, findings."""
    JUDGE = "judge"
    """Grade, find, rule on mismatches, write the case summary."""
    RUN = "run"
    """Query, accept, reopen, waive, nudge; freeze packs; files, which leave the bot."""


MAY: Mapping[Role, frozenset[Doing]] = {
    Role.BUSINESS_MANAGER: frozenset(Doing),
    Role.CHAIR: frozenset({Doing.SEE_RESULTS, Doing.FOLLOW, Doing.READ, Doing.JUDGE}),
    Role.LEAD_AUDITOR: frozenset({Doing.SEE_RESULTS, Doing.FOLLOW, Doing.READ, Doing.JUDGE}),
    Role.PANEL: frozenset({Doing.SEE_RESULTS, Doing.FOLLOW, Doing.READ, Doing.JUDGE}),
    Role.OBSERVER: frozenset({Doing.SEE_RESULTS}),
}
"""Contacts and coordinators have no row: what they answer for is theirs by the return."""


def may(who: Person, audit: Audit, doing: Doing) -> bool:
    """Tell whether the person's role in this audit lets them do this."""
    role = audit.team.get(who.id)
    return role is not None and doing in MAY[role]


def to_do(who: Person, audit: Audit | None, doing: Doing) -> Audit:
    """Return the audit to somebody who may do this with it, or raise `verb.not_yours`."""
    if audit is None or not may(who, audit, doing):
        raise Problem(Code.VERB_NOT_YOURS)
    return audit


def answers_for(who: Person, audit: Audit, standing: Standing) -> bool:
    """Contacts of the return and coordinators of its agency may answer it; nobody else may."""
    agency = audit.agencies.get(standing.agency)
    return who.id in standing.contacts or (agency is not None and who.id in agency.coordinating)


def on_team(who: Person, audit: Audit) -> bool:
    """The audit team follows the audit. Observers do not belong to it."""
    return audit.team.get(who.id) in AUDIT_TEAM


def runs(who: Person, audit: Audit) -> bool:
    """The business manager runs the audit."""
    return runs_it(who.id, audit)


def runs_it(person_id: str, audit: Audit) -> bool:
    """Tell the same of somebody known by their id."""
    return audit.team.get(person_id) is Role.BUSINESS_MANAGER


def coordinates(who: Person, audit: Audit, agency: str) -> bool:
    """Coordinators of an agency and their deputies see all its returns and give them to people."""
    found = audit.agencies.get(agency)
    return found is not None and who.id in found.coordinating


def may_read(who: Person, audit: Audit, standing: Standing) -> bool:
    """The audit team reads what an agency has sent; a draft belongs to its agency alone."""
    return answers_for(who, audit, standing) or (on_team(who, audit) and standing.stage in IN)


def to_answer(
    who: Person, audit: Audit | None, ret: AgencyReturn | None, *, at: datetime | None = None
) -> Involvement:
    """Return the involvement for somebody who answers it, or raise `return.not_found`."""
    if audit is None or ret is None or not answers_for(who, audit, ret):
        raise Problem(Code.RETURN_NOT_FOUND)
    return looked_at(audit, ret, at)


def to_read(
    who: Person, audit: Audit | None, ret: AgencyReturn | None, *, at: datetime | None = None
) -> Involvement:
    """Return the involvement for somebody who may read it, or raise `return.not_found`."""
    if audit is None or ret is None or not may_read(who, audit, ret):
        raise Problem(Code.RETURN_NOT_FOUND)
    return looked_at(audit, ret, at)


def looked_at(audit: Audit, ret: AgencyReturn, at: datetime | None) -> Involvement:
    """Return the involvement as somebody with the right to it looks at it, at this moment.

    `return.not_found` where the audit no longer has its family or its agency.
    """
    family, agency = audit.families.get(ret.family), audit.agencies.get(ret.agency)
    if family is None or agency is None:
        raise Problem(Code.RETURN_NOT_FOUND)
    return Involvement(audit=audit, family=family, agency=agency, ret=ret, at=at)


def to_coordinate(
    who: Person, audit: Audit | None, ret: AgencyReturn | None, *, at: datetime | None = None
) -> Involvement:
    """Return the involvement for a coordinator of its agency, or raise `return.not_found`."""
    own = to_answer(who, audit, ret, at=at)
    if not coordinates(who, own.audit, own.ret.agency):
        raise Problem(Code.RETURN_NOT_FOUND)
    return own


def to_run(
    who: Person, audit: Audit | None, ret: AgencyReturn | None, *, at: datetime | None = None
) -> Involvement:
    """Return the involvement for a business manager of its audit, or raise `return.not_found`.

    What is drawn of it must show no draft: that belongs to its agency alone.
    """
    if audit is None or ret is None or not runs(who, audit):
        raise Problem(Code.RETURN_NOT_FOUND)
    return looked_at(audit, ret, at)


def named_to_set_up(who: Person, partnership: Partnership) -> bool:
    """Those whom the operator names may set up audits, the first one too."""
    known_as = {who.object_id.casefold(), who.email.casefold()} - {""}
    return bool(known_as & partnership.set_up_by)


def may_set_up(
    who: Person, partnership: Partnership, audits: Iterable[Audit], drafts: Iterable[Draft]
) -> bool:
    """Business managers, those they name, and those whom the operator names set audits up."""
    if named_to_set_up(who, partnership):
        return True
    if any(runs(who, audit) or who.id in audit.helpers for audit in audits):
        return True
    return any(sets_up(who, draft) for draft in drafts)


def sets_up(who: Person, draft: Draft) -> bool:
    """Who made a draft, its business managers and those they name change it; nobody else does."""
    manages = draft.team.get(who.id) is Role.BUSINESS_MANAGER
    return who.id == draft.made_by or manages or who.id in draft.helpers


def to_manage(who: Person, draft: Draft | None) -> Draft:
    """Return the draft for whoever made it and its business managers, or raise `draft.none`.

    Those whom they name cannot name others.
    """
    found = to_set_up(who, draft)
    if who.id != found.made_by and found.team.get(who.id) is not Role.BUSINESS_MANAGER:
        raise Problem(Code.DRAFT_NONE)
    return found


def to_set_up(who: Person, draft: Draft | None) -> Draft:
    """Return the draft for somebody who sets it up, or raise `draft.none`."""
    if draft is None or not sets_up(who, draft):
        raise Problem(Code.DRAFT_NONE)
    return draft


def alters(who: Person, audit: Audit) -> bool:
    """The business manager and those they name change who takes part, and close the audit."""
    return runs(who, audit) or who.id in audit.helpers


def has_papers(who: Person, audit: Audit) -> bool:
    """The audit team, and those whom the business manager names, read the audit's documents."""
    return may(who, audit, Doing.READ) or alters(who, audit)


def to_alter(who: Person, audit: Audit | None) -> Audit:
    """Return the audit to somebody who may change who takes part, or raise `verb.not_yours`."""
    if audit is None or not alters(who, audit):
        raise Problem(Code.VERB_NOT_YOURS)
    return audit


def sees_identity(who: Person, audit: Audit, standings: Iterable[Standing], family: str) -> bool:
    """Those who answer about a family see who it is; the audit team works with codes."""
    return any(
        answers_for(who, audit, standing)
        for standing in standings
        if standing.family == family and standing.waived is None and standing.declined is None
    )
