"""The business manager's side of nudges: who would get one when and why, and one now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from audits.audit import Audit
from audits.calendar import holidays_within
from audits.involvement import Standing
from audits.nudges import Nudge
from audits.plan import Kind, Rung
from audits.steps import RUNGS
from cards import inputs, reading
from cards.parts import Card, Element, button, card, header, notice, plain_button, small, text
from cards.words import clock, many, short_day

LINES = 30
LISTED = 60
RUNG_NAMES: Mapping[Rung, str] = {
    Rung.COORDINATOR: "to the coordinator",
    Rung.DEPUTY: "to the deputy",
    Rung.LEAD: "to the service's lead",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for: an audit, from which line on, and whom to nudge."""

    audit_id: str
    start: int
    agency: str
    person: str


def read(data: Mapping[str, Any]) -> Asked:
    """Read what was asked for. Whom to nudge is one list: `agency:housing` or `person:hou1`."""
    kind, _, key = reading.words_in(data, "whom").partition(":")
    return Asked(
        audit_id=reading.words_in(data, "audit"),
        start=reading.whole_in(data, "start"),
        agency=key if kind == "agency" else "",
        person=key if kind == "person" else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One nudge of the preview, with the names that say who it is for."""

    nudge: Nudge
    name: str
    families: Sequence[str]


WHY: Mapping[Kind, str] = {
    Kind.OPENED: "the audit opens",
    Kind.ACKNOWLEDGE: "known or not known is due soon",
    Kind.DUE_SOON: "due in {days}",
    Kind.DUE_TODAY: "due today",
    Kind.OVERDUE: "{days} late",
    Kind.SNOOZED: "they asked for it",
    Kind.NOW: "sent by hand",
    Kind.APPROVAL: "asks whether a lead is told",
    Kind.NOTICE: "news of a return",
    Kind.NOBODY: "services with nobody to be told of silence",
}


def why(nudge: Nudge) -> str:
    """Return why the nudge goes, in a few words."""
    if nudge.kind is Kind.ESCALATION:
        waits = ", once you approve it" if nudge.needs_approval else ""
        return f"no answer: {RUNG_NAMES[RUNGS[nudge.step]]}{waits}"
    return WHY[nudge.kind].format(days=many(nudge.step, "working day"))


def preview(audit: Audit, planned: Sequence[Planned], start: int = 0) -> Card:
    """Draw who would be nudged when and why, if nothing is answered meanwhile."""
    start = start if start < len(planned) else 0
    shown = planned[start : start + LINES]
    body = [
        header("Nudges to come", many(len(planned), "message"), f"{audit.title} · the next ten "
               "working days, if nothing comes in meanwhile")]  # fmt: skip
    body += holidays(audit)
    for when, group in groupby(shown, key=lambda one: audit.here(one.nudge.at).date()):
        body.append(text(f"**{short_day(when)}**", spacing="Medium"))
        body += [text(line(audit, one), size="Small", spacing="None") for one in group]
    if not planned:
        body.append(text("**Nobody would get a message.**"))
    ways = [plain_button("Nudge now", "nudge", {"audit": audit.id}, first=True)]
    if len(planned) > LINES:
        onward = start + LINES if start + LINES < len(planned) else 0
        body.append(small(f"{start + 1} to {start + len(shown)} of {len(planned)}"))
        carried = {"audit": audit.id, "start": onward}
        ways.append(plain_button("Show the next", "preview", carried))
    ways.append(plain_button("Change the plan", "plan", {"audit": audit.id}))
    ways.append(plain_button("Timetable", "timetable", {"audit": audit.id}))
    return card(body, [*ways, plain_button("Status", "status", {"audit": audit.id})])


def holidays(audit: Audit) -> list[Element]:
    """Warn of school holidays into which the time for answering falls."""
    met = holidays_within(audit.timetable, audit.school_holidays)
    lines = [
        f"{span.name or 'School holidays'}: {short_day(span.first)} to {short_day(span.last)}"
        for span in met
    ]
    said = "**School holidays fall into the time for answering.** Think of more time."
    return [notice(said, *lines, style="warning")] if lines else []


def line(audit: Audit, one: Planned) -> str:
    """Return one nudge in a line: when, who, why, which families by code."""
    codes = ", ".join(one.families[:10])
    return f"{clock(audit.here(one.nudge.at))} {one.name}: {why(one.nudge)} ({codes})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outstanding:
    """Who still owes something: people by id with their names, agencies by key."""

    audit: Audit
    people: Mapping[str, str]
    owed: Mapping[str, Sequence[Standing]]
    """By person, the returns that they owe."""

    def of_agency(self, key: str) -> int:
        """Return how many people owe a return of this agency."""
        return sum(any(s.agency == key for s in owed) for owed in self.owed.values())


def choose(found: Outstanding) -> Card:
    """Draw whom to nudge, with how many people each choice comes to."""
    audit = found.audit
    if not found.owed:
        return card(
            [notice("**Nobody owes anything.** There is nobody to nudge.", style="good")],
            [plain_button("Status", "status", {"audit": audit.id})],
        )
    agencies = sorted(audit.agencies.values(), key=lambda agency: agency.name)
    pairs = [("all:", f"Everybody outstanding: {many(len(found.owed), 'person', 'people')}")]
    pairs += [
        (f"agency:{agency.key}", f"{agency.name}: {many(count, 'person', 'people')}")
        for agency in agencies
        if (count := found.of_agency(agency.key))
    ]
    named = sorted(found.people.items(), key=lambda pair: pair[1])
    pairs += [(f"person:{who}", name) for who, name in named if who in found.owed][:LISTED]
    body = [
        header("Nudge now", "", audit.title),
        inputs.one_of("whom", "Whom?", pairs, "all:"),
        small("You see how many get it before anything goes.", spacing="Small"),
    ]
    return card(body, [
        button("Go on", "nudge", {"audit": audit.id, "chosen": True}, first=True),
        plain_button("Nudges to come", "preview", {"audit": audit.id}),
    ])  # fmt: skip


def confirm(found: Outstanding, asked: Asked, people: Sequence[str]) -> Card:
    """Draw how many get it, before anything goes."""
    whom = f"agency:{asked.agency}" if asked.agency else ""
    whom = f"person:{asked.person}" if asked.person else whom or "all:"
    names = ", ".join(found.people.get(who, who) for who in people[:20])
    more = f" and {len(people) - 20} more" if len(people) > 20 else ""  # noqa: PLR2004
    count = many(len(people), "person gets", "people get")
    body = [
        header("Nudge now", "", found.audit.title),
        text(f"**{count} one message each:** {names}{more}."),
        small("Outside somebody's hours it waits until they are back at work."),
    ]
    carried = {"audit": found.audit.id, "whom": whom}
    send = plain_button(f"Send {many(len(people), 'message')}", "nudge_now", carried, first=True)
    other = plain_button("Choose others", "nudge", {"audit": found.audit.id})
    return card(body, [send, other] if people else [other])


def sent(audit: Audit, at: datetime, count: int) -> Card:
    """Draw that they are on their way."""
    words = f"**{many(count, 'message goes', 'messages go')} now**, {clock(audit.here(at))}."
    return card(
        [notice(words, style="good"), small("Status shows what comes in.")],
        [plain_button("Status", "status", {"audit": audit.id}, first=True)],
    )
