"""Agencies that have nobody to be told when they are silent, and what to do about it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from audits.audit import Agency, Audit
from audits.involvement import Standing
from audits.plan import Rung
from audits.steps import lacking
from cards.parts import Card, card, header, plain_button, small, text
from cards.words import listed, many

NAMED: Mapping[Rung, str] = {
    Rung.COORDINATOR: "coordinator",
    Rung.DEPUTY: "deputy",
    Rung.LEAD: "lead",
}
SHORTS = 4
"""Agencies named one by one in the line of the status card; more are counted."""


def of(audit: Audit, standings: Iterable[Standing]) -> Mapping[tuple[Rung, ...], Sequence[Agency]]:
    """Return the agencies that owe something by the rungs that they lack, most rungs first."""
    owing = {standing.agency for standing in standings if standing.waits}
    rungs = [rung for rung, _ in audit.plan.climbs()]
    found: defaultdict[tuple[Rung, ...], list[Agency]] = defaultdict(list)
    for agency in sorted(audit.agencies.values(), key=lambda agency: agency.name):
        missing = lacking(rungs, agency) if agency.key in owing else ()
        if missing:
            found[missing].append(agency)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def draw(audit: Audit, standings: Iterable[Standing]) -> Card | None:
    """Draw them for the business manager; None when every agency has somebody."""
    found = of(audit, standings)
    if not found:
        return None
    count = sum(len(agencies) for agencies in found.values())
    body = [
        header("Nobody to be told of silence", many(count, "service"), audit.title),
        text("When a service does not answer, we tell its coordinator, then its deputy, then its "
             "lead. **These services have nobody there,** so a step was passed over:"),
        *(text(f"**{empty(missing)}:** {', '.join(agency.name for agency in agencies)}",
               spacing="Small") for missing, agencies in found.items()),
        text("**What you can do:** name somebody. They are told at once of a silence that had "
             "come as far as them. Or ring the service."),
        small("You get this message once. The status card goes on saying it.", spacing="Medium"),
    ]  # fmt: skip
    return card(body, [
        plain_button("Name somebody", "agencies", {"audit": audit.id}, first=True),
        plain_button("Nudge now", "nudge", {"audit": audit.id}),
        plain_button("Status", "status", {"audit": audit.id}),
    ])  # fmt: skip


def empty(missing: Sequence[Rung]) -> str:
    """Return what an agency lacks: No coordinator, deputy or lead."""
    return f"No {listed([NAMED[rung] for rung in missing], 'or')}"


def in_a_line(audit: Audit, standings: Iterable[Standing]) -> str:
    """Return the same in one line for the status card; empty when nothing is missing."""
    found = of(audit, standings)
    lacking = {
        words: [agency.short for rungs, every in found.items() for agency in every if rung in rungs]
        for rung, words in NAMED.items()
    }
    parts = [f"a {words} at {few(shorts)}" for words, shorts in lacking.items() if shorts]
    return f"Missing above the contacts: {listed(parts)}. Type “agencies”." if parts else ""


def few(shorts: Sequence[str]) -> str:
    """Return some short names, or how many there are."""
    return listed(shorts) if len(shorts) <= SHORTS else many(len(shorts), "service")


def summary() -> str:
    """Return what a lock screen may show."""
    return "Case audit: nobody to be told of silence"
