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


def add_agency(
    audit: Audit, agency: Agency, families: Sequence[str], why: Saying, *,
    returns: Sequence[AgencyReturn] = (),
) -> Alteration:  # fmt: skip
    """Ask one more agency about these families; about those that it is asked about, nothing new.

    One that was taken out before is asked again: of `returns`, those that it need not give any
    more are owed once more, with all that stood in them.
    Problems: `change.no_reason`, `change.nobody`, `audit.closed`.
    """
    still_running(audit)
    saying = because(why)
    asking = to_ask(audit, agency)
    codes = [code for code in families if code in audit.families]
    if not codes or not asking.coordinating:
        raise Problem(Code.CHANGE_NOBODY)
    back = [ret for ret in returns
            if ret.agency == agency.key and ret.family in codes and ret.waived]  # fmt: skip
    new = [code for code in codes if agency.key not in audit.families[code].involved]
    asked = [*new, *(ret.family for ret in back)]
    after = asked_about(audit, asking, new)
    if not asked and after == audit:
        return Alteration(audit=audit, lines=())
    owed = (AgencyReturn(id=return_id(audit.id, code, agency.key), audit_id=audit.id,
                         family=code, agency=agency.key, contacts=()) for code in new)  # fmt: skip
    return Alteration(audit=after, lines=line(audit, "agency.added", saying, agency.key, *asked),
                      returns=tuple(owed), changes=tuple(owed_again(ret, saying) for ret in back),
                      )  # fmt: skip


def to_ask(audit: Audit, agency: Agency) -> Agency:
    """Return the agency as it will stand: one that is there keeps its people, if it has any."""
    known = audit.agencies.get(agency.key)
    if known is None or known.coordinating:
        return known or agency
    return replace(known, coordinators=agency.coordinators, deputies=agency.deputies)


def asked_about(audit: Audit, agency: Agency, families: Sequence[str]) -> Audit:
    """Return the audit with the agency asked about these families too."""
    more = {
        code: replace(family, involved=(*family.involved, agency.key))
        for code, family in audit.families.items() if code in families
    }  # fmt: skip
    return replace(audit, agencies={**audit.agencies, agency.key: agency},
                   families={**audit.families, **more})  # fmt: skip


def owed_again(ret: AgencyReturn, saying: Saying) -> Change:
    """Return the change by which a return that was not needed is owed once more."""
    after = replace(ret, waived=None, nudged_from=saying.at)
    return changed(ret, after, "return.asked_again", by=saying.by, at=saying.at)


def remove_agency(
    audit: Audit, key: str, returns: Sequence[AgencyReturn], why: Saying
) -> Alteration:
    """Ask an agency no longer: what it has sent stays, what it owes is waived.

    Its people lose access at once; what they wrote so far is kept.
    Problems: `change.no_reason`, `change.nobody`, `audit.closed`.
    """
    still_running(audit)
    saying = because(why)
    if key not in audit.agencies:
        raise Problem(Code.CHANGE_NOBODY)
    nobody = replace(audit.agencies[key], coordinators=(), deputies=(), lead="")
    after = replace(audit, agencies={**audit.agencies, key: nobody})
    changes = tuple(taken_away(ret, saying) for ret in returns if ret.agency == key
                    and (ret.contacts or (ret.stage not in IN and not ret.waived)))  # fmt: skip
    if after == audit and not changes:
        return Alteration(audit=audit, lines=())
    return Alteration(audit=after, lines=line(audit, "agency.removed", saying, key),
                      changes=changes)  # fmt: skip


def taken_away(ret: AgencyReturn, saying: Saying) -> Change:
    """Return the change by which nobody of its agency has a return any more."""
    owed = ret.stage not in IN and not ret.waived
    after = replace(ret, contacts=(), waived=saying if owed else ret.waived)
    what = "return.waived" if owed else "contact.removed"
    change = changed(ret, after, what, by=saying.by, at=saying.at)
    return replace(change, events=(replace(change.events[0], to=ret.contacts),))


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


def add_contacts(
    audit: Audit, person: str, returns: Sequence[AgencyReturn], why: Saying
) -> Alteration:
    """Let one more person answer several returns of an agency. Problems: those of `add_contact`.

    `change.nobody` where there is no return.
    """
    if not returns:
        raise Problem(Code.CHANGE_NOBODY)
    done = [add_contact(audit, person, ret, why) for ret in returns]
    changes = tuple(change for one in done for change in one.changes)
    if not changes:
        return Alteration(audit=audit, lines=())
    families = [change.after.family for change in changes]
    about = (person, changes[0].after.agency, *families)
    return Alteration(audit=audit, lines=line(audit, "contact.added", because(why), *about),
                      changes=changes)  # fmt: skip


def name_helper(audit: Audit, person: str, why: Saying) -> Alteration:
    """Let somebody change the audit with its business manager. Problems: `change.nobody`."""
    if not person:
        raise Problem(Code.CHANGE_NOBODY)
    if person in audit.helpers:
        return Alteration(audit=audit, lines=())
    after = replace(audit, helpers=(*audit.helpers, person))
    return Alteration(audit=after, lines=line(audit, "helper.named", why, person))


def drop_helper(audit: Audit, person: str, why: Saying) -> Alteration:
    """Let them do so no more. Problems: `change.nobody` for somebody who was not named."""
    if person not in audit.helpers:
        raise Problem(Code.CHANGE_NOBODY)
    after = replace(audit, helpers=tuple(one for one in audit.helpers if one != person))
    return Alteration(audit=after, lines=line(audit, "helper.dropped", why, person))


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
