"""Who may do what, told a second time and in short, to hold the bot against.

Nothing here uses audits/access.py, which is what is being proved. The table has a row for each
thing that dialogs/router.py says of who may; a verb without one cannot be tried, and fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from audits.audit import Audit
from audits.drafts import Draft
from audits.involvement import Stage, Standing
from audits.people import Person, Role
from audits.problems import Code
from dialogs import router


class Verdict(StrEnum):
    """What should come of a try."""

    LET_IN = "let in"
    REFUSED = "refused"
    OWN = "own things only"
    """Whatever is answered, it shows and changes nothing that is another's."""


REFUSALS = frozenset({
    Code.PERSON_UNKNOWN, Code.RETURN_NOT_FOUND, Code.VERB_NOT_YOURS, Code.VERB_MANAGERS,
    Code.VERB_RESULTS_ONLY, Code.AGENCY_NOT_YOURS, Code.DRAFT_NOT_YOURS, Code.DRAFT_NONE,
    Code.CLAIM_NONE,  # what is another's and what there is not look alike
    Code.FILE_UNREADABLE,  # a file is asked for first, and no card carries one
})  # fmt: skip
RUNS_IT = frozenset({Role.BUSINESS_MANAGER})
TEAM = frozenset({Role.BUSINESS_MANAGER, Role.CHAIR, Role.LEAD_AUDITOR, Role.PANEL})
SENT = frozenset({Stage.SENT, Stage.NIL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What is tried on: a return of an audit, one that there is not, or what is set up."""

    audit: Audit
    id: str
    standing: Standing | None
    draft: str = ""
    """The id of an audit that is being set up, where that is tried on."""

    def suits(self, verb: str) -> bool:
        """Whether a card with this verb can be about it: a draft, or an audit and its returns."""
        setting_up = router.VERBS[verb][1] == router.SETTING_UP
        return bool(self.draft) is setting_up or (setting_up and self.standing is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What part a person takes: in the thing that is tried on, and anywhere."""

    who: Person
    audits: tuple[Audit, ...]
    drafts: tuple[Draft, ...] = ()

    def answers(self, thing: Thing) -> bool:
        """Contacts of the return, and coordinators of its agency and their deputies."""
        named = thing.standing is not None and self.who.id in thing.standing.contacts
        return named or self.coordinates(thing)

    def coordinates(self, thing: Thing) -> bool:
        """Coordinators of the agency that owes the return, and their deputies."""
        if thing.standing is None:
            return False
        agency = thing.audit.agencies.get(thing.standing.agency)
        return agency is not None and self.who.id in {*agency.coordinators, *agency.deputies}

    def coordinates_any(self) -> bool:
        """Coordinators and deputies of any agency in any audit."""
        agencies = [agency for audit in self.audits for agency in audit.agencies.values()]
        return any(self.who.id in {*one.coordinators, *one.deputies} for one in agencies)

    def is_one_of(self, roles: frozenset[Role], audit: Audit) -> bool:
        """Whether the person has one of these roles in the audit."""
        return audit.team.get(self.who.id) in roles

    def reads(self, thing: Thing) -> bool:
        """Those who answer it; the audit team once it is sent."""
        sent = thing.standing is not None and thing.standing.stage in SENT
        return self.answers(thing) or (sent and self.is_one_of(TEAM, thing.audit))

    def alters(self, audit: Audit) -> bool:
        """Business managers of the audit, and those who are named by one."""
        return self.is_one_of(RUNS_IT, audit) or self.who.id in audit.helpers

    def began(self, draft: Draft) -> bool:
        """Who began a draft, its business managers, and those who are named by one."""
        manages = draft.team.get(self.who.id) is Role.BUSINESS_MANAGER
        return manages or self.who.id in {draft.made_by, *draft.helpers}

    def sets_up(self) -> bool:
        """Those who began a draft, and business managers with those whom they name."""
        return any(map(self.alters, self.audits)) or any(map(self.began, self.drafts))

    def takes_part(self, audit: Audit) -> bool:
        """The audit team, helpers, coordinators, deputies; observers only look."""
        if self.is_one_of(TEAM, audit) or self.who.id in audit.helpers:
            return True
        return any(self.who.id in {*one.coordinators, *one.deputies}
                   for one in audit.agencies.values())  # fmt: skip

    def vouches(self) -> bool:
        """Coordinators and business managers say who a newcomer is."""
        runs = any(self.is_one_of(RUNS_IT, audit) for audit in self.audits)
        return runs or self.coordinates_any()


Rule = Callable[[Part, Thing], Verdict]


def only(right: Callable[[Part, Thing], bool]) -> Rule:
    """Let those in who have the right to the thing; refuse all others."""
    return lambda part, thing: Verdict.LET_IN if right(part, thing) else Verdict.REFUSED


def with_role(roles: frozenset[Role], *, helping: bool = False) -> Rule:
    """Let those in who have such a role in the audit; in another audit, to their own only.

    `helping`: also those whom its business manager names.
    """

    def has_it(part: Part, audit: Audit) -> bool:
        return part.is_one_of(roles, audit) or (helping and part.who.id in audit.helpers)

    def rule(part: Part, thing: Thing) -> Verdict:
        if has_it(part, thing.audit) and thing.standing is not None:
            return Verdict.LET_IN
        anywhere = any(has_it(part, audit) for audit in part.audits)
        return Verdict.OWN if anywhere else Verdict.REFUSED

    return rule


def following(part: Part, thing: Thing) -> Verdict:
    """Let the audit team in; of a return that is not sent it sees that it is missing, no more."""
    found = with_role(TEAM)(part, thing)
    sent = thing.standing is not None and thing.standing.stage in SENT
    return found if sent or found is Verdict.REFUSED else Verdict.OWN


def coordinating(part: Part, thing: Thing) -> Verdict:
    """Let the agency's coordinators in; another's see their own agency or are refused."""
    if part.coordinates(thing):
        return Verdict.LET_IN
    return Verdict.OWN if part.coordinates_any() else Verdict.REFUSED


RULES: Mapping[str, Rule] = {
    router.ANYBODY: lambda _part, _thing: Verdict.OWN,
    router.ANSWERING: only(Part.answers),
    router.READING: only(Part.reads),
    router.COORDINATING: coordinating,
    router.TEAM: following,
    router.RESULTS: with_role(TEAM | {Role.OBSERVER}),
    router.RUNNING: with_role(RUNS_IT),
    router.ALTERING: with_role(RUNS_IT, helping=True),
    router.PAPERS: with_role(TEAM, helping=True),
    router.VOUCHING: lambda part, _thing: Verdict.OWN if part.vouches() else Verdict.REFUSED,
    router.SETTING_UP: lambda part, _thing: Verdict.OWN if part.sets_up() else Verdict.REFUSED,
}
"""By what the router says of who may."""


def verdict(verb: str, part: Part, thing: Thing) -> Verdict:
    """Return what should come of it. KeyError: nobody has said who may do this."""
    return RULES[router.VERBS[verb][1]](part, thing)
