"""The words and names that somebody must not be shown, and how they are looked for in a card.

What may be read is decided by bot/isolation_rules.py; here it is gathered from the data.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from audits.audit import Audit
from audits.drafts import Draft
from audits.identity import Identity
from audits.involvement import AgencyReturn
from audits.panel import Panel
from audits.tool import Box
from bot.isolation_rules import TEAM, Part, Thing

SHORTEST = 16
"""Characters of what was written that is looked for in what others are shown: shorter ones say
little, and stand in many places."""
SHORTEST_NAME = 8
"""The same of a name, an address or a number of somebody in a family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """All that was written of the audits, by what it is of."""

    audits: tuple[Audit, ...]
    drafts: tuple[Draft, ...]
    returns: tuple[AgencyReturn, ...]
    panels: tuple[Panel, ...] = ()
    sheets: tuple[Identity, ...] = ()

    def pairs(self) -> list[tuple[Thing, AgencyReturn]]:
        """Return each return with what is tried on it."""
        audits = {audit.id: audit for audit in self.audits}
        return [(Thing(audit=audits[r.audit_id], id=r.id, standing=r), r) for r in self.returns]


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one person must not be shown."""

    words: frozenset[str]
    """What was written in returns, of the panel, and in audits that are being set up."""
    names: frozenset[str]
    """Who the families are."""
    ids: frozenset[str]
    contact_of: frozenset[tuple[str, str]] = frozenset()
    """The audits and agencies for which the person answers as a contact."""

    def found_in(self, card: object, asked: str, sent: object = "") -> list[str]:
        """Name what a card shows that it should not, by what it is and never by its words.

        `asked` is the return that it was asked about, `sent` all that was sent: a card may show
        somebody their own words again.
        """
        strings = tuple(texts(card))
        whole, own = "\n".join(strings), f" {plain(' '.join(texts(sent)))} "
        faults = []
        if any(one not in own for one in standing_in(whole, self.words)):
            faults.append("shows words that are not theirs to read")
        if any(one not in own for one in standing_in(whole, self.names)):
            faults.append("shows who a family is that is not theirs")
        if (self.ids & set(strings)) - {asked}:
            faults.append("names a return that is not theirs")
        return faults


@lru_cache(maxsize=10_000)
def standing_in(whole: str, secrets: frozenset[str]) -> tuple[str, ...]:
    """Return which of these stand in a card; the many refusals that are alike are searched once."""
    card = f" {plain(whole)} "
    return tuple(one for one in secrets if f" {one} " in card)


def texts(value: object) -> Iterator[str]:
    """Yield every text that is in a card, in its order."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            left.extend(reversed(one.values()))
        elif isinstance(one, list):
            left.extend(reversed(one))


def plain(words: str) -> str:
    """Return the words without marks, however a card writes them."""
    return re.sub(r"[\W_]+", " ", words).strip().casefold()


def boxes(audit: Audit) -> Iterator[tuple[str, Box]]:
    """Yield every box of the audit's tool, with the name of its theme."""
    for theme in audit.tool.themes:
        for question in theme.questions:
            yield from ((theme.name, box) for box in question.boxes)


def written(ret: AgencyReturn, audit: Audit) -> set[str]:
    """Return what its agency wrote in a return, and what stood in it before."""
    chosen = {box.name for _theme, box in boxes(audit) if box.choices}
    answered = [
        one.value
        for name, a in ret.answers.items()
        if name not in chosen
        for one in (a.now, *a.past, *a.aside, a.rival)
        if one
    ]
    back = [ret.sent_back.words] if ret.sent_back else []
    why = [ret.nil.why] if ret.nil else []
    return {plain(one) for one in (*answered, *back, *why)}


def discussed(ret: AgencyReturn) -> set[str]:
    """Return what its agency and the audit team said to each other about a return."""
    said = [line.words for thread in ret.queries.values() for line in thread]
    said += [ret.extension.asked.words] if ret.extension else []
    said += [one.words for one in (ret.declined, ret.reopened) if one]
    return {plain(one) for one in said}


def judged(panel: Panel) -> set[str]:
    """Return what the panel wrote about a family, and what stood there before."""
    words = [one.words for one in panel.findings]
    words += [one.words for found in panel.findings for one in found.past]
    words += [one.why for grade in panel.grades.values() for one in (grade, *grade.past)]
    words += [one.words for ruled in panel.settled.values() for one in (ruled, *ruled.past)]
    if panel.summary:
        words += [panel.summary.words, *(one.words for one in panel.summary.past)]
    return {plain(one) for one in words}


def begun(draft: Draft) -> set[str]:
    """Return what was written of an audit that nobody is asked about yet."""
    words = [draft.title, draft.reason, draft.context]
    words += [family.summary for family in draft.families.values()]
    return {plain(one) for one in words}


def called(sheet: Identity) -> set[str]:
    """Return the names, addresses and numbers on a family's identity sheet."""
    found = {plain(text) for one in sheet.people
             for text in (one.names, one.addresses, one.numbers)}  # fmt: skip
    return {one for one in found if len(one) >= SHORTEST_NAME}


def secrets_from(part: Part, every: Written) -> Secrets:
    """Return what this person must not be shown."""
    things = every.pairs()
    audits = {audit.id: audit for audit in every.audits}
    rows = [(part.reads(thing), written(ret, thing.audit)) for thing, ret in things]
    rows += [(part.answers(thing) or part.is_one_of(TEAM, thing.audit), discussed(ret))
             for thing, ret in things]  # fmt: skip
    rows += [(part.is_one_of(TEAM, audits[one.audit_id]), judged(one)) for one in every.panels]
    rows += [(part.began(one) or one.opened_at is not None, begun(one)) for one in every.drafts]
    ours = [f"{a.tool} {a.context} {a.title} {a.reason}" for a in every.audits]
    allowed = all_of(rows, theirs=True) | {plain(" ".join(ours))}
    known = " ".join(sorted(allowed))  # two services may have written the same
    said = {one for one in all_of(rows, theirs=False) if len(one) >= SHORTEST and " " in one}
    seen = [thing for thing, _ret in things if part.answers(thing)]
    named = {t.id for t, _ in things if not part.answers(t) and not part.is_one_of(TEAM, t.audit)}
    contact_of = {(r.audit_id, r.agency) for r in every.returns if part.who.id in r.contacts}
    return Secrets(words=frozenset(one for one in said if one not in known),
                   names=frozenset(names_of(every.sheets, seen)),
                   ids=frozenset(named), contact_of=frozenset(contact_of))  # fmt: skip


def all_of(rows: Iterable[tuple[bool, set[str]]], *, theirs: bool) -> set[str]:
    """Return the words that are the person's to read, or those that are not."""
    return {word for own, words in rows if own is theirs for word in words}


def names_of(sheets: Iterable[Identity], seen: Iterable[Thing]) -> set[str]:
    """Return who those families are about which the person answers nothing."""
    families = {(t.audit.id, t.standing.family) for t in seen if t.standing}
    theirs, others = set[str](), set[str]()
    for sheet in sheets:
        own = (sheet.audit_id, sheet.family) in families
        (theirs if own else others).update(called(sheet))
    return others - theirs
