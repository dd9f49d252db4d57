"""Changes to who takes part while an audit runs, closing and reopening: each with its reason.

Each gives the audit as it should now be, its returns that are new or changed, and a line for the
audit's journal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audits.audit import Agency, Audit
from audits.deadlines import said
from audits.involvement import IN, AgencyReturn, Change, Saying
from audits.journal import Happening
from audits.opening import return_id
from audits.people import Role
from audits.problems import Code, Problem
from audits.retention import DataClass
from audits.returns import changed
from audits.steering import still_running


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """What is to be kept together, or not at all."""

    audit: Audit
    lines: tuple[Happening, ...]
    returns: tuple[AgencyReturn, ...] = ()
    changes: tuple[Change, ...] = ()


def line(audit: Audit, what: str, saying: Saying, *about: str) -> tuple[Happening, ...]:
    """Return what the journal says of it."""
    version = audit.version + 1
    return (Happening(at=saying.at, by=saying.by, what=what, version=version, about=about,
                      why=saying.words),)  # fmt: skip


def because(saying: Saying) -> Saying:
    """Return the same with its words tidied. Problems: `change.no_reason`, `words.too_long`."""
    return replace(saying, words=said(saying.words, Code.CHANGE_NO_REASON))


def add_agency(audit: Audit, agency: Agency, families: Sequence[str], why: Saying) -> Alteration:
    """Ask one more agency about these families; about those that it is asked about, nothing new.

    Problems: `change.no_reason`, `change.nobody`, `audit.closed`.
    """
    still_running(audit)
    saying = because(why)
    known = audit.agencies.get(agency.key)
    codes = [code for code in families if code in audit.families]
    if not codes or not (known or agency).coordinating:
        raise Problem(Code.CHANGE_NOBODY)
    new = [code for code in codes if agency.key not in audit.families[code].involved]
    more = {code: replace(audit.families[code],
                          involved=(*audit.families[code].involved, agency.key))
            for code in new}  # fmt: skip
    after = replace(
        audit,
        agencies={**audit.agencies, agency.key: known or agency},
        families={**audit.families, **more},
    )
    owed = (
        AgencyReturn(id=return_id(audit.id, code, agency.key), audit_id=audit.id, family=code,
                     agency=agency.key, contacts=())
        for code in new
    )  # fmt: skip
    lines = line(audit, "agency.added", saying, agency.key, *new)
    return Alteration(audit=after, lines=lines, returns=tuple(owed))


def remove_agency(
    audit: Audit, key: str, returns: Sequence[AgencyReturn], why: Saying
) -> Alteration:
    """Ask an agency no longer: what it has sent stays, what it owes is waived.

    Problems: `change.no_reason`, `change.nobody`, `audit.closed`.
    """
    still_running(audit)
    saying = because(why)
    if key not in audit.agencies:
        raise Problem(Code.CHANGE_NOBODY)
    owed = (ret for ret in returns if ret.agency == key and ret.stage not in IN and not ret.waived)
    changes = (
        changed(ret, replace(ret, waived=saying), "return.waived", by=saying.by, at=saying.at)
        for ret in owed
    )
    return Alteration(audit=audit, lines=line(audit, "agency.removed", saying, key),
                      changes=tuple(changes))  # fmt: skip


def add_contact(audit: Audit, person: str, ret: AgencyReturn, why: Saying) -> Alteration:
    """Let one more person answer a return. Problems: `change.no_reason`, `audit.closed`."""
    still_running(audit)
    saying = because(why)
    if person in ret.contacts:
        return Alteration(audit=audit, lines=())
    after = replace(ret, contacts=(*ret.contacts, person), assigned_at=saying.at,
                    nudged_from=saying.at)  # fmt: skip
    change = changed(ret, after, "return.assigned", by=saying.by, at=saying.at)
    told = replace(change, events=(replace(change.events[0], to=(person,)),))
    lines = line(audit, "contact.added", saying, person, ret.agency, ret.family)
    return Alteration(audit=audit, lines=lines, changes=(told,))


def remove_person(
    audit: Audit, person: str, returns: Sequence[AgencyReturn], why: Saying
) -> Alteration:
    """Take a leaver out of everything at once: returns, agencies, team. What they wrote stays.

    Also of a closed audit: access ends when somebody leaves. Problems: `change.no_reason`,
    `change.nobody` for the last business manager and for somebody who has no part.
    """
    saying = because(why)
    managers = [who for who, role in audit.team.items() if role is Role.BUSINESS_MANAGER]
    if managers == [person]:
        raise Problem(Code.CHANGE_NOBODY)
    after = replace(
        audit,
        agencies={key: without(one, person) for key, one in audit.agencies.items()},
        team={who: role for who, role in audit.team.items() if who != person},
        helpers=tuple(who for who in audit.helpers if who != person),
    )
    changes = tuple(left(returns, person, saying))
    if after == audit and not changes:
        raise Problem(Code.CHANGE_NOBODY)
    lines = line(audit, "person.removed", saying, person)
    return Alteration(audit=after, lines=lines, changes=changes)


def without(agency: Agency, person: str) -> Agency:
    """Return the agency without somebody who left it."""
    return replace(
        agency,
        coordinators=tuple(who for who in agency.coordinators if who != person),
        deputies=tuple(who for who in agency.deputies if who != person),
        lead="" if agency.lead == person else agency.lead,
    )


def left(returns: Sequence[AgencyReturn], person: str, saying: Saying) -> Iterator[Change]:
    """Yield the change of each return that the person answered."""
    for ret in returns:
        if person in ret.contacts:
            rest = tuple(who for who in ret.contacts if who != person)
            after = replace(ret, contacts=rest)
            change = changed(ret, after, "contact.removed", by=saying.by, at=saying.at)
            yield replace(change, events=(replace(change.events[0], to=(person,)),))


def close(audit: Audit, why: Saying) -> Alteration:
    """Close the audit: its returns no longer change. Closing it again changes nothing."""
    if audit.closed_at:
        return Alteration(audit=audit, lines=())
    after = replace(audit, closed_at=why.at)
    return Alteration(audit=after, lines=line(audit, "audit.closed", why))


def reopen(audit: Audit, why: Saying) -> Alteration:
    """Open a closed audit again. Problems: `audit.not_closed`, `change.no_reason`.

    `return.destroyed` once what was said in it is gone.
    """
    if not audit.closed_at:
        raise Problem(Code.AUDIT_NOT_CLOSED)
    saying = because(why)
    if audit.retention.gone(DataClass.RETURNS):
        raise Problem(Code.RETURN_DESTROYED)
    # What was announced is announced anew, counted from the next close.
    after = replace(audit, closed_at=None, retention=replace(audit.retention, announced={}))
    return Alteration(audit=after, lines=line(audit, "audit.reopened", saying))
