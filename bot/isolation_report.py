"""What was proved of who can read what, in plain words for an information-governance officer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from textwrap import wrap

from audits.audit import Audit
from audits.people import Role
from bot.isolation import OUTSIDER, Tried
from bot.isolation_rules import SENT, TEAM, Verdict
from cards.words import many
from dialogs import router

ON_A_RETURN = frozenset({router.ANSWERING, router.READING})
"""What the router says of who may do what is done with one return."""
ROLES = {
    Role.BUSINESS_MANAGER: "A business manager",
    Role.CHAIR: "A chair",
    Role.LEAD_AUDITOR: "A lead auditor",
    Role.PANEL: "A panel member",
    Role.OBSERVER: "An observer",
}
MOST_FAULTS = 40
WIDE = 96
"""Characters in a line."""


def told(tries: Sequence[Tried], audits: Sequence[Audit], at: datetime | None = None) -> list[str]:
    """Return the lines of the report; `at` is when it was tried."""
    lines = ["Who can read what", f"Tried on {day_of(at)}." if at else "", *found(tries)]
    for sentence in how(tries):
        lines += ["", *wrap(sentence, WIDE)]
    for audit in audits:
        lines += ["", f"{audit.title} ({audit.id})"]
        for sentence in list(of_audit(audit, tries)) or ["It has no returns."]:
            lines += wrap(sentence, WIDE, initial_indent="  ", subsequent_indent="    ")
    return [*lines, "", *outsider(tries)]


def day_of(at: datetime) -> str:
    """Return the day and the minute, as one writes them."""
    return f"{at.day} {at:%B %Y at %H:%M} UTC"


def how(tries: Sequence[Tried]) -> Iterator[str]:
    """Yield what was tried, what was looked for, and what this cannot show."""
    people = {one.who.id for one in tries} - {OUTSIDER.id}
    verbs = {one.verb for one in tries}
    things = {one.thing.id for one in tries if one.thing.standing}
    drafts = {one.thing.id for one in tries if one.thing.draft}
    yield (f"What was tried: each of {len(people)} people, and one account that is on no roster, "
           f"pressed each of the bot’s {len(verbs)} buttons on {many(len(things), 'return')}, on "
           "one that there is not"
           f"{f', and on {many(len(drafts), *ANOTHER)}' if drafts else ''}: {len(tries):,} tries. "
           "Each was a signed request at the bot’s own door, answered from a copy of the data. "
           "Nothing was changed, nobody got a message, and the copy is removed.")  # fmt: skip
    yield ("What was looked for: whether each try was let in or refused as a short table of rules "
           "says; whether a card showed words of a return, a query, a panel or a plan that "
           "are not the person’s to read, or who a family is; and whether anything of others "
           "would have been changed. “Refused” means that the bot answers as if there were no "
           "such return, or says that this is not the person’s to do.")  # fmt: skip
    yield ("What this does not show: what stands in files and in messages that the bot sends by "
           "itself, and what those can read who look after the server and its keys.")  # fmt: skip


ANOTHER = ("audit that is being set up", "audits that are being set up")


def of_audit(audit: Audit, tries: Iterable[Tried]) -> Iterator[str]:
    """Yield a sentence for each kind of person and what they cannot read, and what they can."""
    rows: dict[tuple[str, str], list[Tried]] = defaultdict(list)
    for one in tries:
        standing = one.thing.standing
        if one.thing.audit.id != audit.id or standing is None or one.who is OUTSIDER:
            continue
        if router.VERBS[one.verb][1] in ON_A_RETURN:
            rows[kind_of(one, audit), what_of(one, audit)].append(one)
    for kind in sorted({kind for kind, _what in rows}):
        mine = {what: some for (of, what), some in rows.items() if of == kind}
        closed = {what: some for what, some in mine.items() if all(map(is_refused, some))}
        every = [one for some in closed.values() for one in some]
        if closed:
            names = ", ".join(sorted(closed))
            people = many(len({one.who.id for one in every}), "person", "people")
            yield f"{kind} cannot read {names}: {len(every):,} tries by {people}, all refused."
        for what, some in sorted(mine.items()):
            if what not in closed:
                yield f"{kind} can read {what}: {let_in(some, audit)}"


def let_in(some: Sequence[Tried], audit: Audit) -> str:
    """Return how often somebody was let in, and why not always."""
    refused = sum(map(is_refused, some))
    faulty = sum(bool(one.faults) for one in some)
    of_team = audit.team.get(some[0].who.id) in TEAM
    why = ("to answer, send or take them back, which only the service may" if of_team
           else "about returns that are a colleague’s")  # fmt: skip
    told = f"{len(some) - refused - faulty:,} tries let in"
    told += f"; {refused:,} refused, {why}" if refused else ""
    return f"{told}; {faulty:,} NOT AS IT SHOULD BE." if faulty else f"{told}."


def is_refused(one: Tried) -> bool:
    """Say whether a try came to nothing and should have."""
    return one.expected is Verdict.REFUSED and not one.faults


def kind_of(one: Tried, audit: Audit) -> str:
    """Return what kind of person this is, as the report names them."""
    role = audit.team.get(one.who.id)
    if role is not None:
        return ROLES[role]
    for agency in audit.agencies.values():
        article = "An" if agency.name[:1] in "AEIOU" else "A"
        if one.who.id in agency.coordinating:
            return f"{article} {agency.name} coordinator or deputy"
        if (audit.id, agency.key) in one.contact_of:
            return f"{article} {agency.name} contact"
    if any(one.who.id == agency.lead for agency in audit.agencies.values()):
        return "The lead of a service"
    return "Somebody with no part in this audit"


def what_of(one: Tried, audit: Audit) -> str:
    """Return what was tried on: an agency's returns, for the audit team by whether it has them."""
    standing = one.thing.standing
    assert standing is not None  # noqa: S101 - the caller looked
    if audit.team.get(one.who.id) in TEAM:
        has = standing.stage in SENT
        return "returns that were sent" if has else "returns that were not sent"
    return audit.agencies[standing.agency].name


def outsider(tries: Iterable[Tried]) -> Iterator[str]:
    """Yield what came of somebody whom no roster knows."""
    some = [one for one in tries if one.who is OUTSIDER]
    refused = sum(map(is_refused, some))
    yield f"An account that is on no roster: {len(some):,} tries, {refused:,} refused."


def found(tries: Iterable[Tried]) -> Iterator[str]:
    """Yield what was not as it should be, or that all was."""
    wrong = [one for one in tries if one.faults]
    if not wrong:
        yield "Result: everything was as it should be."
        yield "Nobody was let in who should not be, or kept out who should not be."
        yield "Nobody was shown words or names that are not theirs to read."
        yield "Nothing of another’s would have been changed."
        return
    yield f"Result: {len(wrong):,} TRIES WERE NOT AS THEY SHOULD BE. Stop the bot, and report this."
    yield "Each line says who (by their id on the roster), with which button, on what."
    for one in wrong[:MOST_FAULTS]:
        yield f"  {one.who.id}, {one.verb}, {one.thing.id}: {'; '.join(one.faults)}"
    if len(wrong) > MOST_FAULTS:
        yield f"  and {len(wrong) - MOST_FAULTS:,} more"
