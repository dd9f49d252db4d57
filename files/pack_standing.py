"""The first pages of a pack: who answered, who did not, and that they were asked again."""

from docx.document import Document

from audits.involvement import IN, Risk, Standing
from audits.ledger import Entry, Outcome
from audits.states import due_of, state_of, was_late
from files import word
from files.fair_copy import FairCopy, reasons_of
from files.material import Material
from files.word_tables import Cell, table
from files.wording import NILS, SEARCHED, STATES, day, listed, many

RISKS = {Risk.NONE: "", Risk.REPORTED: "yes: not said what was done", Risk.ACTED: "yes: acted on"}
AMBER = "FAE5D2"


def owed(material: Material, family: str) -> list[Standing]:
    """Return the family's returns by the names of the agencies."""
    mine = [one for one in material.got.standings if one.family == family]
    return sorted(mine, key=lambda one: material.agency(one.agency))


def messages(material: Material, one: Standing) -> list[Entry]:
    """Return the messages that went out about a return."""
    return [
        entry
        for entry in material.nudges
        if entry.outcome is Outcome.SENT and one.id in entry.nudge.return_ids
    ]


def at_a_glance(document: Document, material: Material, family: str, copy: FairCopy) -> None:
    """Write which agency sent what, and when."""
    word.heading(document, "Returns at a glance", 1).paragraph_format.page_break_before = True
    audit = material.audit
    rows = []
    for one in owed(material, family):
        state = STATES[state_of(one, audit, material.at, unreachable=material.unreachable)]
        late = "yes" if was_late(one, audit) else ""
        sent = day(audit.here(one.sent_at).date()) if one.sent_at and one.stage in IN else ""
        risky = AMBER if one.risk is not Risk.NONE else ""
        grounds = AMBER if one.stage not in IN else ""
        rows.append((
            material.agency(one.agency), Cell(state, fill=grounds), day(due_of(one, audit)), sent,
            late, nil_told(one, copy), Cell(RISKS[one.risk], bold=True, fill=risky),
        ))  # fmt: skip
    table(document, ("Agency", "State", "Due", "Sent", "Late", "Nil return", "Risk now"), rows,
          widths=(6.2, 3.6, 3.2, 3.2, 1.3, 5.2, 3.4),
          told="Each agency’s return and how it stands")  # fmt: skip


def nil_told(one: Standing, copy: FairCopy) -> str:
    """Say why a return is nil, and what was searched."""
    if not one.nil:
        return ""
    searched = listed([SEARCHED[what] for what in sorted(one.nil.searched)])
    why = copy(one.id, "nil", one.nil.why)
    told = (NILS[one.nil.kind], f"searched: {searched}" if searched else "", why)
    return "; ".join(filter(None, told))


def missing(document: Document, material: Material, family: str, copy: FairCopy) -> None:
    """Write who did not answer, and how often and when they were asked again."""
    word.heading(document, "What is missing", 1)
    absent = [one for one in owed(material, family) if one.stage not in IN]
    if not absent:
        word.said(document, "Nothing: every agency that was asked has answered.")
        return
    rows = []
    for one in absent:
        state = STATES[state_of(one, material.audit, material.at, unreachable=material.unreachable)]
        why = "; ".join(copy(one.id, what, text) for what, text in reasons_of(one))
        rows.append((material.agency(one.agency), state, chased(material, one), why))
    table(document, ("Agency", "State", "How it was chased", "Reason given"), rows,
          widths=(6.2, 4.2, 7.2, 8.5),
          told="Returns that are missing and how they were chased")  # fmt: skip


def chased(material: Material, one: Standing) -> str:
    """Say how many messages went out about a return, and when the last did."""
    sent = messages(material, one)
    if not sent:
        return "no message on record"
    last = max(entry.settled_at or entry.claimed_at for entry in sent)
    return f"{many(len(sent), 'message')}, the last on {day(material.audit.here(last).date())}"
