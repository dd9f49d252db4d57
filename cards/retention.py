"""What is kept of an audit and until when; holds, periods, and certificates of destruction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audits.audit import Audit
from audits.keeping import Standing, State
from audits.problems import Code, Problem
from audits.retention import Certificate, DataClass, Periods
from cards import inputs, reading
from cards.parts import (
    Card,
    Element,
    button,
    card,
    excerpt,
    header,
    notice,
    plain_button,
    row,
    small,
    text,
)
from cards.words import many

WHAT: Mapping[DataClass, tuple[str, str]] = {
    DataClass.IDENTITY: ("Names", "who the families are"),
    DataClass.RETURNS: ("Returns", "what services answered, queries and reasons"),
    DataClass.REPORT: ("Report", "the panel’s records, case summaries, documents, the report"),
    DataClass.JOURNAL: ("Journal", "who did what and when, and how returns stood"),
}
NAMED: Mapping[DataClass, str] = {
    DataClass.IDENTITY: "the names of its families",
    DataClass.RETURNS: "what services answered",
    DataClass.REPORT: "the report and the panel’s records",
    DataClass.JOURNAL: "its journal and all that is left of it",
}
"""The same within a sentence."""
DIGITS = 4
EXCERPT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the card shows."""

    audit: Audit
    standings: Sequence[Standing]
    at: datetime
    runs: bool
    """Whether who looks is the business manager."""
    names: Mapping[str, str]
    """Of those who set a hold or asked for its end, by id."""
    may_agree: bool = False
    """Whether who looks can agree to what somebody else asked."""
    others: Sequence[tuple[str, str]] = ()
    """Ids and titles of the other audits that the person follows."""
    told: str = ""


def draw(shown: Shown) -> Card:
    """Draw how everything stands."""
    audit = shown.audit
    closed = f"closed {full(audit, audit.closed_at)}" if audit.closed_at else "not closed"
    body = [
        header("What is kept, and until when", "", f"{audit.title} · {closed}"),
        *([notice(shown.told, style="good")] if shown.told else []),
        *([] if audit.closed_at else [text("Periods begin when the audit is closed.")]),
        *held(shown),
        *(line(audit, one) for one in shown.standings),
        *reason(shown),
        *another(shown),
    ]
    return card(body, actions(shown))


def held(shown: Shown) -> list[Element]:
    """Return the hold that stands, who set it and why."""
    hold = shown.audit.retention.hold
    if hold is None:
        return []
    since = full(shown.audit, hold.at)
    parts: list[Element] = [
        text(f"**Held. Nothing is destroyed.** {who(shown, hold.by)} set it on {since}:"),
        excerpt(hold.why, EXCERPT),
    ]
    if hold.release_by:
        parts += [
            text(f"{who(shown, hold.release_by)} asks for it to be lifted:"),
            excerpt(hold.release_why, EXCERPT),
            text("Somebody else of the audit team has to agree."),
        ]
    return [{"type": "Container", "style": "warning", "spacing": "Medium", "items": parts}]


def who(shown: Shown, person: str) -> str:
    """Return somebody's name."""
    return shown.names.get(person, "Somebody")


def line(audit: Audit, one: Standing) -> Element:
    """Return one class: what it is, how long, and how it stands."""
    name, what = WHAT[one.data]
    left = [text(f"**{name}**", spacing="None"), small(what)]
    right = [text(state(audit, one), spacing="None"),
             small(f"{many(one.months, 'month')} after the close")]  # fmt: skip
    return row([("stretch", left), ("stretch", right)])


def state(audit: Audit, one: Standing) -> str:
    """Return how a class stands, in words."""
    if one.certificate:
        ended = full(audit, one.certificate.destroyed_at)
        return f"✓ Destroyed {ended}, {one.certificate.reference}"
    until = full(audit, one.ends) if one.ends else ""
    match one.state:
        case State.OPEN:
            return "Kept"
        case State.HELD:
            return "**Held**"
        case State.ANNOUNCED:
            return f"⚠ **Will be destroyed {until}**"
        case State.DUE:
            return "⚠ **Being destroyed now**"
    return f"Kept until {until}"


def full(audit: Audit, at: datetime | None) -> str:
    """Return a day with its year, on the partnership's own clock."""
    if at is None:
        return ""
    here = audit.here(at)
    return f"{here.day} {here:%B %Y}"


def reason(shown: Shown) -> list[Element]:
    """Return where the reason of a hold, or of its end, is written."""
    if not shown.runs or all(one.state is State.GONE for one in shown.standings):
        return []
    hold = shown.audit.retention.hold
    if hold and hold.release_by:
        return []
    if hold:
        return [inputs.words("Why the hold can be lifted", "The inquest has ended")]
    hint = "An inquest, a complaint, an inquiry, a court order"
    return [inputs.words("Why it must be held, should it be", hint)]


def another(shown: Shown) -> list[Element]:
    """Return the choice of another audit."""
    return [inputs.one_of("other", "Another audit", shown.others)] if shown.others else []


def actions(shown: Shown) -> list[Element]:
    """Return what can be done: six at the most."""
    about, hold = {"audit": shown.audit.id}, shown.audit.retention.hold
    found: list[Element] = []
    if shown.may_agree:
        found.append(plain_button("Agree: lift the hold", "agree_release", about))
    if shown.runs:
        if hold is None:
            found.append(button("Hold everything", "hold", about))
        elif hold.release_by:
            found.append(plain_button("Keep the hold", "keep_hold", about))
        else:
            found.append(button("Ask to lift the hold", "release", about))
        found.append(plain_button("Change the periods", "periods", about))
        if shown.audit.retention.certificates:
            made = {**about, "making": "certificates"}
            found.append(plain_button("Certificates", "make", made))
    if shown.others:
        found.append(button("Show the other audit", "retention"))
    return [*found, plain_button("Status", "status", about)]


def periods(audit: Audit, current: Periods, told: str = "") -> Card:
    """Draw the periods of one audit, to be changed with a reason."""
    gone = {one.data for one in audit.retention.certificates}
    body = [
        header("How long it is kept", "", audit.title),
        *([notice(told, style="warning")] if told else []),
        text("Months after the close until each is destroyed. Whatever you set, you are told two "
             "weeks before anything goes."),
        *(inputs.numbers(data.value, f"{WHAT[data][0]}: {WHAT[data][1]}", str(current.of(data)))
          for data in DataClass if data not in gone),
        inputs.words("Why this audit needs periods of its own"),
    ]  # fmt: skip
    about = {"audit": audit.id}
    return card(body, [
        button("Save the periods", "save_periods", about, first=True),
        plain_button("Back", "retention", about),
    ])  # fmt: skip


def read_periods(data: Mapping[str, Any], current: Periods) -> Periods:
    """Read periods that came back; `periods.not_in_order` naming the field otherwise."""
    found = {each.value: months_in(data, each.value, current.of(each)) for each in DataClass}
    return Periods(**found)


def months_in(data: Mapping[str, Any], key: str, otherwise: int) -> int:
    """Read a number of months; what was not asked stays."""
    written = reading.words_in(data, key).strip()
    if not written:
        return otherwise
    if not (written.isascii() and written.isdecimal()) or len(written) > DIGITS:
        raise Problem(Code.PERIODS_NOT_IN_ORDER, key)
    return int(written)


def announce(audit: Audit, data: DataClass, ends: datetime) -> Card:
    """Draw what managers are told two weeks before."""
    body = [
        header("Something will be destroyed", "", audit.title),
        text(f"**On {full(audit, ends)}** we destroy {NAMED[data]}, as its period ends."),
        text("**What to do:** nothing, if that is right. If an inquest, a complaint, an inquiry or "
             "a court may need it, hold it before that day."),
        small("You get a certificate afterwards."),
    ]  # fmt: skip
    about = {"audit": audit.id}
    return card(body, [plain_button("Look, or hold it", "retention", about, first=True)])


def destroyed(audit: Audit, certificate: Certificate) -> Card:
    """Draw what managers are told afterwards."""
    gone = NAMED[certificate.data]
    body = [
        header("Destroyed as planned", certificate.reference, audit.title),
        text(f"On {full(audit, certificate.destroyed_at)} we destroyed {gone}. "
             f"{certificate.stays}"),
        small("The certificate says what, how many, and by which rule."),
    ]  # fmt: skip
    about = {"audit": audit.id}
    return card(body, [
        plain_button("Certificates", "make", {**about, "making": "certificates"}, first=True),
        plain_button("What is kept", "retention", about),
    ])  # fmt: skip


def summary() -> str:
    """Return what a lock screen may show."""
    return "Case audit: what is kept, and until when"
