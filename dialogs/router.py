"""Everything that can be asked for, and who may ask: one table each for buttons and words.

Who may is decided where the return or the audit is loaded (audits/access.py); the third column
says it for the reader, and tests/test_rights.py proves it for every person and every return.
"""

from collections.abc import Awaitable, Callable, Mapping

from audits.problems import Code, Problem
from dialogs import (
    acknowledge,
    agency,
    answer,
    decline,
    greeting,
    handover,
    identity,
    more_time,
    my_returns,
    nil,
    nudging,
    plan,
    question,
    review,
    settle,
    setup,
    sign_off,
    snooze,
    status,
    upload,
    ways,
)
from dialogs.turn import Reply, Turn
from storage.contract import Store

Talk = Callable[[Turn, Store], Awaitable[Reply]]

ANYBODY = "anybody on the roster"
ANSWERING = "contacts of the return, coordinators of its agency"
READING = "those who answer it; the audit team once it is sent"
TEAM = "the audit team"
COORDINATING = "coordinators of the return's agency, and their deputies"
RUNNING = "the audit's business manager"
SETTING_UP = "business managers, those they name, those whom the operator names"

VERBS: Mapping[str, tuple[Talk, str]] = {
    "welcome": (greeting.greet, ANYBODY),
    "help": (greeting.tell, ANYBODY),
    "lost": (greeting.lost, ANYBODY),
    "my_returns": (my_returns.show, ANYBODY),
    "open": (answer.open_return, ANSWERING),
    "save": (answer.save, ANSWERING),
    "nil": (nil.ask, ANSWERING),
    "send_nil": (nil.send, ANSWERING),
    "review": (review.show, ANSWERING),
    "change": (review.change, ANSWERING),
    "send": (review.send, ANSWERING),
    "recall": (review.recall, ANSWERING),
    "read": (review.show_sent, READING),
    "status": (status.show, TEAM),
    "look": (status.look, TEAM),
    "more": (ways.show, ANYBODY),
    "acknowledge": (acknowledge.show, ANYBODY),
    "send_acknowledge": (acknowledge.send, ANSWERING),
    "hand_over": (handover.show, ANSWERING),
    "give": (handover.give, ANSWERING),
    "more_time": (more_time.show, ANSWERING),
    "ask_time": (more_time.ask, ANSWERING),
    "decide_time": (more_time.decide, RUNNING),
    "decline": (decline.show, ANSWERING),
    "send_decline": (decline.send, ANSWERING),
    "question": (question.show, ANSWERING),
    "ask_question": (question.ask, ANSWERING),
    "questions": (question.listed, TEAM),
    "answer_question": (question.answer, TEAM),
    "snooze": (snooze.show, ANYBODY),
    "set_snooze": (snooze.save, ANYBODY),
    "agency": (agency.show, COORDINATING),
    "assign": (agency.assign, COORDINATING),
    "deputy": (agency.deputy, COORDINATING),
    "sign_off": (sign_off.show, COORDINATING),
    "let_go": (sign_off.let_go, COORDINATING),
    "send_back": (sign_off.send_back, COORDINATING),
    "plan": (plan.show, RUNNING),
    "save_plan": (plan.save, RUNNING),
    "preview": (nudging.preview, RUNNING),
    "nudge": (nudging.choose, RUNNING),
    "nudge_now": (nudging.send, RUNNING),
    "rule": (nudging.rule, RUNNING),
    "settle": (settle.show, RUNNING),
    "query": (settle.query, RUNNING),
    "accept": (settle.accept, RUNNING),
    "waive": (settle.waive, RUNNING),
    "identity": (identity.show, ANSWERING),
    "who": (identity.choose, ANYBODY),
    "identity_fold": (identity.fold, ANSWERING),
    "new_audit": (setup.show, SETTING_UP),
    "begin_audit": (setup.begin, SETTING_UP),
    "copy_audit": (setup.copy, SETTING_UP),
    "set_up": (setup.step, SETTING_UP),
    "save_about": (setup.save_about, SETTING_UP),
    "save_dates": (setup.save_dates, SETTING_UP),
    "save_tool": (setup.save_tool, SETTING_UP),
    "choose_families": (setup.choose, SETTING_UP),
    "draw_families": (setup.draw, SETTING_UP),
    "family_page": (setup.family, SETTING_UP),
    "save_summary": (setup.save_summary, SETTING_UP),
    "genogram_right": (setup.genogram_right, SETTING_UP),
    "drop_draft": (setup.drop, SETTING_UP),
    "open_audit": (setup.open_audit, SETTING_UP),
    "upload": (upload.receive, SETTING_UP),
    "look_file": (upload.look, SETTING_UP),
    "take_roster": (upload.take, SETTING_UP),
}

COMMANDS: Mapping[str, str] = {
    "hi": "welcome",
    "hello": "welcome",
    "welcome": "welcome",
    "start": "welcome",
    "help": "help",
    "?": "help",
    "my returns": "my_returns",
    "returns": "my_returns",
    "status": "status",
    "known": "acknowledge",
    "acknowledge": "acknowledge",
    "hand over": "more",
    "more time": "more",
    "decline": "more",
    "question": "more",
    "something else": "more",
    "snooze": "snooze",
    "later": "snooze",
    "remind me later": "snooze",
    "my service": "agency",
    "my agency": "agency",
    "questions": "questions",
    "plan": "plan",
    "nudge plan": "plan",
    "nudge preview": "preview",
    "preview": "preview",
    "nudges": "preview",
    "nudge": "nudge",
    "nudge now": "nudge",
    "who": "who",
    "who is this": "who",
    "identity": "who",
    "new audit": "new_audit",
    "set up": "new_audit",
    "copy audit": "copy_audit",
}
"""What can be typed, in any letter case, and the verb that it asks for."""


async def take(turn: Turn, store: Store) -> Reply:
    """Carry out the turn's verb and return the card to show; raises Problem."""
    if turn.verb not in VERBS:
        raise Problem(Code.VERB_UNKNOWN)
    return await VERBS[turn.verb][0](turn, store)


def verb_for(text: str) -> str:
    """Return the verb that a typed message asks for; `lost` for what is not understood."""
    words = " ".join(text.lower().split()).strip(" .!/")
    return COMMANDS.get(words, "lost")
