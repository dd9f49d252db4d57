"""Who takes part while an audit runs: added, taken out, helped by; closing and opening again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.audit import Audit
from audits.people import Person
from audits.roster import KINDS
from cards import inputs, reading
from cards.parts import (
    Card,
    Element,
    button,
    card,
    header,
    notice,
    plain_button,
    shortened,
    small,
    text,
)
from cards.words import listed, many

MOST = 120
LINE = 120
"""Characters of a name or an e-mail address."""
STEPS: Mapping[str, str] = {
    "proposals": "Services that returns or nominations name",
    "contact": "Let somebody answer returns of a service",
    "agency": "Ask one more service, or one more family of it",
    "without": "Ask a service no longer",
    "leaver": "Somebody has left: take them out of everything",
    "tool": "Change the audit tool, or add a document",
    "helpers": "Who may change this audit with you",
    "close": "Close the audit, or open it again",
}
HELPERS = 30
IN_SIGHT = 12
"""Families that are shown at once, to be ticked."""


def face(audit: Audit, what: str) -> Element:
    """Return the face of every card about who takes part."""
    return header(what, audit.id, shortened(audit.title, 80))


def carried(audit: Audit, **more: str) -> dict[str, Any]:
    """Return what every one of these cards carries."""
    return {"audit": audit.id, "drawn": audit.version, **more}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was filled in on one of these cards."""

    audit_id: str
    step: str
    agency: str
    families: tuple[str, ...]
    email: str
    name: str
    short: str
    kind: str
    person: str
    reason: str


def read(data: Mapping[str, Any]) -> Wanted:
    """Read what was filled in."""
    words = {key: " ".join(reading.words_in(data, key).split())[:LINE]
             for key in ("email", "name", "short", "kind", "person", "agency", "step")}  # fmt: skip
    return Wanted(
        audit_id=reading.words_in(data, "audit"), families=inputs.ticked_in(data, "families"),
        reason=inputs.written_in(data), **words,
    )  # fmt: skip


def overview(audit: Audit, proposed: int, told: Sequence[str] = ()) -> Card:
    """Draw who takes part in figures, and what can be changed."""
    asked = [one for one in audit.agencies.values() if one.coordinating]
    closed = " It is closed." if audit.closed_at else ""
    families_told = many(len(audit.families), "family", "families")
    services_told = many(len(audit.agencies), "service")
    lines = [f"{families_told}, {services_told}, {len(asked)} of them with a coordinator.{closed}"]
    if proposed:
        named = many(proposed, "service is", "services are")
        lines.append(f"**{named} named** that nobody asked.")
    body = [
        face(audit, "Who takes part"),
        *([notice(*told, style="good")] if told else []),
        *(text(line, spacing="Small") for line in lines),
        inputs.one_of("step", "What do you want to change?", STEPS.items(),
                      "proposals" if proposed else "contact"),
        small("Each change needs a reason, and stands in the journal.", spacing="Medium"),
    ]  # fmt: skip
    return card(body, [button("Go on", "people", carried(audit), first=True),
                       plain_button("Coordinators and leads", "agencies", {"audit": audit.id}),
                       plain_button("Status", "status", {"audit": audit.id})])  # fmt: skip


def foot(audit: Audit, title: str, verb: str, **more: str) -> list[Element]:
    """Return the button that changes something, and the way back."""
    return [button(title, verb, carried(audit, **more), first=True),
            plain_button("Who takes part", "people", {"audit": audit.id})]  # fmt: skip


def line(key: str, label: str, hint: str, value: str = "") -> Element:
    """Return an input for a line of words."""
    return {"type": "Input.Text", "id": key, "label": label, "placeholder": hint, "value": value,
            "maxLength": LINE, "spacing": "Medium"}  # fmt: skip


def families(audit: Audit, ticked: str = "") -> Element:
    """Return the families, to be ticked: few are in sight, many are folded into a list."""
    pairs = [(code, f"Family {code}") for code in audit.families][:MOST]
    label = "About which families?"
    if len(pairs) <= IN_SIGHT:
        return inputs.many_of("families", label, pairs, ticked)
    return {**inputs.one_of("families", label, pairs, ticked), "isMultiSelect": True,
            "placeholder": "Choose one or more"}  # fmt: skip


def services(audit: Audit, chosen: str = "") -> list[tuple[str, str]]:
    """Return the services, those that are asked first."""
    every = sorted(audit.agencies.values(), key=lambda one: (not one.coordinating, one.name))
    return [(one.key, shortened(one.name, 80)) for one in every
            if not chosen or one.key == chosen][:MOST]  # fmt: skip


def add_contact(audit: Audit) -> Card:
    """Draw the card by which somebody may answer returns."""
    body = [
        face(audit, "Let somebody answer"),
        inputs.one_of("agency", "Of which service?", services(audit)),
        families(audit),
        line("email", "Their work e-mail", "first.last@service.example"),
        line("name", "Their name, if they are new here", "As colleagues know them"),
        inputs.words("Why?", "A colleague is away for long."),
    ]
    return card(body, foot(audit, "Let them answer", "add_contact"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What is known already of a service that is to be asked."""

    agency: str = ""
    name: str = ""
    kind: str = ""
    family: str = ""
    why: str = ""


def add_agency(audit: Audit, begun: Begun) -> Card:
    """Draw the card by which a service is asked about families."""
    there = [("", "A service that is not here yet"), *services(audit)]
    reason = inputs.words("Why?", "A return names it.")
    if begun.why:
        reason["value"] = begun.why
    body = [
        face(audit, "Ask one more service"),
        inputs.one_of("agency", "Which one?", [(key or NEW, words) for key, words in there],
                      begun.agency or NEW),
        families(audit, begun.family),
        small("For a service that is not here yet, or has nobody to be asked:", spacing="Medium"),
        line("name", "Its name", "Riverbridge Housing", begun.name),
        line("short", "Its short name, for tables", "Hou"),
        inputs.one_of("kind", "What kind is it? It decides what it is asked.", KINDS.items(),
                      begun.kind or "other"),
        line("email", "Its coordinator's work e-mail", "first.last@service.example"),
        line("person", "Its coordinator's name", "As colleagues know them"),
        reason,
    ]  # fmt: skip
    return card(body, foot(audit, "Ask this service", "add_agency"))


NEW = "-"
"""Stands for a service that is not here yet."""


def remove_agency(audit: Audit) -> Card:
    """Draw the card by which a service is asked no longer."""
    asked = [(key, name) for key, name in services(audit) if audit.agencies[key].coordinating]
    body = [
        face(audit, "Ask a service no longer"),
        text("What it has sent stays. What it owes, it owes no more. Its people lose access at "
             "once; what they wrote is kept, should you ask them again."),
        inputs.one_of("agency", "Which one?", asked or services(audit)),
        inputs.words("Why?", "It never knew these families."),
    ]  # fmt: skip
    return card(body, foot(audit, "Ask it no longer", "remove_agency"))


def leaver(audit: Audit) -> Card:
    """Draw the card by which somebody who has left is taken out."""
    body = [
        face(audit, "Somebody has left"),
        text("They lose access to this audit at once: returns, services, the audit team. What "
             "they wrote is kept. Give their returns to somebody else under “agency”, or let "
             "somebody answer."),
        line("email", "Their work e-mail", "first.last@service.example"),
        inputs.words("Why?", "Left the service on Friday."),
    ]  # fmt: skip
    return card(body, foot(audit, "Take them out", "remove_person"))


def helpers(what: Audit | None, people: Sequence[Person], more: Mapping[str, Any]) -> Card:
    """Draw who may change this audit with the business manager; one that is set up has no `what`.

    `more` is what the card carries.
    """
    names = [person.name for person in people]
    pairs = [(person.id, f"{person.name}, {person.email}") for person in people[:HELPERS]]
    body = [
        header("Who may help", "", "They set up and change this audit with you"),
        text(f"Named so far: {listed(names[:HELPERS])}." if names else "Nobody is named so far."),
        small("They see what you see while setting up: codes, services, contacts. They read no "
              "return by it."),
        line("email", "Name somebody: their work e-mail", "first.last@council.example"),
        line("name", "Their name, if they are new here", "As colleagues know them"),
    ]  # fmt: skip
    ways = [button("Name them", "name_helper", dict(more), first=True)]
    if pairs:
        body.append(inputs.one_of("person", "Or take somebody out", pairs))
        ways.append(button("Take them out", "drop_helper", dict(more)))
    back = ("Who takes part", "people") if what else ("Overview", "new_audit")
    return card(body, [*ways, plain_button(*back, dict(more))])


def sending(audit: Audit, link: str) -> Card:
    """Draw how a changed tool or a document gets here."""
    body = [
        face(audit, "Change the tool, or add a document"),
        text("**Drop the file into this chat:** the changed workbook of the tool, with a new "
             "version on its sheet “settings”; or terms of reference or a case summary as Word or "
             "PDF. You see what it would change before anything is taken."),
    ]  # fmt: skip
    ways: list[Element] = [plain_button("Who takes part", "people", {"audit": audit.id})]
    if link:
        body.append(small("If files cannot be dropped here, use the upload page. The link works "
                          "once, for a quarter of an hour."))  # fmt: skip
        ways = [
            {"type": "Action.OpenUrl", "title": "Open the upload page", "url": link},
            plain_button("Look at what I uploaded", "look_file", {"audit": audit.id}, first=True),
            *ways,
        ]
    return card(body, ways)


def ending(audit: Audit) -> Card:
    """Draw the card that closes the audit, or opens it again."""
    if audit.closed_at:
        body = [face(audit, "Open the audit again"),
                text("Returns can then be changed and sent again, and reminders go out."),
                inputs.words("Why?", "A service found more records.")]  # fmt: skip
        return card(body, foot(audit, "Open it again", "reopen_audit"))
    body = [
        face(audit, "Close the audit"),
        text("Returns no longer change, and nobody is reminded. Packs, exports and the report can "
             "still be made. You can open it again."),
        inputs.words("Why?", "The panel has met."),
    ]  # fmt: skip
    return card(body, foot(audit, "Close the audit", "close_audit"))
