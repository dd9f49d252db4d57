"""All that happened to one return, and was sent about it, a line each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audits.audit import Audit
from audits.involvement import Event
from audits.ledger import Entry, Outcome
from audits.plan import Kind
from cards.parts import Element, small, text
from cards.words import many, moment

SHOWN = 14
"""Lines on one card, the newest."""

HAPPENED: Mapping[str, str] = {
    "answers.saved": "saved answers",
    "return.opened": "opened it",
    "return.acknowledged": "said whether the family is known",
    "return.assigned": "gave it to {to}",
    "return.ready": "finished it, for sign-off",
    "return.sent_back": "sent it back to who wrote it",
    "return.sent": "sent it",
    "return.nil": "sent a nil return",
    "return.recalled": "took it back to change it",
    "return.declined": "said that no return will come",
    "return.waived": "said that no return is needed",
    "return.asked_again": "asked the service again",
    "contact.removed": "took {to} out of it",
    "return.queried": "asked about it",
    "query.answered": "answered the query",
    "return.accepted": "accepted it",
    "return.accepted_late": "accepted it, though it came late",
    "return.reopened": "opened it again, to be changed",
    "time.asked": "asked for more time",
    "time.granted": "gave more time",
    "time.refused": "kept the date",
    "risk.reported": "said that a child is at risk now",
    "risk.acted": "said what was done about the risk",
    "risk.none": "said that no child is at risk now",
}
"""What the journal says happened, as the end of a sentence that begins with a name."""

SENT: Mapping[Kind, str] = {
    Kind.OPENED: "Told that the audit opened",
    Kind.ACKNOWLEDGE: "Asked whether the family is known",
    Kind.DUE_SOON: "Reminded that it is due soon",
    Kind.DUE_TODAY: "Reminded that it is due today",
    Kind.OVERDUE: "Reminded that it is late",
    Kind.SNOOZED: "Reminded, as they had asked",
    Kind.NOW: "Reminded by hand",
    Kind.ESCALATION: "Told that the service is silent",
    Kind.APPROVAL: "Asked whether a lead is told",
    Kind.NOTICE: "Told the news",
    Kind.NOBODY: "Told that the service has nobody to be told",
}

BECAME: Mapping[Outcome, str] = {
    Outcome.CLAIMED: "on its way",
    Outcome.SENT: "",
    Outcome.LATER: "not taken yet; it is tried again",
    Outcome.UNSURE: "not sure that it arrived; it is tried again",
    Outcome.FAILED: "did not arrive",
    Outcome.OVERTAKEN: "not needed any more",
    Outcome.UNREACHABLE: "did not arrive: not reachable in Teams",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of a return's past."""

    events: Sequence[Event]
    entries: Sequence[Entry]
    """Of the ledger, those that are about this return."""
    names: Mapping[str, str]
    """Names by person id."""


def lines(audit: Audit, past: Past) -> list[str]:
    """Return the past in lines, oldest first; saving again and again is one line."""
    told = [*of_events(past), *of_entries(past)]
    told.sort(key=lambda pair: pair[0])
    return [f"{moment(audit.here(at))} – {words}" for at, words in told]


def of_events(past: Past) -> Iterable[tuple[datetime, str]]:
    """Yield what people did; what one person did several times in a row counts once."""
    run: list[Event] = []
    for event in (*past.events, None):
        if run and (event is None or (event.what, event.by) != (run[0].what, run[0].by)):
            yield run[-1].at, did(run, past)
            run = []
        if event:
            run.append(event)


def did(run: Sequence[Event], past: Past) -> str:
    """Return what somebody did, once or several times."""
    event = run[-1]
    to = ", ".join(past.names.get(who, "somebody") for who in event.to) or "somebody"
    words = HAPPENED.get(event.what, event.what).format(to=to)
    times = f" ({many(len(run), 'time')})" if len(run) > 1 else ""
    return f"{past.names.get(event.by, 'Somebody')} {words}{times}"


def of_entries(past: Past) -> Iterable[tuple[datetime, str]]:
    """Yield what was sent."""
    for entry in past.entries:
        became = BECAME[entry.outcome]
        name = past.names.get(entry.nudge.person, "somebody")
        words = f"{SENT[entry.nudge.kind]}: {name}"
        yield entry.settled_at or entry.claimed_at, f"{words} ({became})" if became else words


def drawn(audit: Audit, past: Past) -> list[Element]:
    """Return the newest of it, and how much came before."""
    every = lines(audit, past)
    if not every:
        return [small("Nothing has happened yet, and nobody was written to.", spacing="Medium")]
    head = text("**What happened**", spacing="Medium", separator=True)
    shown = [text(line, size="Small", spacing="None") for line in every[-SHOWN:]]
    before = len(every) - len(shown)
    more = [small(f"and {before} before that", spacing="Small")] if before else []
    return [head, *more, *shown]
