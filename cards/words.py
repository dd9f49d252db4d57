"""The sentences that more than one card says, and what people are told of each problem."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from audits.audit import Audit
from audits.calendar import working_days
from audits.involvement import NilKind, Searched, Stage, Standing
from audits.problems import Code
from audits.remarks import Advice
from cards.told import DEADLINES, Told
from cards.told_keeping import KEEPING
from cards.told_limits import LIMITS
from cards.told_panel import PANEL
from cards.told_setup import SETTING_UP

NAME = "Case audit"
"""The bot's name, the same as in the manifest."""


def day(when: date) -> str:
    """Return a date in full: Tuesday 8 December."""
    return f"{when:%A} {when.day} {when:%B}"


@lru_cache(maxsize=400)
def short_day(when: date) -> str:
    """Return a date in short: Tue 8 Dec."""
    return f"{when:%a} {when.day} {when:%b}"


def clock(at: datetime) -> str:
    """Return the time of day: 14:05."""
    return f"{at.hour:02}:{at.minute:02}"


def moment(at: datetime) -> str:
    """Return day and time: Tue 8 Dec, 14:05."""
    return f"{short_day(at.date())}, {clock(at)}"


def many(count: int, one: str, more: str = "") -> str:
    """Return a number with its noun: 1 family, 3 families."""
    return f"{count} {one if count == 1 else more or one + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return words as one would say them: a, b and c."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def days_left(audit: Audit, at: datetime) -> str:
    """Return how long it is to the audit's due date, in working days."""
    return until_due(audit, audit.due, at)


def until_due(audit: Audit, due: date, at: datetime) -> str:
    """Return how long it is to this due date, in working days."""
    today = audit.here(at).date()
    if today == due:
        return "due today"
    if today > due:
        late = max(working_days(due, today, audit.days_off), 1)
        return f"{many(late, 'working day')} late"
    return f"{many(working_days(today, due, audit.days_off), 'working day')} left"


def due(day: date) -> str:
    """Return the due date for a card's corner."""
    return f"due {short_day(day)}"


STAGES: Mapping[Stage, str] = {
    Stage.NOT_OPENED: "To start",
    Stage.OPENED: "Opened",
    Stage.IN_PROGRESS: "In progress",
    Stage.SIGN_OFF: "For sign-off",
    Stage.SENT: "Sent ✓",
    Stage.NIL: "Nil return ✓",
}

NIL_KINDS: Mapping[NilKind, str] = {
    NilKind.NOT_KNOWN: "Not known to us",
    NilKind.NO_CONTACT: "Known, but no contact in the period",
    NilKind.OTHER: "Another reason",
}

SEARCHED: Mapping[Searched, str] = {
    Searched.CHILD: "The child",
    Searched.MOTHER: "The mother",
    Searched.FATHER: "The father or other adults",
    Searched.ADDRESS: "The address",
}

ADVICE: Mapping[Advice, str] = {
    Advice.LOOK_AGAIN: "Please look at this answer again.",
    Advice.SERVICE: "This tells us what the service did. What was different for the child?",
    Advice.BLAME: "What made it hard for them, and what did we try?",
    Advice.IDENTIFIER: "This looks like an NHS number, a postcode or a birth date. "
    "Use roles and codes instead.",
}


def nil_words(standing: Standing) -> str:
    """Return the kind of nil return and what was searched, in one sentence."""
    if standing.nil is None:
        return ""
    searched = [SEARCHED[part].lower() for part in Searched if part in standing.nil.searched]
    return f"{NIL_KINDS[standing.nil.kind]}. Searched: {', '.join(searched)}."


KEPT_ALL = "Everything you saved before is kept."
KEPT_TYPED = "What you typed on this card is below, so that you can copy it."

PROBLEMS: Mapping[Code, Told] = {
    Code.PERSON_UNKNOWN: Told(
        happened="You are not on the list of an audit yet.",
        kept="This bot is for people whose service was asked to take part in a "
        "multi-agency case audit. Nothing that you wrote was kept.",
        now="If you were asked to take part, your service’s coordinator may have been asked just "
        "now whether this is you. Tell them or the partnership’s business manager, then try again.",
    ),
    Code.CLAIM_NONE: Told(
        happened="There is nobody here for you to confirm.",
        kept="Nothing was changed.",
        now="Type “newcomers” to see who waits for your word.",
    ),
    Code.CLAIM_SETTLED: Told(
        happened="Somebody has decided this already.",
        kept="Their decision stands. Nothing was changed.",
        now="Type “newcomers” to see who else waits. To undo it, tell the business manager.",
    ),
    Code.CLAIM_WHOSE: Told(
        happened="It was not said whose account this is.",
        kept="Nothing was changed, and the account still waits.",
        now="Choose the person, then press “Yes, this is them”. Nobody can confirm themselves.",
    ),
    Code.VERB_UNKNOWN: Told(
        happened="This button is not one that we know.",
        kept=KEPT_ALL,
        now="The card may be an old one. Start again from “My returns”.",
    ),
    Code.VERB_NOT_YOURS: Told(
        happened="This is for the audit team.",
        kept="Nothing was changed.",
        now="You can see and answer your own service's returns under “My returns”.",
    ),
    Code.VERB_MANAGERS: Told(
        happened="This is for the business manager, who runs the audit.",
        kept="Nothing was changed.",
        now="You can follow the audit with “status”, “summary”, “mismatches” and “flags”, and "
        "grade with “grade”. For the rest, ask the business manager.",
    ),
    Code.VERB_RESULTS_ONLY: Told(
        happened="This is for the audit team. You see what came out of the audit.",
        kept="Nothing was changed.",
        now="Type “summary” for the figures.",
    ),
    Code.CARD_UNREADABLE: Told(
        happened="We could not read this card.",
        kept=KEPT_ALL + " What you typed on this card was not saved; it is below.",
        now="Open the return again from “My returns”.",
    ),
    Code.RETURN_NOT_FOUND: Told(
        happened="We cannot find this return among those you can open.",
        kept="Nothing was changed. " + KEPT_TYPED,
        now="It may have been given to a colleague. See “My returns”, or ask your "
        "service's coordinator.",
    ),
    Code.RETURN_SENT: Told(
        happened="This return has already been sent, so this card no longer changes it.",
        kept="What was sent is kept as it was. " + KEPT_TYPED,
        now="To change the return, open it and take it back. You can do that until the audit "
        "closes.",
    ),
    Code.RETURN_NOT_SENT: Told(
        happened="This return has not been sent, so there is nothing to take back.",
        kept=KEPT_ALL,
        now="Open it from “My returns” to go on.",
    ),
    Code.RETURN_CHANGED: Told(
        happened="The return was changed after you looked it through, so it was not sent.",
        kept="Both your answers and the changes are kept.",
        now="Look it through once more, then send it.",
    ),
    Code.RETURN_INCOMPLETE: Told(
        happened="Some answers are still missing, so the return was not sent.",
        kept=KEPT_ALL,
        now="The review lists what is missing.",
    ),
    Code.NIL_NOTHING_SEARCHED: Told(
        happened="The nil return was not sent: nothing was ticked as searched.",
        kept=KEPT_ALL,
        now="Tick what you searched. Many services hold records under an adult's name.",
    ),
    Code.NIL_NO_REASON: Told(
        happened="The nil return was not sent: “another reason” needs the reason in words.",
        kept=KEPT_ALL,
        now="Write one sentence in the box, then send it again.",
    ),
    Code.ANSWER_UNKNOWN: Told(
        happened="This card asks something that the audit does not ask.",
        kept=KEPT_ALL + " " + KEPT_TYPED,
        now="The card may be from another audit. Open the return again from “My returns”.",
    ),
    Code.ANSWER_NOT_A_CHOICE: Told(
        happened="One answer is not among the choices.",
        kept=KEPT_ALL + " " + KEPT_TYPED,
        now="Open the return again from “My returns” and choose from the list.",
    ),
    Code.ANSWER_NOT_A_DATE: Told(
        happened="One answer should be a date and is not.",
        kept=KEPT_ALL + " " + KEPT_TYPED,
        now="Open the return again from “My returns” and give day, month and year.",
    ),
    Code.ANSWER_NOT_A_COUNT: Told(
        happened="One answer should be a whole number of at most nine digits and is not.",
        kept=KEPT_ALL + " " + KEPT_TYPED,
        now="Open the return again from “My returns” and give the number in digits.",
    ),
    Code.ANSWER_NOT_A_NUMBER: Told(
        happened="One answer should be a number and is not.",
        kept=KEPT_ALL + " " + KEPT_TYPED,
        now="Open the return again from “My returns” and give the number in digits, such as 2.5.",
    ),
    Code.ANSWER_NOT_A_TIME: Told(
        happened="One answer should be a time of day and is not.",
        kept=KEPT_ALL + " " + KEPT_TYPED,
        now="Open the return again from “My returns” and give hours and minutes.",
    ),
    Code.ANSWER_TOO_LONG: Told(
        happened="One answer is longer than the card can hold.",
        kept=KEPT_ALL + " " + KEPT_TYPED,
        now="Shorten it to 4,000 characters. Say what matters for this child; do not paste notes.",
    ),
    Code.AUDIT_CLOSED: Told(
        happened="This audit has closed, so its returns no longer change.",
        kept="The return is kept as it was when the audit closed. " + KEPT_TYPED,
        now="If something important is missing, tell the business manager of the partnership.",
    ),
    Code.AUDIT_NONE: Told(
        happened="There is no audit for you to see at the moment.",
        kept="Nothing was changed.",
        now="When an audit opens that asks your service, its families are listed under "
        "“My returns”.",
    ),
    **DEADLINES,
    **LIMITS,
    **PANEL,
    **SETTING_UP,
    **KEEPING,
}
