"""What was proved of who can read what, in plain words for an information-governance officer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from audits.audit import Audit
from audits.people import Role
from bot.isolation import OUTSIDER, Tried
from bot.isolation_rules import SENT, TEAM, Verdict
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


def told(tries: Sequence[Tried], audits: Sequence[Audit]) -> list[str]:
    """Return the lines of the report."""
    people = {one.who.id for one in tries} - {OUTSIDER.id}
    verbs, things = {one.verb for one in tries}, {one.thing.id for one in tries}
    lines = [
        "Who can read what",
        "",
        f"{len(people)} people, and one account that is on no roster, each tried",
        f"{len(verbs)} things on {len(things)} returns: {len(tries):,} signed requests to the",
        "bot's own door, answered from a copy of the data. A try is refused when the bot answers",
        "as if the return did not exist, or says that this is not the person's to do.",
    ]
    for audit in audits:
        lines += ["", f"{audit.title} ({audit.id})"]
        for sentence in of_audit(audit, tries):
            lines += wrap(sentence, WIDE, initial_indent="  ", subsequent_indent="    ")
    return [*lines, "", *outsider(tries), "", *found(tries)]


def of_audit(audit: Audit, tries: Iterable[Tried]) -> Iterator[str]:
    """Yield a sentence for each kind of person and what they cannot read."""
    rows: dict[tuple[str, str], list[Tried]] = defaultdict(list)
    for one in tries:
        standing = one.thing.standing
        if one.thing.audit.id != audit.id or standing is None or one.who is OUTSIDER:
            continue
        if router.VERBS[one.verb][1] in ON_A_RETURN:
            rows[kind_of(one, audit), what_of(one, audit)].append(one)
    kinds = sorted({kind for kind, _what in rows})
    for kind in kinds:
        mine = {what: some for (of, what), some in rows.items() if of == kind}
        closed = {what: some for what, some in mine.items() if all(map(is_refused, some))}
        count = sum(map(len, closed.values()))
        if closed:
            names = ", ".join(sorted(closed))
            yield f"{kind} cannot read {names}: {count:,} tries, all refused."
        for what, some in sorted(mine.items()):
            refused = sum(map(is_refused, some))
            if what not in closed:
                yield (f"{kind}, on {what}: {len(some) - refused:,} tries let in, as theirs to do; "
                       f"{refused:,} refused, as not theirs.")  # fmt: skip


def is_refused(one: Tried) -> bool:
    """Say whether a try came to nothing and should have."""
    return one.expected is Verdict.REFUSED and not one.faults


def kind_of(one: Tried, audit: Audit) -> str:
    """Return what kind of person this is, as the report names them."""
    role = audit.team.get(one.who.id)
    if role is not None:
        return ROLES[role]
    for agency in audit.agencies.values():
        if one.who.id in agency.coordinating:
            return f"A {agency.name} coordinator or deputy"
        if (audit.id, agency.key) in one.contact_of:
            return f"A {agency.name} contact"
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
        yield "Nobody was shown another's words, and nothing of another's would have been changed."
        return
    yield f"Result: {len(wrong):,} TRIES WERE NOT AS THEY SHOULD BE. Stop the bot, and report this."
    for one in wrong[:MOST_FAULTS]:
        yield f"  {one.who.id}, {one.verb}, {one.thing.id}: {'; '.join(one.faults)}"
    if len(wrong) > MOST_FAULTS:
        yield f"  and {len(wrong) - MOST_FAULTS:,} more"
