"""The files that can be made of an audit: export, packs, report; and that one is being made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.audit import Audit
from audits.panel import Pack
from audits.totals import Completeness
from cards import reading, scoped
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
)  # fmt: skip
from cards.summary import completeness
from cards.words import many, moment

ALL = "all"
"""Stands on cards for the packs of all families."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which file was asked for."""

    audit_id: str
    making: str
    family: str


def read(data: Mapping[str, Any]) -> Wanted:
    """Read which file was asked for."""
    return Wanted(
        audit_id=reading.words_in(data, "audit"),
        making=reading.words_in(data, "making"),
        family=reading.words_in(data, "family"),
    )


EXPORTS = (
    ("workbook", "Excel workbook", "returns, answers, grid, nudges and findings, a sheet each"),
    ("csv", "CSV", "the same tables as plain text, in one zip"),
    ("json", "JSON", "the whole audit in one file, to take elsewhere"),
)


def export(audit: Audit, row: Completeness) -> Card:
    """Draw what the audit can be exported as."""
    body = [
        header("Export", "", audit.title),
        text(completeness(row)),
        *(text(f"**{name}** – {what}", spacing="Small") for _, name, what in EXPORTS),
        small("It holds what services told. Keep it where only the audit team can open it.",
              spacing="Medium"),
    ]  # fmt: skip
    about = {"audit": audit.id}
    return card(body, [
        *(plain_button(name, "make", {**about, "making": making}, first=place == 0)
          for place, (making, name, _) in enumerate(EXPORTS)),
        plain_button("Report", "report", about), plain_button("Status", "status", about),
    ])  # fmt: skip


def choose_pack(audit: Audit, unknown: str = "") -> Card:
    """Draw whose pack is wanted."""
    body = [
        header("Pack", "", audit.title), *scoped.missed(unknown),
        text("Choose the family. Next time you can type it: “pack C”."),
        scoped.of_family(audit, min(audit.families, default=""), whole=""),
    ]  # fmt: skip
    about = {"audit": audit.id}
    return card(body, [
        button("Go on", "pack", about, first=True),
        plain_button("Packs of all families", "pack", {**about, "making": ALL}),
        plain_button("Status", "status", about),
    ])  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """How far a family's pack is, or the report."""

    audit: Audit
    row: Completeness
    missing: Sequence[str]
    """Names of the services whose return is not in."""
    unchecked: int
    """Details that nobody has looked at."""
    open_mismatches: int = 0
    findings: int = 0
    accepted: int = 0
    family: str = ""
    frozen: Pack | None = None
    frozen_by: str = ""
    changed: int = 0
    """Returns that are not as they were when the pack was frozen."""
    told: str = ""


def pack(ready: Ready) -> Card:
    """Draw how far a family's pack is."""
    body = [
        header(f"Pack of Family {ready.family}", "", ready.audit.title),
        *([notice(ready.told, style="good")] if ready.told else []),
        text(completeness(ready.row)), *lacking(ready), *facts(ready), *unchecked(ready),
        text(freezing(ready), spacing="Medium"),
    ]  # fmt: skip
    here = {"audit": ready.audit.id, "family": ready.family}
    return card(body, [
        *checking(ready),
        plain_button("Make the pack", "make", {**here, "making": "pack"},
                     first=not ready.unchecked),
        plain_button("Freeze it again" if ready.frozen else "Freeze it", "freeze", here),
        plain_button("Another family", "pack", {"audit": ready.audit.id}),
        plain_button("Status", "status", {"audit": ready.audit.id}),
    ])  # fmt: skip


def packs(audit: Audit, row: Completeness, unfrozen: Sequence[str]) -> Card:
    """Draw how far the packs of all families are."""
    body = [header("Packs of all families", "", audit.title), text(completeness(row))]
    if unfrozen:
        codes = shortened(", ".join(unfrozen), 200)
        body.append(notice(f"**Not frozen yet: {codes}.** These show the returns as they are now.",
                           style="warning"))  # fmt: skip
    body.append(small("Each pack says on its first page how many details have not been checked "
                      "for names."))  # fmt: skip
    about = {"audit": audit.id}
    return card(body, [
        plain_button("Make all packs", "make", {**about, "making": "pack"}, first=True),
        plain_button("One family", "pack", about), plain_button("Status", "status", about),
    ])  # fmt: skip


def report(ready: Ready) -> Card:
    """Draw how far the report is."""
    body = [
        header("Report", "", ready.audit.title),
        *([notice(ready.told, style="good")] if ready.told else []),
        text(completeness(ready.row)), *facts(ready), *unchecked(ready),
        small("It is a draft: made of accepted returns and of findings, with no practitioner's "
              "and no family's name, for you to finish.", spacing="Medium"),
    ]  # fmt: skip
    about = {"audit": ready.audit.id}
    return card(body, [
        *checking(ready),
        plain_button("Make the report", "make", {**about, "making": "report"},
                     first=not ready.unchecked),
        plain_button("Findings", "findings", about), plain_button("Export", "export", about),
        plain_button("Status", "status", about),
    ])  # fmt: skip


def facts(ready: Ready) -> list[Element]:
    """Return what stands ready, and what is still open."""
    found = [
        (ready.accepted, f"{ready.accepted} accepted"),
        (ready.findings, many(ready.findings, "finding")),
        (ready.open_mismatches, many(ready.open_mismatches, "open mismatch", "open mismatches")),
    ]
    said = ", ".join(words for count, words in found if count)
    return [text(f"{said}.", spacing="Small")] if said else []


def lacking(ready: Ready) -> list[Element]:
    """Return whose return is not in."""
    named = shortened(", ".join(ready.missing), 300)
    return [text(f"**Not in:** {named}. The pack says so, and that they were asked.",
                 spacing="Small")] if named else []  # fmt: skip


def unchecked(ready: Ready) -> list[Element]:
    """Return how many details have to be looked at."""
    if not ready.unchecked:
        return [notice("**Checked for names.** Nothing is left to look at.", style="good")]
    count = many(ready.unchecked, "detail")
    return [notice(f"**{count} might say who somebody is.** Until all are checked, the first page "
                   "says that it is a draft.", style="warning")]  # fmt: skip


def checking(ready: Ready) -> list[Element]:
    """Return the button that leads to the check."""
    if not ready.unchecked:
        return []
    carried = {"audit": ready.audit.id, "family": ready.family}
    words = f"Check {many(ready.unchecked, 'detail')}"
    return [plain_button(words, "check", carried, first=True)]


def freezing(ready: Ready) -> str:
    """Return whether the pack is frozen, and what came since."""
    if ready.frozen is None:
        return ("**Not frozen.** Freeze it when it goes to the panel: what comes later is marked "
                "and does not change it.")  # fmt: skip
    when = moment(ready.audit.here(ready.frozen.at))
    by = f" by {ready.frozen_by}" if ready.frozen_by else ""
    since = f" {many(ready.changed, 'return')} changed since." if ready.changed else ""
    return f"**Frozen {when}{by}** (edition {ready.frozen.edition}).{since}"


MADE: Mapping[str, str] = {
    "certificates": "The Word file of certificates",
    "workbook": "The workbook",
    "csv": "The CSV file",
    "json": "The JSON file",
    "pack": "The pack",
    "report": "The report",
}


def making(audit: Audit, what: str, family: str = "") -> Card:
    """Draw that the file is being made."""
    name = MADE.get(what, "The file")
    if what == "pack":
        name = f"The pack of Family {family}" if family else "A zip with all packs"
    body = [notice(f"**{name} is being made.** It comes here in a moment.", style="good"),
            small("Keep it where only the audit team can open it.")]  # fmt: skip
    return card(body, [plain_button("Status", "status", {"audit": audit.id}),
                       plain_button("Export", "export", {"audit": audit.id})])  # fmt: skip
