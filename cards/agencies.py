"""Who stands where in each agency, and whether it signs off, for the business manager."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audits.audit import Agency, Audit
from audits.people import Person
from audits.problems import Code, Problem
from cards import inputs, reading
from cards.parts import Card, Element, button, card, header, notice, plain_button, small, text
from cards.words import listed

ROWS = 20
LISTED = 60
NOBODY = "-"
"""Stands for no lead: an empty value would be no choice at all."""
SIGNS = (("no", "No: what a contact sends goes to the audit team"),
         ("yes", "Yes: a coordinator looks at each return first"))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which agency of which audit, and from which line on."""

    audit_id: str
    agency: str
    start: int


def asked_in(data: Mapping[str, Any]) -> Asked:
    """Read which agency is asked for."""
    return Asked(
        audit_id=reading.words_in(data, "audit"),
        agency=reading.words_in(data, "agency"),
        start=reading.whole_in(data, "start"),
    )


def read(data: Mapping[str, Any], agency: Agency, able: Sequence[str]) -> Agency:
    """Return the agency as it came back; `assign.nobody` for somebody who is not on its roster.

    A coordinator is nobody's deputy.
    """
    coordinators = inputs.ticked_in(data, "coordinators", agency.coordinators)
    ticked = inputs.ticked_in(data, "deputies", agency.deputies)
    deputies = tuple(one for one in ticked if one not in coordinators)
    named = reading.words_in(data, "lead").removeprefix(NOBODY)
    lead = named if reading.told(data, "lead") else agency.lead
    standing = {*agency.coordinators, *agency.deputies, agency.lead}
    if not {*coordinators, *deputies, lead} <= {*able, *standing, ""}:
        raise Problem(Code.ASSIGN_NOBODY)
    return replace(
        agency,
        coordinators=coordinators,
        deputies=deputies,
        lead=lead,
        sign_off=reading.choice_in(data, "sign_off", dict(SIGNS), sign_of(agency)) == "yes",
    )


def sign_of(agency: Agency) -> str:
    """Return which choice stands for whether the agency signs off."""
    return "yes" if agency.sign_off else "no"


def draw(audit: Audit, people: Mapping[str, Person], start: int = 0) -> Card:
    """Draw all agencies with who stands where, and a list to choose one from."""
    every = sorted(audit.agencies.values(), key=lambda agency: agency.name)
    start = start if start < len(every) else 0
    shown = every[start : start + ROWS]
    pairs = [(agency.key, agency.name) for agency in shown]
    body = [
        header("Services", "", f"{audit.title} · who is told when one does not answer"),
        *(line(agency, people) for agency in shown),
        inputs.one_of("agency", "Which one do you want to change?", pairs),
    ]
    ways = [button("Change this one", "agencies", {"audit": audit.id}, first=True)]
    if len(every) > ROWS:
        onward = start + ROWS if start + ROWS < len(every) else 0
        carried = {"audit": audit.id, "start": onward}
        ways.append(plain_button("More services", "agencies", carried))
    return card(body, [*ways, plain_button("Status", "status", {"audit": audit.id})])


def line(agency: Agency, people: Mapping[str, Person]) -> Element:
    """Return one agency in a line: who stands where, and where nobody does."""
    parts, missing = [f"**{agency.name}**"], []
    for words, ids in (("coordinator", agency.coordinators), ("deputy", agency.deputies),
                       ("lead", (agency.lead,) if agency.lead else ())):  # fmt: skip
        names = listed([people[one].name for one in ids if one in people][:3])
        if names:
            parts.append(f"{words} {names}")
        else:
            missing.append(words)
    if missing:
        parts.append(f"no {listed(missing, 'or')}")
    if agency.sign_off:
        parts.append("signs off")
    return text(" · ".join(parts), size="Small", spacing="Small")


def one(
    audit: Audit, agency: Agency, able: Sequence[Person], *, told: Sequence[str] = (),
    style: str = "good",
) -> Card:  # fmt: skip
    """Draw one agency, ready to be changed. `able` are the people on its roster."""
    pairs = [(person.id, person.name) for person in able[:LISTED]]
    body = [header(agency.name, agency.short, audit.title),
            *([notice(*told, style=style)] if told else [])]  # fmt: skip
    if not pairs:
        body.append(text("**Nobody of this service is on the roster,** so nobody can be named."))
    else:
        body += [
            several("coordinators", "Coordinators: see all its returns, give them to people",
                    pairs, agency.coordinators),
            several("deputies", "Deputies: stand in for the coordinators", pairs, agency.deputies),
            inputs.one_of("lead", "Lead: told last, when nobody answers",
                          [(NOBODY, "Nobody"), *pairs], agency.lead or NOBODY),
        ]  # fmt: skip
    body += [
        inputs.shown_at_once("sign_off", "Does the service sign off?", SIGNS,
                             sign_of(agency)),
        small("Only people on the roster of this service can be chosen. What you change counts "
              "at once: who is named is told of a silence, who is no longer named loses access.",
              spacing="Medium"),
    ]  # fmt: skip
    carried = {"audit": audit.id, "agency": agency.key, "drawn": audit.version}
    return card(body, [
        button("Save", "save_agency", carried, first=True),
        plain_button("All services", "agencies", {"audit": audit.id}),
        plain_button("Status", "status", {"audit": audit.id}),
    ])  # fmt: skip


def several(
    key: str, label: str, pairs: Sequence[tuple[str, str]], chosen: Sequence[str]
) -> Element:
    """Return a list, folded together, from which any number are chosen."""
    drawn = {**inputs.one_of(key, label, pairs, ",".join(chosen)), "isMultiSelect": True}
    return {**drawn, "placeholder": "Nobody"}
