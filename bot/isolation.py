"""Proves who cannot read what: everybody tries everything on every service's returns.

Each try is a signed HTTP request to the bot's own door, on a store in which nothing is kept. What
comes back is held against a short table of rules (bot/isolation_rules.py), and is searched for
what the person may not read (bot/isolation_secrets.py).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from audits.audit import Audit
from audits.people import Partnership, Person
from audits.tool import Kind
from bot.isolation_changes import Changes
from bot.isolation_door import Knock, opened
from bot.isolation_held import Held
from bot.isolation_rules import REFUSALS, SENT, Part, Thing, Verdict, verdict
from bot.isolation_secrets import Secrets, Written, boxes, secrets_from, texts
from cards.problem import WENT_WRONG
from dialogs import router
from storage.contract import Store

CODE = re.compile(r"Reason: ([a-z_]+\.[a-z_]+)$")
OUTSIDER = Person(id="made-up-outsider", tenant="made-up", object_id="made-up-outsider",
                  name="Made-up outsider", email="")  # fmt: skip
"""Somebody with an account in Teams who is on no roster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One try: who, what, on which return, what should have come of it, and what did."""

    who: Person
    verb: str
    thing: Thing
    expected: Verdict
    code: str
    """The code of the refusal; empty where there was none."""
    faults: tuple[str, ...] = ()
    """What was not as it should be."""
    contact_of: frozenset[tuple[str, str]] = frozenset()
    """The audits and agencies for which the person answers as a contact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Written):
    """Who and what there is to try with."""

    people: tuple[Person, ...]
    things: tuple[Thing, ...]


async def gathered(store: Store, *, every: bool) -> Ground:
    """Gather everybody who takes part in anything, and the returns to try on.

    Of each audit and agency one return that is sent and one that is not; `every`: all of them.
    And every audit that is being set up.
    """
    audits, drafts = tuple(await store.audits()), tuple(await store.drafts())
    standings = {audit.id: await store.returns_in(audit.id) for audit in audits}
    things: list[Thing] = []
    for audit in audits:
        things.append(Thing(audit=audit, id=f"{audit.id}.there-is-none", standing=None))
        seen: set[tuple[str, bool]] = set()
        for one in standings[audit.id]:
            kind = (one.agency, one.stage in SENT)
            if every or kind not in seen:
                things.append(Thing(audit=audit, id=one.id, standing=one))
            seen.add(kind)
    ids = {who for audit in audits for who in taking_part(audit)}
    ids |= {who for found in standings.values() for one in found for who in one.contacts}
    ids |= {who for draft in drafts for who in (draft.made_by, *draft.helpers, *draft.team)}
    people = await store.people(sorted(ids))
    found = [await store.agency_return(one.id) for some in standings.values() for one in some]
    known = [people[one] for one in sorted(people) if people[one].object_id]
    things += [Thing(audit=audits[0], id=one.id, standing=None, draft=one.id)
               for one in drafts if audits]  # fmt: skip
    panels = [one for audit in audits for one in await store.panels(audit.id)]
    sheets = [await store.identity(one) for a in audits for one in await store.identity_ids(a.id)]
    return Ground(
        audits=audits, drafts=drafts, people=(*known, OUTSIDER), things=tuple(things),
        returns=tuple(one for one in found if one), panels=tuple(panels),
        sheets=tuple(one for one in sheets if one),
    )  # fmt: skip


def taking_part(audit: Audit) -> set[str]:
    """Return the ids of those who take part in an audit by what the audit itself says."""
    named = {*audit.team, *audit.helpers}
    for agency in audit.agencies.values():
        named |= {*agency.coordinating, agency.lead}
    return named - {""}


def carried(thing: Thing) -> dict[str, Any]:
    """Return what the card carries: the thing by every name that a card has for it."""
    audit, standing = thing.audit, thing.standing
    graded = ((theme, box.name) for theme, box in boxes(audit) if box.kind is Kind.GRADE)
    theme, box = next(graded, ("", ""))
    agency, family = (standing.agency, standing.family) if standing else ("", "")
    return {
        "return": thing.id, "returns": thing.id, f"known.{thing.id}": "known", "audit": audit.id,
        "family": family, "agency": agency, "cell": f"{agency}/{box}", "theme": theme,
        "drawn": 0, "go": "next", "kind": "not_known", "searched": "child", "making": "json",
        "b.words": "Words that prove nothing.", "draft": thing.draft or audit.id,
    }  # fmt: skip


def broken(status: int, card: object) -> list[str]:
    """Say what of an answer shows that the bot did not come through the turn."""
    if status != HTTPStatus.OK or card is None:
        return [f"was answered with {status}{'' if card else ' and no card'}"]
    return ["made the bot fail"] if any(WENT_WRONG in one for one in texts(card)) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What every try is made with."""

    ground: Ground
    held: Held
    knock: Knock

    async def tried(self, part: Part, verb: str, thing: Thing, *, secrets: Secrets) -> Tried:
        """Press once, and return what came of it."""
        expected = verdict(verb, part, thing) if part.who is not OUTSIDER else Verdict.REFUSED
        told = carried(thing)
        if router.VERBS[verb][1] != router.SETTING_UP:
            del told["draft"]  # a card is about an audit or a draft, never both
        status, card = await self.knock.press(part.who, verb, told)
        code = next((match[1] for one in texts(card) if (match := CODE.match(one))), "")
        faults = secrets.found_in(card, thing.id)
        faults += broken(status, card)
        refused = code in REFUSALS
        if expected is not Verdict.OWN and refused is not (expected is Verdict.REFUSED):
            faults.append(f"should be {expected}, and got {code or 'an answer'}")
        changed = self.wrongly(verb, part, never=expected is Verdict.REFUSED)
        faults += [f"would have changed {one}" for one in changed]
        return Tried(who=part.who, verb=verb, thing=thing, expected=expected, code=code,
                     faults=tuple(faults), contact_of=secrets.contact_of)  # fmt: skip

    def wrongly(self, verb: str, part: Part, *, never: bool) -> list[str]:
        """Return what would have been changed since this was last asked that was not to be.

        `never`: nothing at all was to be changed.
        """
        changes = Changes(part=part, ground=self.ground)
        return sorted({one for one in self.held.taken() if never or not changes.may(verb, one)})


async def tries(
    store: Store,
    partnership: Partnership,
    *,
    ground: Ground | None = None,
    verbs: Collection[str] = (),
) -> list[Tried]:
    """Let everybody try everything, and return what came of each try. Nothing is kept.

    `ground`: with whom and on what; else with everybody, on a return of each kind.
    """
    held, found = Held(store), ground or await gathered(store, every=False)
    async with opened(cast("Store", held), partnership) as knock:
        trial = Trial(ground=found, held=held, knock=knock)
        return [
            await trial.tried(part, verb, thing, secrets=secrets)
            for who in found.people
            for part in (Part(who=who, audits=found.audits, drafts=found.drafts),)
            for secrets in (secrets_from(part, found),)
            for verb in sorted(verbs or router.VERBS)
            for thing in found.things
            if thing.suits(verb)
        ]
