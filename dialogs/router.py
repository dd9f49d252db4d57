"""Everything that can be asked for, and who may ask: one table each for buttons and words.

Who may is decided where the return or the audit is loaded (audits/access.py); the third column
says it for the reader, and tests/test_rights.py proves it for every person and every return.
"""

from collections.abc import Awaitable, Callable, Mapping

from audits.problems import Code, Problem
from cards import channel
from dialogs import (
    acknowledge,
    agencies,
    agency,
    answer,
    check,
    commands,
    decline,
    files,
    findings,
    flags,
    grade,
    greeting,
    handover,
    helping,
    holidays,
    identity,
    invite,
    mismatches,
    more_time,
    my_hours,
    my_returns,
    new_tool,
    newcomers,
    nil,
    nominated,
    nudging,
    one_return,
    outstanding,
    papers,
    people,
    plan,
    query,
    question,
    read_one,
    retention,
    review,
    setup,
    sign_off,
    snooze,
    status,
    summary,
    timetable,
    upload,
    ways,
)
from dialogs.turn import Place, Reply, Turn
from storage.contract import Store

Talk = Callable[[Turn, Store], Awaitable[Reply]]

ANYBODY = "anybody on the roster"
ANSWERING = "contacts of the return, coordinators of its agency"
READING = "those who answer it; the audit team once it is sent"
TEAM = "the audit team"
VOUCHING = "coordinators of whoever it may be, and the audit's business manager"
COORDINATING = "coordinators of the return's agency, and their deputies"
RESULTS = "the audit team and observers"
RUNNING = "the audit's business manager"
ALTERING = "the audit's business manager, and those they name"
PAPERS = "the audit team, and those whom the business manager names"
SETTING_UP = "business managers, those they name, those whom the operator names"

IN_A_CHANNEL = frozenset({"status", "summary", "help", "welcome", "lost"})
"""What is answered where others read along, with counts and codes only."""

VERBS: Mapping[str, tuple[Talk, str]] = {
    "welcome": (greeting.greet, ANYBODY),
    "help": (greeting.tell, ANYBODY),
    "lost": (greeting.lost, ANYBODY),
    "my_returns": (my_returns.show, ANYBODY),
    "open": (answer.open_return, READING),
    "save": (answer.save, ANSWERING),
    "nil": (nil.ask, ANSWERING),
    "send_nil": (nil.send, ANSWERING),
    "review": (review.show, ANSWERING),
    "change": (review.change, ANSWERING),
    "send": (review.send, ANSWERING),
    "recall": (review.recall, ANSWERING),
    "read": (review.show_sent, READING),
    "status": (status.show, TEAM),
    "outstanding": (outstanding.show, TEAM),
    "look": (one_return.look, TEAM),
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
    "my_hours": (my_hours.show, ANYBODY),
    "save_hours": (my_hours.save, ANYBODY),
    "agency": (agency.show, COORDINATING),
    "assign": (agency.assign, COORDINATING),
    "deputy": (agency.deputy, COORDINATING),
    "invite": (invite.show, RUNNING),
    "newcomers": (newcomers.show, ANYBODY),
    "confirm_person": (newcomers.confirm, VOUCHING),
    "refuse_person": (newcomers.refuse, VOUCHING),
    "sign_off": (sign_off.show, COORDINATING),
    "let_go": (sign_off.let_go, COORDINATING),
    "send_back": (sign_off.send_back, COORDINATING),
    "timetable": (timetable.show, RUNNING),
    "save_timetable": (timetable.save, RUNNING),
    "propose_timetable": (timetable.propose, RUNNING),
    "holidays": (holidays.show, RUNNING),
    "save_holidays": (holidays.save, RUNNING),
    "agencies": (agencies.show, RUNNING),
    "save_agency": (agencies.save, RUNNING),
    "plan": (plan.show, RUNNING),
    "save_plan": (plan.save, RUNNING),
    "preview": (nudging.preview, RUNNING),
    "nudge": (nudging.choose, RUNNING),
    "nudge_now": (nudging.send, RUNNING),
    "rule": (nudging.rule, RUNNING),
    "settle": (one_return.show, RUNNING),
    "accept": (one_return.accept, RUNNING),
    "waive": (one_return.waive, RUNNING),
    "ask": (query.show, RUNNING),
    "query": (query.query, RUNNING),
    "reopen": (query.reopen, RUNNING),
    "thread": (query.thread, ANSWERING),
    "reply": (query.reply, ANSWERING),
    "read_one": (read_one.show, TEAM),
    "summary": (summary.show, RESULTS),
    "told": (summary.told, TEAM),
    "mismatches": (mismatches.show, TEAM),
    "rule_mismatches": (mismatches.rule, TEAM),
    "flags": (flags.show, TEAM),
    "grade": (grade.show, TEAM),
    "give_grade": (grade.give, TEAM),
    "findings": (findings.show, TEAM),
    "finding": (findings.write, TEAM),
    "keep_finding": (findings.keep, TEAM),
    "withdraw_finding": (findings.withdraw, TEAM),
    "export": (files.export, RUNNING),
    "make": (files.make, RUNNING),
    "pack": (files.pack, RUNNING),
    "freeze": (files.freeze, RUNNING),
    "report": (files.report, RUNNING),
    "check": (check.show, RUNNING),
    "clear": (check.clear, RUNNING),
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
    "retention": (retention.show, TEAM),
    "hold": (retention.hold, RUNNING),
    "release": (retention.release, RUNNING),
    "keep_hold": (retention.keep_hold, RUNNING),
    "agree_release": (retention.agree, TEAM),
    "periods": (retention.periods, RUNNING),
    "save_periods": (retention.save_periods, RUNNING),
    "upload": (upload.receive, SETTING_UP),
    "place_tool": (upload.place_tool, SETTING_UP),
    "keep_document": (papers.keep, SETTING_UP),
    "drop_document": (papers.drop, SETTING_UP),
    "papers": (papers.show, PAPERS),
    "paper": (papers.hand_over, PAPERS),
    "people": (people.show, ALTERING),
    "add_contact": (people.add_contact, ALTERING),
    "add_agency": (people.add_agency, ALTERING),
    "remove_agency": (people.remove_agency, ALTERING),
    "remove_person": (people.remove_person, ALTERING),
    "close_audit": (people.close, ALTERING),
    "reopen_audit": (people.reopen, ALTERING),
    "propose": (people.propose, ALTERING),
    "helping": (helping.show, RUNNING),
    "name_helper": (helping.name_helper, RUNNING),
    "drop_helper": (helping.drop_helper, RUNNING),
    "take_new_tool": (new_tool.take, ALTERING),
    "drop_new_tool": (new_tool.drop, ALTERING),
    "nominated": (nominated.show, SETTING_UP),
    "take_nominated": (nominated.take, SETTING_UP),
    "look_file": (upload.look, SETTING_UP),
    "take_roster": (upload.take, SETTING_UP),
}


async def take(turn: Turn, store: Store) -> Reply:
    """Carry out the turn's verb and return the card to show; raises Problem."""
    if turn.verb not in VERBS:
        raise Problem(Code.VERB_UNKNOWN)
    if turn.place is Place.CHANNEL and turn.verb not in IN_A_CHANNEL:
        return Reply(card=channel.elsewhere())
    return await VERBS[turn.verb][0](turn, store)


def verb_for(text: str) -> str:
    """Return the verb that a typed message asks for; `lost` for what is not understood."""
    return commands.verb_for(text)
