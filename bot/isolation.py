"""Proves who cannot read what: everybody tries everything on every service's returns.

Each try is a signed HTTP request to the bot's own door, on a store in which nothing is kept. What
comes back is held against a short table of rules (bot/isolation_rules.py), and is searched for the
words of returns that the person may not read.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from audits.audit import Audit
from audits.drafts import Draft
from audits.involvement import AgencyReturn
from audits.people import Partnership, Person
from audits.tool import Box, Kind
from bot.isolation_door import Knock, opened
from bot.isolation_held import Held
from bot.isolation_rules import REFUSALS, SENT, TEAM, Part, Thing, Verdict, verdict
from dialogs import router
from storage.contract import Store

SHORTEST = 16
"""Characters of an answer that is looked for in what others are shown: shorter ones say little."""
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
class Ground:
    """Who and what there is to try with."""

    audits: tuple[Audit, ...]
    drafts: tuple[Draft, ...]
    people: tuple[Person, ...]
    returns: tuple[AgencyReturn, ...]
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Secrets:
    """The words and ids that one person must not be shown."""

    words: frozenset[str]
    ids: frozenset[str]
    contact_of: frozenset[tuple[str, str]] = frozenset()

    def found_in(self, card: object, asked: str) -> list[str]:
        """Name what a card shows that it should not, by what it is and never by its words."""
        strings = list(texts(card))
        whole = plain(" ".join(strings))
        faults = ["shows words of a return that is not theirs"] * any(
            one in whole for one in self.words
        )
        if (self.ids & set(strings)) - {asked}:
            faults.append("names a return that is not theirs")
        return faults


def texts(value: object) -> Iterator[str]:
    """Yield every text that is in a card."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def plain(words: str) -> str:
    """Return the words without marks, however a card writes them."""
    return re.sub(r"[\W_]+", " ", words).strip().casefold()


def boxes(audit: Audit) -> Iterator[tuple[str, Box]]:
    """Yield every box of the audit's tool, with the name of its theme."""
    for theme in audit.tool.themes:
        for question in theme.questions:
            yield from ((theme.name, box) for box in question.boxes)


def written(ret: AgencyReturn, audit: Audit) -> set[str]:
    """Return what people wrote in a return, and what stood in it before."""
    chosen = {box.name for _theme, box in boxes(audit) if box.choices}
    words = [
        one
        for name, a in ret.answers.items()
        if name not in chosen
        for one in (a.now, *a.past, *a.aside, a.rival)
        if one
    ]
    return {plain(one.value) for one in words}


async def ground(store: Store, *, every: bool) -> Ground:
    """Gather everybody who takes part in anything, and the returns to try on.

    Of each audit and agency one return that is sent and one that is not; `every`: all of them.
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
    return Ground(audits=audits, drafts=drafts, people=(*known, OUTSIDER), things=tuple(things),
                  returns=tuple(one for one in found if one))  # fmt: skip


def taking_part(audit: Audit) -> set[str]:
    """Return the ids of those who take part in an audit by what the audit itself says."""
    named = {*audit.team, *audit.helpers}
    for agency in audit.agencies.values():
        named |= {*agency.coordinating, agency.lead}
    return named - {""}


def secrets_from(part: Part, every: Ground) -> Secrets:
    """Return what this person must not be shown."""
    audits = {audit.id: audit for audit in every.audits}
    things = [Thing(audit=audits[r.audit_id], id=r.id, standing=r) for r in every.returns]
    pairs = list(zip(things, every.returns, strict=True))
    theirs = " ".join(word for t, ret in pairs if part.reads(t) for word in written(ret, t.audit))
    said = {word for t, ret in pairs if not part.reads(t) for word in written(ret, t.audit)}
    tools = [str(audit.tool) + audit.context for audit in every.audits]
    allowed = theirs + plain(" ".join(tools))  # two services may have written the same
    others = {one for one in said if len(one) >= SHORTEST and " " in one and one not in allowed}
    named = {t.id for t in things if not part.answers(t) and not part.is_one_of(TEAM, t.audit)}
    contact_of = {(r.audit_id, r.agency) for r in every.returns if part.who.id in r.contacts}
    return Secrets(words=frozenset(others), ids=frozenset(named),
                   contact_of=frozenset(contact_of))  # fmt: skip


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
        "b.words": "Words that prove nothing.", "draft": audit.id,
    }  # fmt: skip


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
        if status != HTTPStatus.OK or card is None or "apology" in code:
            faults.append(f"was answered with {status} and {code or 'nothing'}")
        refused = code in REFUSALS
        if expected is not Verdict.OWN and refused is not (expected is Verdict.REFUSED):
            faults.append(f"should be {expected}, and got {code or 'an answer'}")
        kept = self.held.taken()
        wrong = {k for k in kept if expected is Verdict.REFUSED or not self.may_change(k, part)}
        faults += [f"would have changed {one}" for one in sorted(wrong)]
        return Tried(who=part.who, verb=verb, thing=thing, expected=expected, code=code,
                     faults=tuple(faults), contact_of=secrets.contact_of)  # fmt: skip

    def may_change(self, kept: str, part: Part) -> bool:
        """Say whether what would have been kept is the person's to change."""
        kind, _, name = kept.partition(" ")
        audits = {audit.id: audit for audit in self.ground.audits}
        if kind == "return":
            found = [one for one in self.ground.returns if one.id == name]
            things = [Thing(audit=audits[one.audit_id], id=one.id, standing=one) for one in found]
            return any(part.answers(t) or part.is_one_of(TEAM, t.audit) for t in things)
        if kind == "audit":
            return name not in audits or part.who.id in taking_part(audits[name])
        return True


async def tries(
    store: Store, partnership: Partnership, *, every: bool = False, verbs: Collection[str] = ()
) -> list[Tried]:
    """Let everybody try everything, and return what came of each try. Nothing is kept."""
    held, found = Held(store), await ground(store, every=every)
    async with opened(cast("Store", held), partnership) as knock:
        trial = Trial(ground=found, held=held, knock=knock)
        return [
            await trial.tried(part, verb, thing, secrets=secrets)
            for who in found.people
            for part in (Part(who=who, audits=found.audits, drafts=found.drafts),)
            for secrets in (secrets_from(part, found),)
            for verb in sorted(verbs or router.VERBS)
            for thing in found.things
        ]
