"""All that can go wrong and be explained. What people are told about each is in cards/words.py."""

from enum import StrEnum


class Code(StrEnum):
    """One reason why a request was not carried out. A code never changes its meaning."""

    PERSON_UNKNOWN = "person.unknown"
    VERB_UNKNOWN = "verb.unknown"
    VERB_NOT_YOURS = "verb.not_yours"
    VERB_MANAGERS = "verb.managers"
    VERB_RESULTS_ONLY = "verb.results_only"
    CARD_UNREADABLE = "card.unreadable"
    RETURN_NOT_FOUND = "return.not_found"
    RETURN_SENT = "return.sent"
    RETURN_NOT_SENT = "return.not_sent"
    RETURN_CHANGED = "return.changed_since"
    RETURN_INCOMPLETE = "return.incomplete"
    NIL_NOTHING_SEARCHED = "nil.nothing_searched"
    NIL_NO_REASON = "nil.no_reason"
    ANSWER_UNKNOWN = "answer.unknown"
    ANSWER_NOT_A_CHOICE = "answer.not_a_choice"
    ANSWER_NOT_A_DATE = "answer.not_a_date"
    ANSWER_NOT_A_COUNT = "answer.not_a_count"
    ANSWER_NOT_A_NUMBER = "answer.not_a_number"
    ANSWER_NOT_A_TIME = "answer.not_a_time"
    ANSWER_TOO_LONG = "answer.too_long"
    WORDS_TOO_LONG = "words.too_long"
    AGENCY_NOT_YOURS = "agency.not_yours"
    ASSIGN_NOBODY = "assign.nobody"
    TIME_NO_REASON = "time.no_reason"
    TIME_NOT_LATER = "time.not_later"
    TIME_NOT_ASKED = "time.not_asked"
    DECLINE_NO_REASON = "decline.no_reason"
    WAIVE_NO_REASON = "waive.no_reason"
    SIGN_OFF_NO_REMARK = "sign_off.no_remark"
    SIGN_OFF_NOT_WAITING = "sign_off.not_waiting"
    QUERY_NO_WORDS = "query.no_words"
    QUERY_NO_BOX = "query.no_box"
    QUERY_NOT_ASKED = "query.not_asked"
    REOPEN_NO_REASON = "reopen.no_reason"
    GRADE_NOT_A_GRADE = "grade.not_a_grade"
    GRADE_NO_REASON = "grade.no_reason"
    GRADE_CHANGED = "grade.changed_since"
    FINDING_NO_WORDS = "finding.no_words"
    FINDING_NO_THEME = "finding.no_theme"
    FINDING_NO_REASON = "finding.no_reason"
    FINDING_NOT_FOUND = "finding.not_found"
    FINDING_CHANGED = "finding.changed_since"
    MISMATCH_NO_WORDS = "mismatch.no_words"
    MISMATCH_NOT_FOUND = "mismatch.not_found"
    SUMMARY_CHANGED = "summary.changed_since"
    PACK_NOTHING = "pack.nothing"
    QUESTION_NO_WORDS = "question.no_words"
    QUESTION_NO_BOX = "question.no_box"
    QUESTION_NOT_FOUND = "question.not_found"
    ESCALATION_DECIDED = "escalation.decided"
    ESCALATION_NONE = "escalation.none"
    SNOOZE_NOT_A_TIME = "snooze.not_a_time"
    SNOOZE_TOO_LATE = "snooze.too_late"
    PLAN_NOT_DAYS = "plan.not_days"
    TIMETABLE_PAST = "timetable.past"
    TIMETABLE_ORDER = "timetable.order"
    HOLIDAYS_NO_DATES = "holidays.no_dates"
    HOLIDAYS_TOO_MANY = "holidays.too_many"
    HOURS_NOT_TIMES = "hours.not_times"
    HOURS_NO_DAYS = "hours.no_days"
    HOURS_NO_ZONE = "hours.no_zone"
    AWAY_NO_DATES = "away.no_dates"
    AUDIT_CLOSED = "audit.closed"
    AUDIT_NONE = "audit.none"


class Problem(Exception):  # noqa: N818 - the house's word for it
    """A request that cannot be carried out, for a reason that can be told.

    `where` names the box or the thing that it is about, never what somebody wrote in it.
    """

    def __init__(self, code: Code, where: str = "") -> None:
        super().__init__(code.value)
        self.code = code
        self.where = where
