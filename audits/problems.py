"""All that can go wrong and be explained. What people are told about each is in cards/words.py."""

from enum import StrEnum


class Code(StrEnum):
    """One reason why a request was not carried out. A code never changes its meaning."""

    PERSON_UNKNOWN = "person.unknown"
    VERB_UNKNOWN = "verb.unknown"
    VERB_NOT_YOURS = "verb.not_yours"
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
    QUESTION_NO_WORDS = "question.no_words"
    QUESTION_NO_BOX = "question.no_box"
    QUESTION_NOT_FOUND = "question.not_found"
    ESCALATION_DECIDED = "escalation.decided"
    ESCALATION_NONE = "escalation.none"
    SNOOZE_NOT_A_TIME = "snooze.not_a_time"
    SNOOZE_TOO_LATE = "snooze.too_late"
    PLAN_NOT_DAYS = "plan.not_days"
    DRAFT_NONE = "draft.none"
    DRAFT_NOT_YOURS = "draft.not_yours"
    DRAFT_CLOSED = "draft.closed"
    DRAFT_CHANGED = "draft.changed_since"
    DRAFT_INCOMPLETE = "draft.incomplete"
    DRAFT_NO_TITLE = "draft.no_title"
    DRAFT_NO_DAY = "draft.no_day"
    DRAFT_NOT_DAYS = "draft.not_days"
    CHOOSE_NONE = "choose.none"
    CHOOSE_NO_REASON = "choose.no_reason"
    CHANGE_NO_REASON = "change.no_reason"
    CHANGE_NOBODY = "change.nobody"
    FILE_GONE = "file.gone"
    FILE_TOO_LARGE = "file.too_large"
    FILE_UNREADABLE = "file.unreadable"
    IDENTITY_NOT_FOUND = "identity.not_found"
    IDENTITY_NOT_HERE = "identity.not_here"
    AUDIT_CLOSED = "audit.closed"
    AUDIT_NOT_CLOSED = "audit.not_closed"
    AUDIT_NONE = "audit.none"


class Problem(Exception):  # noqa: N818 - the house's word for it
    """A request that cannot be carried out, for a reason that can be told.

    `where` names the box or the thing that it is about, never what somebody wrote in it.
    """

    def __init__(self, code: Code, where: str = "") -> None:
        super().__init__(code.value)
        self.code = code
        self.where = where
