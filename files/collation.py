"""Puts an audit into tables: one for each sheet of the workbook. Every figure comes from here."""

from collections.abc import Iterator
from datetime import datetime

from audits.audit import Audit
from audits.involvement import Standing
from audits.ledger import Entry, Outcome
from audits.states import due_of, state_of, was_late
from files.collation_answers import answers_long, answers_wide
from files.collation_panel import findings, flagged, mismatched, moderated
from files.collation_sums import by_theme, completeness, graded, over_time
from files.material import Material
from files.tables import Row, Table, columns
from files.wording import NILS, SEARCHED, STATES


def tables_of(material: Material) -> tuple[Table, ...]:
    """Return every table, in the order in which people look for them."""
    return (
        completeness(material),
        returns(material),
        grid(material),
        graded(material),
        by_theme(material),
        answers_long(material),
        answers_wide(material),
        mismatched(material),
        flagged(material),
        findings(material),
        moderated(material),
        over_time(material),
        nudges(material),
        history(material),
    )


def returns(material: Material) -> Table:
    """One row for each family and agency, with how its return stands."""
    return Table(
        name="Returns",
        about="One return that is owed: a family and an agency, and how it stands.",
        columns=columns(
            ("Family", 8), ("Agency", 26), ("State", 18), ("Due", 13), ("Sent", 18),
            ("Late", 7), ("Times sent", 8), ("Reference", 14), ("Nil return", 22),
            ("Searched", 22), ("Why nil", 30), ("Declined because", 30), ("Waived because", 30),
            ("Asked by the audit team", 30), ("Accepted", 18), ("Opened", 18),
            ("Acknowledged", 18), ("More time until", 13), ("Risk now", 10), ("Messages sent", 10),
            ("Contacts (roster ids)", 20), ("Version", 8), *of_tool(material),
        ),
        rows=tuple(return_row(material, one) for one in material.got.standings),
        held=2,
    )  # fmt: skip


def return_row(material: Material, one: Standing) -> Row:
    """Return one row of the sheet of returns."""
    audit = material.audit
    state = state_of(one, audit, material.at, unreachable=material.unreachable)
    chased = sum(one.id in entry.nudge.return_ids for entry in sent(material))
    nil, more = one.nil, one.extension
    return (
        one.family, material.agency(one.agency), STATES[state], due_of(one, audit),
        local(audit, one.sent_at), "yes" if was_late(one, audit) else "no", one.times_sent,
        one.reference if one.times_sent else "", NILS[nil.kind] if nil else "",
        ", ".join(SEARCHED[what] for what in sorted(nil.searched)) if nil else "",
        nil.why if nil else "", one.declined.words if one.declined else "",
        one.waived.words if one.waived else "", one.queried.words if one.queried else "",
        local(audit, one.accepted.at if one.accepted else None), local(audit, one.opened_at),
        local(audit, one.acknowledged.at if one.acknowledged else None),
        more.until if more and more.granted else None, one.risk.value, chased,
        ", ".join(one.contacts), one.version,
        *([material.version_of(one)] if material.audit.editions else []),
    )  # fmt: skip


def of_tool(material: Material) -> list[tuple[str, int]]:
    """Return the column that says by which version of the tool it was asked, once there are two."""
    return [("Tool version", 12)] if material.audit.editions else []


def local(audit: Audit, at: datetime | None) -> datetime | None:
    """Return the moment on the partnership's clock; none for none."""
    return audit.here(at) if at else None


def sent(material: Material) -> Iterator[Entry]:
    """Yield the nudges that went out."""
    return (entry for entry in material.nudges if entry.outcome is Outcome.SENT)


def grid(material: Material) -> Table:
    """Agencies down, families across."""
    audit = material.audit
    families = sorted(audit.families)
    stand = {(one.agency, one.family): one for one in material.got.standings}
    keys = [key for key in audit.agencies if any(key == agency for agency, _ in stand)]
    rows = []
    for key in sorted(keys, key=material.agency):
        cells = [stand.get((key, family)) for family in families]
        states = [
            STATES[state_of(one, audit, material.at, unreachable=material.unreachable)]
            if one
            else ""
            for one in cells
        ]
        rows.append((material.agency(key), *states))
    return Table(
        name="Grid",
        about="One agency; across, how its return about each family stands. Empty: not asked.",
        columns=columns(("Agency", 30), *((f"Family {family}", 16) for family in families)),
        rows=tuple(rows),
    )


def nudges(material: Material) -> Table:
    """What was sent to whom about which returns."""
    here, ids = material.audit.here, {one.id: one for one in material.got.standings}
    rows = [
        (
            here(entry.settled_at or entry.claimed_at), entry.nudge.kind.value.replace("_", " "),
            entry.nudge.person, ", ".join(named(ids, entry)), entry.outcome.value, entry.tries,
        )
        for entry in material.nudges
    ]  # fmt: skip
    return Table(
        name="Nudges",
        about="One message that was sent to one person: a reminder, an escalation or a notice.",
        columns=columns(
            ("When", 18), ("Kind", 14), ("To (roster id)", 16), ("About returns", 50),
            ("Outcome", 14), ("Tries", 8),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def named(ids: dict[str, Standing], entry: Entry) -> Iterator[str]:
    """Yield the returns of a nudge as people name them: "C police"."""
    found = (ids[one] for one in entry.nudge.return_ids if one in ids)
    return (f"{one.family} {one.agency}" for one in found)


def history(material: Material) -> Table:
    """What the journal says was done to each return."""
    here, ids = material.audit.here, {one.id: one for one in material.got.standings}
    rows: list[tuple[datetime, Row]] = []
    for key, events in material.journal.items():
        one = ids.get(key)
        family, agency = (one.family, material.agency(one.agency)) if one else (key, "panel")
        rows += [
            (event.at, (here(event.at), family, agency, event.what, event.by, event.version,
                        ", ".join(event.boxes), ", ".join(event.to)))
            for event in events
        ]  # fmt: skip
    return Table(
        name="History",
        about="One thing that was done to a return or by the panel, as the journal has it.",
        columns=columns(
            ("When", 18), ("Family", 8), ("Agency", 26), ("What", 24), ("By (roster id)", 16),
            ("Version", 8), ("Boxes", 40), ("Concerns (roster ids)", 20),
        ),
        rows=tuple(row for _, row in sorted(rows, key=lambda pair: pair[0])),
    )  # fmt: skip
