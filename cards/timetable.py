"""An audit's timetable, to be read and changed by the business manager."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from audits.audit import Audit
from audits.calendar import holidays_within
from audits.plan import Plan
from audits.timetable import (
    bank_holidays,
    has_opened,
    not_working,
    pack_goes_early,
    years_unknown,
)  # fmt: skip
from cards import inputs, reading
from cards.parts import Card, Element, button, card, header, notice, plain_button, small, text
from cards.words import day, listed, short_day, until_due

NAMES: Mapping[str, str] = {
    "opened": "Opened",
    "acknowledge_by": "Known or not known, by",
    "sign_off_by": "For services that sign off, ready by",
    "due": "Returns due",
    "grace_until": "Late returns are taken until",
    "pack": "Pack to the panel",
    "audit_day": "Audit day",
}
"""The dates in their order, as they are read."""
LENGTHS: Mapping[str, str] = {
    "acknowledge_within": "Working days from opening to “known or not known”",
    "sign_off_before": "Working days for sign-off, before the due date",
    "grace": "Working days of grace after the due date",
    "pack_before": "Working days from pack to audit day",
}
"""The plan's numbers that the dates are counted by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the card shows, which may not be kept yet."""

    audit: Audit
    drawn: int
    """The version of the audit that it was drawn at."""
    told: Sequence[str] = ()
    style: str = "good"
    changes: Sequence[str] = ()
    """What was changed lately, a line each."""


def read(data: Mapping[str, Any], audit: Audit, at: datetime) -> Audit:
    """Return the audit with the timetable that came back; `plan.not_days` naming the number.

    The opening is taken only while it is ahead, and an empty due date is left as it was.
    """
    numbers = {name: inputs.number_in(data, name) for name in LENGTHS}
    meant = reading.told(data, "audit_day")
    opened = None if has_opened(audit, at) else inputs.day_in(data, "opened")
    return replace(
        audit,
        opened=opened or audit.opened,
        due=inputs.day_in(data, "due") or audit.due,
        audit_day=inputs.day_in(data, "audit_day") if meant else audit.audit_day,
        plan=with_lengths(audit.plan, numbers),
    )


def with_lengths(plan: Plan, numbers: Mapping[str, int]) -> Plan:
    """Return the plan with these numbers of working days."""
    return replace(
        plan,
        acknowledge_within=numbers["acknowledge_within"],
        sign_off_before=numbers["sign_off_before"],
        grace=numbers["grace"],
        pack_before=numbers["pack_before"],
    )


def draw(shown: Shown, at: datetime) -> Card:
    """Draw the dates as they come, what to think of, and what can be changed."""
    audit, plan = shown.audit, shown.audit.plan
    body = [
        header("Timetable", until_due(audit, audit.due, at), audit.title),
        *([notice(*shown.told, style=shown.style)] if shown.told else []),
        *dates(audit, at),
        *warnings(audit),
        *([] if has_opened(audit, at) else [inputs.day("opened", "Opening", audit.opened)]),
        inputs.day("due", "Due date", audit.due),
        inputs.day("audit_day", "Audit day", audit.audit_day),
        *(inputs.numbers(name, label, str(getattr(plan, name))) for name, label in LENGTHS.items()),
        small("When the due date moves, reminders follow it, and everybody who owes a return gets "
              "one message with the new date. Whoever was given more time keeps it.",
              spacing="Medium"),
        *(small(line, spacing="Small") for line in shown.changes),
    ]  # fmt: skip
    carried = {"audit": audit.id, "drawn": shown.drawn}
    return card(body, [
        button("Save the timetable", "save_timetable", carried, first=True),
        button("Count back from the audit day", "propose_timetable", carried),
        plain_button("School holidays", "holidays", {"audit": audit.id}),
        plain_button("Nudge plan", "plan", {"audit": audit.id}),
        plain_button("Status", "status", {"audit": audit.id}),
    ])  # fmt: skip


def dates(audit: Audit, at: datetime) -> list[Element]:
    """Return the dates, a line each; what is over stands back."""
    table, today = audit.timetable, audit.here(at).date()
    lines = []
    for name, label in NAMES.items():
        when = getattr(table, name)
        if when is None:
            continue
        words = "Opens" if name == "opened" and when > today else label
        lines.append(text(f"**{words}** {day(when)}", spacing="Small", isSubtle=when < today))
    return lines


def warnings(audit: Audit) -> list[Element]:
    """Return what to think of: days off, school holidays, a pack that goes too early."""
    off = [f"{NAMES[name]}: {day(when)} is no working day." for name, when in not_working(audit)]
    if free := bank_holidays(audit):
        off.append(f"Bank holidays: {listed([short_day(one) for one in free[:10]])}. They are not "
                   "counted as working days.")  # fmt: skip
    met = holidays_within(audit.timetable, audit.school_holidays)
    off += [
        f"{span.name or 'School holidays'}, {short_day(span.first)} to {short_day(span.last)}, "
        "fall into the time for answering. Think of more time."
        for span in met
    ]
    if pack_goes_early(audit):
        off.append("The pack goes to the panel before the grace is over: a late return may miss "
                   "it.")  # fmt: skip
    if years := years_unknown(audit):
        off.append(f"We know no bank holidays of {listed([str(year) for year in years])}.")
    return [notice(*off, style="warning")] if off else []
