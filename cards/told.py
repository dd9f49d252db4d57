"""What people are told of the problems that meet them over deadlines."""

from collections.abc import Mapping
from dataclasses import dataclass

from audits.problems import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What people are told of a problem: what happened, what we kept, what to do now."""

    happened: str
    kept: str
    now: str


NOTHING = "Nothing was changed."
AGAIN = "Go back to the card, fill in the box and press the button again."

DEADLINES: Mapping[Code, Told] = {
    Code.WORDS_TOO_LONG: Told(
        happened="What you wrote is longer than 1,000 characters.",
        kept=NOTHING,
        now="Shorten it to what matters, then press the button again.",
    ),
    Code.AGENCY_NOT_YOURS: Told(
        happened="This list is for the coordinators of a service.",
        kept=NOTHING,
        now="Your own returns are under “My returns”. To become a coordinator's deputy, ask them.",
    ),
    Code.ASSIGN_NOBODY: Told(
        happened="Nobody was chosen, so the return stays with who has it.",
        kept=NOTHING,
        now="Choose a colleague from the list. If they are not on it, ask the business manager "
        "to add them.",
    ),
    Code.TIME_NO_REASON: Told(
        happened="You did not say why you need more time, so we did not ask for it.",
        kept=NOTHING,
        now="Write one sentence, for example: school holidays, an inspection, sick leave.",
    ),
    Code.TIME_NOT_LATER: Told(
        happened="The new date must be after today and after the date the return is due.",
        kept=NOTHING,
        now="Choose a later date and ask again.",
    ),
    Code.TIME_NOT_ASKED: Told(
        happened="Nobody is waiting for this decision any more.",
        kept="What was decided before stands.",
        now="See “status” for how the return stands.",
    ),
    Code.DECLINE_NO_REASON: Told(
        happened="The return was not declined: the reason is missing.",
        kept=NOTHING,
        now="Say in one sentence why your service sends no return. If you do not know the "
        "family, send a nil return instead.",
    ),
    Code.WAIVE_NO_REASON: Told(
        happened="The return was not waived: the reason is missing.",
        kept=NOTHING,
        now="Say in one sentence why the audit can do without it. The report shows it.",
    ),
    Code.SIGN_OFF_NO_REMARK: Told(
        happened="The return was not sent back: you did not say what should change.",
        kept=NOTHING,
        now="Write one sentence to your colleague, then send it back.",
    ),
    Code.SIGN_OFF_NOT_WAITING: Told(
        happened="This return is not waiting for sign-off any more.",
        kept="It is kept as it stands now.",
        now="It was sent, or somebody is working on it again. See “my service”.",
    ),
    Code.QUERY_NO_WORDS: Told(
        happened="Your query was not sent: it has no words.",
        kept=NOTHING,
        now="Write what you would like to know, then send it.",
    ),
    Code.QUESTION_NO_WORDS: Told(
        happened="Nothing was sent: the box is empty.",
        kept=NOTHING,
        now=AGAIN,
    ),
    Code.QUESTION_NO_BOX: Told(
        happened="Nothing was sent: choose which item you mean.",
        kept=NOTHING,
        now="Choose it from the list, then press the button again.",
    ),
    Code.QUESTION_NOT_FOUND: Told(
        happened="We cannot find this question.",
        kept=NOTHING,
        now="The card may be from another audit. Type “questions” to see those that wait.",
    ),
    Code.ESCALATION_DECIDED: Told(
        happened="This has been decided already, the other way.",
        kept="What was decided first stands.",
        now="To write to the service again, type “nudge”.",
    ),
    Code.ESCALATION_NONE: Told(
        happened="This message is not waiting for a decision any more.",
        kept=NOTHING,
        now="The service may have answered. See “status”.",
    ),
    Code.PLAN_NOT_DAYS: Told(
        happened="One of the numbers of working days could not be read.",
        kept=NOTHING,
        now="Write whole numbers from 0 to 60, several with commas between, such as 5, 2, 1.",
    ),
    Code.SNOOZE_NOT_A_TIME: Told(
        happened="We could not read until when you want to be left alone.",
        kept="Your reminders come as before.",
        now="Choose one of the times, or a date.",
    ),
    Code.SNOOZE_TOO_LATE: Told(
        happened="That is after the return is due, or it is in the past.",
        kept="Your reminders come as before.",
        now="Choose a time before the due date. If you cannot make it, ask for more time.",
    ),
    Code.TIMETABLE_PAST: Told(
        happened="That date is over, so the timetable was not changed.",
        kept=NOTHING,
        now="Choose today or a later day. To give one service more time, it can ask for it.",
    ),
    Code.TIMETABLE_ORDER: Told(
        happened="These dates do not come in their order, so the timetable was not changed.",
        kept=NOTHING,
        now="Opening comes first, then the day by which services say whom they know, then the due "
        "date, then the audit day. Change the dates or the numbers of working days.",
    ),
    Code.HOLIDAYS_NO_DATES: Told(
        happened="These school holidays have no first and last day, or they are not in order.",
        kept=NOTHING,
        now="Fill in both days, the earlier one first. A holiday has at most 100 days.",
    ),
    Code.HOLIDAYS_TOO_MANY: Told(
        happened="There are 20 school holidays on the list already.",
        kept=NOTHING,
        now="Take those off the list that are over, then add the new ones.",
    ),
    Code.HOURS_NOT_TIMES: Told(
        happened="Your hours were not changed: the end must be at least an hour after the start.",
        kept=NOTHING,
        now="Write both as times of one day, such as 08:00 and 18:00.",
    ),
    Code.HOURS_NO_DAYS: Told(
        happened="Your hours were not changed: no working day was ticked.",
        kept=NOTHING,
        now="Tick at least one day. If you are away for a while, say from when to when instead.",
    ),
    Code.HOURS_NO_ZONE: Told(
        happened="We do not know this time zone.",
        kept=NOTHING,
        now="Choose one from the list.",
    ),
    Code.AWAY_NO_DATES: Told(
        happened="We could not read from when to when you are away.",
        kept=NOTHING,
        now="Fill in both days, the earlier one first, from today on and for at most 90 days. "
        "If you are away for longer, hand your returns over.",
    ),
}
