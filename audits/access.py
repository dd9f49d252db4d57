"""Who may see and do what. What is missing and what is forbidden look alike."""

from audits.audit import Audit
from audits.involvement import IN, AgencyReturn, Involvement, Standing
from audits.people import AUDIT_TEAM, Person, Role
from audits.problems import Code, Problem


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


def to_answer(who: Person, audit: Audit | None, ret: AgencyReturn | None) -> Involvement:
    """Return the involvement for somebody who answers it, or raise `return.not_found`."""
    own = to_read(who, audit, ret)
    if not answers_for(who, own.audit, own.ret):
        raise Problem(Code.RETURN_NOT_FOUND)
    return own


def to_read(who: Person, audit: Audit | None, ret: AgencyReturn | None) -> Involvement:
    """Return the involvement for somebody who may read it, or raise `return.not_found`."""
    if audit is None or ret is None or not may_read(who, audit, ret):
        raise Problem(Code.RETURN_NOT_FOUND)
    family, agency = audit.families.get(ret.family), audit.agencies.get(ret.agency)
    if family is None or agency is None:
        raise Problem(Code.RETURN_NOT_FOUND)
    return Involvement(audit=audit, family=family, agency=agency, ret=ret)


def to_coordinate(who: Person, audit: Audit | None, ret: AgencyReturn | None) -> Involvement:
    """Return the involvement for a coordinator of its agency, or raise `return.not_found`."""
    own = to_answer(who, audit, ret)
    if not coordinates(who, own.audit, own.ret.agency):
        raise Problem(Code.RETURN_NOT_FOUND)
    return own


def to_run(who: Person, audit: Audit | None, ret: AgencyReturn | None) -> Involvement:
    """Return the involvement for a business manager of its audit, or raise `return.not_found`.

    What is drawn of it must show no draft: that belongs to its agency alone.
    """
    if audit is None or ret is None or not runs(who, audit):
        raise Problem(Code.RETURN_NOT_FOUND)
    family, agency = audit.families.get(ret.family), audit.agencies.get(ret.agency)
    if family is None or agency is None:
        raise Problem(Code.RETURN_NOT_FOUND)
    return Involvement(audit=audit, family=family, agency=agency, ret=ret)
