"""An audit that is being set up: its overview, its words, its dates, its families, its review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from audits.audit import Agency
from audits.calendar import Lengths, Span, holidays_within, is_working, working_days
from audits.drafts import TITLE_LIMIT, Draft, Missing, missing
from audits.problems import Code, Problem
from cards import inputs, reading
from cards.papers import line_of
from cards.parts import (
    Card,
    Element,
    button,
    card,
    header,
    notice,
    plain_button,
    said,
    shortened,
    small,
    text,
)  # fmt: skip
from cards.words import day, many

MISSING: Mapping[Missing, str] = {
    Missing.TITLE: "a title",
    Missing.AUDIT_DAY: "the day of the audit",
    Missing.LATE: "a later audit day: returns would be due today or earlier",
    Missing.TOOL: "an audit tool",
    Missing.AGENCIES: "agencies: load a roster",
    Missing.FAMILIES: "families: load a roster, or choose some",
    Missing.INDEX_CHILD: "the index child of family {}",
    Missing.INVOLVEMENT: "an agency that knows family {}",
    Missing.CONTACT: "a contact or a coordinator of {}",
    Missing.MANAGER: "a business manager",
}
NAMED = 8
"""Things of one kind that a preview names."""
SHORTEST = 10
"""Working days for answering; less is hard to keep up with."""
STEPS: Mapping[str, str] = {
    "about": "Title, reason and period",
    "dates": "Dates",
    "tool": "Audit tool and themes",
    "roster": "Agencies, contacts and families",
    "choose": "Choose the families",
    "named": "Services that nominations name",
    "plan": "Who is reminded when",
    "papers": "Case summaries, genograms, documents",
    "helpers": "Who may help you set it up",
    "open": "Review and open",
}
LENGTHS: Mapping[str, str] = {
    "acknowledge": "Working days to say whether a family is known",
    "answer": "Working days to answer",
    "sign_off": "Working days for a coordinator's look, before the due date",
    "grace": "Working days in which a late return is taken",
    "pack": "Working days for the panel to read the pack",
}
LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which draft, and which step of it."""

    draft_id: str
    drawn: int
    step: str


def read(data: Mapping[str, Any]) -> Wanted:
    """Read which draft was meant; empty for the newest."""
    return Wanted(
        draft_id=reading.words_in(data, "draft"),
        drawn=reading.whole_in(data, "drawn"),
        step=reading.words_in(data, "step"),
    )


def carried(draft: Draft) -> dict[str, Any]:
    """Return what every card about the draft carries."""
    return {"draft": draft.id, "drawn": draft.version}


def top(draft: Draft, what: str) -> Element:
    """Return the face of every card about the draft."""
    return header(what, draft.id, shortened(draft.title, 80) or "A new audit")


def overview(draft: Draft, today: date, told: Sequence[str] = ()) -> Card:
    """Draw what is known so far, what is missing, and the ways to each step."""
    wanting = missing(draft, today)
    body = [
        top(draft, "Set up an audit"),
        *([notice(*told, style="good")] if told else []),
        *facts(draft),
        *still(draft, wanting),
        inputs.one_of("step", "What next?", STEPS.items(), next_step(wanting)),
        small("Nobody is asked anything before you open the audit. You can stop here: type "
              "“new audit” to go on."),
    ]  # fmt: skip
    return card(body, [
        button("Go on", "set_up", carried(draft), first=True),
        plain_button("Drop this audit", "drop_draft", carried(draft)),
        plain_button("Help", "help"),
    ])  # fmt: skip


def facts(draft: Draft) -> list[Element]:
    """Return what is known, a line each."""
    times, tool = draft.timetable, draft.asked_tool()
    lines = [f"**Tool:** {shortened(tool.title, 80)}, {many(len(tool.themes), 'theme')}"] if (
        tool) else []  # fmt: skip
    if times:
        lines.append(f"**Returns due:** {day(times.due)}. **Audit day:** {day(times.audit_day)}"
                     if times.audit_day else "")  # fmt: skip
    lines.append(f"**Agencies:** {len(draft.agencies)}. **Families:** {len(draft.chosen)} of "
                 f"{len(draft.families)} nominated")  # fmt: skip
    lines.append(line_of(draft))
    return [text(line, spacing="Small") for line in lines if line]


def still(draft: Draft, wanting: Sequence[tuple[Missing, str]]) -> list[Element]:
    """Return what is missing, each once, or that nothing is."""
    if not wanting:
        return [notice("**Everything is there.** Look it through and open the audit.")]
    names = {key: agency.short for key, agency in draft.agencies.items()}
    lines = [f"- {MISSING[what].format(names.get(about, about))}" for what, about in wanting]
    more = [f"- and {len(lines) - NAMED} more"] if len(lines) > NAMED else []
    return [notice("**Still missing:**", *lines[:NAMED], *more, style="warning")]


NEXT: Mapping[Missing, str] = {
    Missing.TITLE: "about", Missing.AUDIT_DAY: "dates", Missing.LATE: "dates",
    Missing.TOOL: "tool",
}  # fmt: skip


def next_step(wanting: Sequence[tuple[Missing, str]]) -> str:
    """Return the step at which the first missing thing is filled in."""
    return NEXT.get(wanting[0][0], "roster") if wanting else "open"


def about(draft: Draft) -> Card:
    """Draw the card for title, reason, period and context."""
    fields = (
        ("title", "Title", draft.title, "Case audit: multiple adversities", False),
        ("period", "Which time does it ask about?", draft.period, "the last 12 months", False),
        ("reason", "Why is it made?", draft.reason, "A rapid review asked for it.", True),
        ("context", "What is the theme on context about?", draft.context,
         "services working at a distance", False),
    )  # fmt: skip
    body = [
        top(draft, "Step 1: What the audit is about"),
        text("No names. Everybody who takes part reads this."),
    ]
    for key, label, value, hint, long in fields:
        body.append({
            "type": "Input.Text", "id": key, "label": label, "value": value, "placeholder": hint,
            "isMultiline": long, "maxLength": 1_000 if long else TITLE_LIMIT, "spacing": "Medium",
        })  # fmt: skip
    return card(body, [button("Save and go on", "save_about", carried(draft), first=True),
                       plain_button("Overview", "new_audit", carried(draft))])  # fmt: skip


def words_in(data: Mapping[str, Any], draft: Draft) -> dict[str, str]:
    """Read title, reason, period and context; what is not told stays."""
    return {
        name: reading.words_in(data, name) if reading.told(data, name) else getattr(draft, name)
        for name in ("title", "period", "reason", "context")
    }


def dates(draft: Draft, told: Sequence[str] = ()) -> Card:
    """Draw the dates, worked back from the audit day, with warnings."""
    times = draft.timetable
    picker = inputs.day("audit_day", "The day of the audit")
    if draft.audit_day:
        picker["value"] = draft.audit_day.isoformat()
    body = [
        top(draft, "Step 2: Dates"),
        *([notice(*told, style="warning")] if told else []),
        text("Choose the day on which the panel meets. We work back from it, in working days."),
        picker,
    ]
    for name, label in LENGTHS.items():
        body.append({"type": "Input.Number", "id": name, "label": label, "min": 1, "max": LONGEST,
                     "value": getattr(draft.lengths, name), "spacing": "Small"})  # fmt: skip
    if times and times.pack:
        body += [text(f"**Open:** {day(times.opened)} at the latest", spacing="Medium"),
                 text(f"**Known or not known by:** {day(times.acknowledge_by)}", spacing="Small"),
                 text(f"**Returns due:** {day(times.due)}", spacing="Small"),
                 text(f"**Late returns until:** {day(times.grace_until)}", spacing="Small"),
                 text(f"**Pack to the panel:** {day(times.pack)}", spacing="Small")]  # fmt: skip
    return card(body, [button("Work out the dates", "save_dates", carried(draft), first=True),
                       plain_button("Overview", "new_audit", carried(draft))])  # fmt: skip


def dates_in(data: Mapping[str, Any], draft: Draft) -> tuple[date | None, Lengths]:
    """Read the audit day and the lengths; what is not told stays. Problems: `draft.not_days`."""
    found = {}
    for name in LENGTHS:
        words = reading.words_in(data, name).removesuffix(".0")
        words = words or str(getattr(draft.lengths, name))
        if not words.isascii() or not words.isdecimal() or not 1 <= int(words[:4]) <= LONGEST:
            raise Problem(Code.DRAFT_NOT_DAYS, name)
        found[name] = int(words)
    meant = reading.told(data, "audit_day")
    return inputs.day_in(data, "audit_day") if meant else draft.audit_day, Lengths(**found)


def warnings(draft: Draft, today: date) -> list[str]:
    """Return what to think of before these dates are taken: holidays, too little time."""
    times = draft.timetable
    if times is None:
        return []
    told = [f"The school holidays “{shortened(span.name, 60) or 'without a name'}” fall into the "
            f"time for answering: {spell(span)}."
            for span in holidays_within(times, draft.school_holidays)]  # fmt: skip
    off = sorted(one for one in draft.days_off if times.opened < one <= times.due)
    told += [f"{day(one)} is a bank holiday. It is not counted." for one in off[:4]]
    left = working_days(max(today, times.opened), times.due, draft.days_off)
    if times.opened < today:
        told.append(f"To have all the time you set, it should have opened on {day(times.opened)}. "
                    f"Opened today, there are {many(left, 'working day')} to answer.")  # fmt: skip
    if left < SHORTEST:
        told.append("That is less than ten working days to answer. Services may ask for more time.")
    if times.audit_day and not is_working(times.audit_day, draft.days_off):
        told.append("The audit day is not a working day.")
    return told


def spell(span: Span) -> str:
    """Return from when to when."""
    return f"{day(span.first)} to {day(span.last)}"


def review(draft: Draft, today: date) -> Card:
    """Draw all that will be when the audit opens, and the button that opens it."""
    wanting = missing(draft, today)
    owed = sum(len(draft.families[code].involved) for code in draft.chosen)
    body = [
        top(draft, "Review and open"), *facts(draft), *still(draft, wanting),
        *([notice(*told, style="warning")] if (told := warnings(draft, today)) else []),
        text(f"**Families:** {', '.join(draft.chosen[:40]) or 'none'}"),
        said(", ".join(agency_line(one) for one in list(draft.agencies.values())[:30])),
        text(f"Opening asks for **{many(owed, 'return')}** and sends each contact one message. "
             "The tool is frozen then."),
    ]  # fmt: skip
    ways = [plain_button("Overview", "new_audit", carried(draft))]
    if not wanting:
        ways.insert(0, plain_button("Open the audit", "open_audit", carried(draft), first=True))
    return card(body, ways)


def agency_line(agency: Agency) -> str:
    """Return an agency in short."""
    return f"{shortened(agency.name, 40)} ({agency.short})"
