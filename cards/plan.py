"""The nudge plan, to be read and changed by the business manager."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from audits.audit import Audit
from audits.plan import Plan
from cards import inputs, reading
from cards.parts import Card, button, card, header, notice, plain_button, small, text

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
    every, cap, *rungs = (inputs.number_in(data, name) for name in NUMBERS)
    before = inputs.numbers_in(data, "due_before", plan.due_before)
    after = inputs.numbers_in(data, "overdue_after", plan.overdue_after)
    return replace(
        plan,
        at=inputs.clock_in(data, "at", plan.at),
        due_before=tuple(sorted(set(before), reverse=True)),
        overdue_after=tuple(sorted(set(after))),
        overdue_every=every,
        overdue_cap=cap,
        coordinator_after=rungs[0],
        deputy_after=rungs[1],
        lead_after=rungs[2],
        automatic=reading.choice_in(data, "automatic", dict(WAYS), way_of(plan)) == "yes",
    )


def way_of(plan: Plan) -> str:
    """Return which of the ways stands for what goes to a lead."""
    return "yes" if plan.automatic else "no"


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
        *(
            inputs.numbers(name, label, ", ".join(map(str, value)))
            for name, (label, value) in lists.items()
        ),
        *(inputs.numbers(name, label, str(getattr(plan, name))) for name, label in NUMBERS.items()),
        inputs.shown_at_once("automatic", "What goes to a lead", WAYS, way_of(plan)),
        small(
            "Changes count from now on; what has gone out stays in the journal.", spacing="Small"
        ),
    ]
    carried = {"audit": audit.id, "drawn": audit.version}
    return card(body, [
        button("Save the plan", "save_plan", carried, first=True),
        plain_button("Nudges to come", "preview", {"audit": audit.id}),
        plain_button("Status", "status", {"audit": audit.id}),
    ])  # fmt: skip
