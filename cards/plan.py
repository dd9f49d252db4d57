"""The nudge plan, to be read and changed by the business manager."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from audits.audit import Audit
from audits.plan import Plan
from audits.problems import Code, Problem
from cards import inputs, reading
from cards.parts import Card, Element, button, card, header, notice, plain_button, small, text

DAYS_LIMIT = 60
"""Working days at the most; a quarter of a year is no reminder."""
LISTED = 10
WAYS = (("no", "Wait for my approval"), ("yes", "Send it without asking"))
"""What can be chosen for what goes to a lead."""
NUMBERS: Mapping[str, str] = {
    "overdue_every": "After that, again every so many working days (0 for never)",
    "overdue_cap": "Reminders after the due date at the most",
    "coordinator_after": "Working days of silence until the coordinator is told (0 for never)",
    "deputy_after": "Working days of silence until the deputy is told (0 for never)",
    "lead_after": "Working days of silence until the agency's lead is told (0 for never)",
}
"""The plan's single numbers with their labels, in the order of the plan's fields."""


def read(data: Mapping[str, Any], plan: Plan) -> Plan:
    """Read the plan that came back; `plan.not_days` naming the field otherwise."""
    numbers = {name: days_in(data, name) for name in NUMBERS}
    wrong = [name for name, days in numbers.items() if len(days) != 1]
    if wrong:
        raise Problem(Code.PLAN_NOT_DAYS, wrong[0])
    every, cap, *rungs = (days[0] for days in numbers.values())
    return replace(
        plan,
        at=inputs.clock_in(data, "at", plan.at),
        due_before=tuple(sorted(set(days_in(data, "due_before")), reverse=True)),
        overdue_after=tuple(sorted(set(days_in(data, "overdue_after")))),
        overdue_every=every,
        overdue_cap=cap,
        coordinator_after=rungs[0],
        deputy_after=rungs[1],
        lead_after=rungs[2],
        automatic=reading.words_in(data, "automatic") == "yes",
    )


def days_in(data: Mapping[str, Any], name: str) -> tuple[int, ...]:
    """Read numbers of working days with commas or spaces between; `plan.not_days` otherwise."""
    written = re.split(r"[,;\s]+", reading.words_in(data, name).strip(" ,;"))
    days = [one for one in written if one]
    if len(days) > LISTED or not all(one.isascii() and one.isdecimal() for one in days):
        raise Problem(Code.PLAN_NOT_DAYS, name)
    found = tuple(int(one[:4]) for one in days)
    if any(day > DAYS_LIMIT for day in found):
        raise Problem(Code.PLAN_NOT_DAYS, name)
    return found


def draw(audit: Audit, told: Sequence[str] = (), *, style: str = "good") -> Card:
    """Draw the plan as it is, ready to be changed. It carries the version that it shows."""
    plan = audit.plan
    lists = {
        "due_before": ("Working days before the due date, and the day itself", plan.due_before),
        "overdue_after": ("Working days after the due date", plan.overdue_after),
    }
    body = [
        header("Nudge plan", "", audit.title),
        *([notice(*told, style=style)] if told else []),
        text("When people are reminded. Whoever has sent is left in peace."),
        inputs.clock("at", "At what time of day", plan.at),
        *(days(name, label, ", ".join(map(str, value))) for name, (label, value) in lists.items()),
        *(days(name, label, str(getattr(plan, name))) for name, label in NUMBERS.items()),
        inputs.shown_at_once(
            "automatic", "What goes to a lead", WAYS, "yes" if plan.automatic else "no"
        ),
        small("Changes count from now on; what has gone out stays in the journal."),
    ]
    carried = {"audit": audit.id, "drawn": audit.version}
    return card(body, [
        button("Save the plan", "save_plan", carried, first=True),
        plain_button("Nudges to come", "preview", {"audit": audit.id}),
        plain_button("Status", "status", {"audit": audit.id}),
    ])  # fmt: skip


def days(name: str, label: str, value: str) -> Element:
    """Return an input for numbers of working days."""
    return {"type": "Input.Text", "id": name, "label": label, "maxLength": 60, "value": value,
            "placeholder": "Whole numbers", "spacing": "Medium"}  # fmt: skip
