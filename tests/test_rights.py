"""Every person, every verb, every return: only those who should may read or change one."""

from dataclasses import replace
from pathlib import Path

import pytest

from audits.claim import Account, Claim
from audits.involvement import Sheet
from audits.people import Person, Role
from audits.problems import Code, Problem
from audits.returns import save, send
from cards import plan, timetable
from dialogs import router
from dialogs.turn import Turn
from storage.contract import Store
from storage.tiny import TinyStore
from tests import cast

ANSWERERS = {
    "a1.C.phn": {"hv", "hv2", "phnc"},
    "a1.C.police": {"pol"},
    "a1.C.housing": {"hou"},
    "a1.F.phn": {"hv", "phnc"},
}
"""Contacts of each return and coordinators of its agency."""
SENT = {"a1.C.police", "a1.F.phn"}
"""The returns that the audit team has."""
ANSWERING = (
    "open", "save", "nil", "send_nil", "review", "change", "send", "recall", "read",
    "send_acknowledge", "hand_over", "give", "more_time", "ask_time", "decline", "send_decline",
    "question", "ask_question", "thread", "reply", "identity", "identity_fold",
)  # fmt: skip
COORDINATING = ("assign", "sign_off", "let_go", "send_back")
RUNNING = ("decide_time", "settle", "ask", "query", "reopen", "accept", "waive")
ON_A_RETURN = (*ANSWERING, *COORDINATING, *RUNNING)
FOR_ANYBODY = (
    "welcome", "help", "lost", "my_returns", "more", "acknowledge", "snooze", "set_snooze",
    "my_hours", "save_hours", "who", "newcomers",
)  # fmt: skip
FOR_COORDINATORS = ("agency", "deputy")
VOUCHING = ("confirm_person", "refuse_person")
FOR_THE_TEAM = (
    "status", "look", "questions", "answer_question", "outstanding", "read_one", "told",
    "mismatches", "rule_mismatches", "flags", "grade", "give_grade", "findings", "finding",
    "keep_finding", "withdraw_finding", "retention", "agree_release",
)  # fmt: skip
FOR_OBSERVERS_TOO = ("summary",)
FOR_MANAGERS = (
    "preview", "nudge", "nudge_now", "rule", "plan", "save_plan", "timetable", "save_timetable",
    "propose_timetable", "holidays", "save_holidays", "agencies", "save_agency",
    "helping", "name_helper", "drop_helper",
    "export", "make", "pack",
    "freeze", "report", "check", "clear", "invite",
    "hold", "release", "keep_hold", "periods", "save_periods",
)  # fmt: skip
REFUSED = {Code.VERB_NOT_YOURS, Code.VERB_RESULTS_ONLY, Code.VERB_MANAGERS}
"""What those are told to whom it is not given; an observer and a chair are told another thing."""
SETTING_UP = tuple(v for v, (_, who) in router.VERBS.items() if who == router.SETTING_UP)
"""Tried by everybody in tests/dialogs/test_setup.py."""
ALTERING = tuple(v for v, (_, who) in router.VERBS.items() if who == router.ALTERING)
FOR_READERS = ("papers", "paper")
OF_NO_RETURN = (
    *SETTING_UP, *ALTERING, *FOR_READERS,
    *FOR_ANYBODY, *FOR_COORDINATORS, *FOR_THE_TEAM, *FOR_OBSERVERS_TOO, *FOR_MANAGERS,
    *VOUCHING,
)  # fmt: skip


async def filled(folder: Path) -> TinyStore:
    """A store with the small audit, two of its returns sent."""
    store = await TinyStore.open(folder)
    for who in cast.EVERYBODY:
        await store.keep_person(who)
    await store.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await store.add(ret)
        if ret.id in SENT:
            own = cast.involved(ret)
            saving = save(own, Sheet(drawn=0, answers=cast.ENOUGH), by="hv", at=cast.AT)
            await store.keep(saving)
            await store.keep(send(own.after(saving), drawn=1, by="hv", at=cast.AT))
    return store


def may(who: Person, verb: str, return_id: str) -> bool:
    """The rule, in short: those who answer may do all about it but sign off and decide.

    The audit team reads what was sent; its business manager decides.
    """
    if verb in RUNNING:
        return who.id == "bm" and return_id in ANSWERERS
    if verb in COORDINATING:
        return who.id == "phnc" and return_id in {"a1.C.phn", "a1.F.phn"}
    if who.id in ANSWERERS.get(return_id, set()):
        return True
    return who.id == "bm" and verb in {"open", "read"} and return_id in SENT


async def outcome(store: Store, who: Person, verb: str, return_id: str) -> tuple[str, str]:
    """The problem's code and where it is, or "done", when this person tries this."""
    carried = {
        "return": return_id, "drawn": 0, "shown": ["visits"], "b.visits": "3", "go": "next",
        "kind": "not_known", "searched": "child", "box": "look", "to": "stranger",
        f"known.{return_id}": "known", "returns": return_id, "b.words": "Words", "chosen": True,
        **dict.fromkeys((*plan.NUMBERS, *timetable.LENGTHS), "1"), "family": "C",
        "making": "json", "theme": "curiosity", "cell": "police/look", "value": "concern",
        "agency": "housing", "due": "2026-12-09", "first": "2026-12-21", "last": "2027-01-01",
        "coordinators": "hou", "audit": "a1",
    }  # fmt: skip
    turn = Turn(who=who, verb=verb, at=cast.AT, partnership=cast.PARTNERSHIP, data=carried)
    try:
        await router.take(turn, store)
    except Problem as problem:
        return problem.code, problem.where
    return "done", ""


def test_every_verb_is_tried() -> None:
    """A verb that this file does not know would go untested."""
    assert set(router.VERBS) == {*ON_A_RETURN, *OF_NO_RETURN}


@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
@pytest.mark.parametrize("verb", ON_A_RETURN)
async def test_return_answers_only_those_who_may(who: Person, verb: str, tmp_path: Path) -> None:
    """For the others a return that exists and one that does not are refused alike, unchanged."""
    for return_id in (*ANSWERERS, "a1.Z.phn"):
        store = await filled(tmp_path / return_id)
        before = await store.agency_return(return_id)
        found = await outcome(store, who, verb, return_id)
        if may(who, verb, return_id):
            assert found[0] != Code.RETURN_NOT_FOUND
        else:
            assert found == (Code.RETURN_NOT_FOUND, "")
            assert await store.agency_return(return_id) == before
        await store.close()


@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
async def test_list_shows_only_ones_own(who: Person, tmp_path: Path) -> None:
    """My returns names no family that is not the person's to answer about."""
    store = await filled(tmp_path / "data")
    turn = Turn(who=who, verb="my_returns", at=cast.AT, partnership=cast.PARTNERSHIP)
    card = str((await router.take(turn, store)).card)
    for return_id, answerers in ANSWERERS.items():
        assert (f"'{return_id}'" in card) is (who.id in answerers)
    await store.close()


@pytest.mark.parametrize("verb", FOR_THE_TEAM)
@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
async def test_status_is_the_audit_teams(who: Person, verb: str, tmp_path: Path) -> None:
    """Nobody else learns which agencies have answered, or what they ask."""
    store = await filled(tmp_path / "data")
    found = await outcome(store, who, verb, "a1.C.phn")
    told = Code.VERB_RESULTS_ONLY if who.id == "obs" else Code.VERB_NOT_YOURS
    assert found[0] == told if who.id != "bm" else found[0] not in REFUSED
    await store.close()


@pytest.mark.parametrize("verb", FOR_OBSERVERS_TOO)
@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
async def test_results_are_the_teams_and_observers(who: Person, verb: str, tmp_path: Path) -> None:
    """Observers see figures; those who answer see none of them."""
    store = await filled(tmp_path / "data")
    found = await outcome(store, who, verb, "a1.C.phn")
    assert found[0] == ("done" if who.id in {"bm", "obs"} else Code.VERB_NOT_YOURS)
    await store.close()


@pytest.mark.parametrize("role", [Role.CHAIR, Role.LEAD_AUDITOR, Role.PANEL])
async def test_panel_judges_and_does_not_run(role: Role, tmp_path: Path) -> None:
    """Chair, lead auditor and panel do all that the team may, and nothing that runs the audit."""
    store = await filled(tmp_path / "data")
    team = {**cast.AUDIT.team, cast.STRANGER.id: role}
    await store.keep_audit(replace(cast.AUDIT, version=1, team=team))
    for verb in (*FOR_THE_TEAM, *FOR_OBSERVERS_TOO):
        found = await outcome(store, cast.STRANGER, verb, "a1.C.phn")
        assert found[0] not in REFUSED
    for verb in FOR_MANAGERS:
        assert await outcome(store, cast.STRANGER, verb, "") == (Code.VERB_MANAGERS, "")
    for verb in RUNNING:
        assert await outcome(store, cast.STRANGER, verb, "a1.C.police") == REFUSED_RETURN
    await store.close()


REFUSED_RETURN = (Code.RETURN_NOT_FOUND, "")


@pytest.mark.parametrize("verb", FOR_MANAGERS)
@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
async def test_nudging_is_the_business_managers(who: Person, verb: str, tmp_path: Path) -> None:
    """Nobody else sends a nudge, sees them all, or decides what goes to a lead."""
    store = await filled(tmp_path / "data")
    before = await store.audit("a1")
    found = await outcome(store, who, verb, "a1.C.phn")
    assert (found[0] in REFUSED) is (who.id != "bm")
    if who.id != "bm":
        assert await store.audit("a1") == before
    await store.close()


@pytest.mark.parametrize("verb", [*ALTERING, *FOR_READERS])
@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
async def test_altering_is_the_managers_and_helpers(who: Person, verb: str, tmp_path: Path) -> None:
    """Who takes part, the tool and the documents: theirs alone, and others are refused alike."""
    store = await filled(tmp_path / "data")
    before = await store.audit("a1")
    found = await outcome(store, who, verb, "a1.C.phn")
    assert (found == (Code.VERB_NOT_YOURS, "")) is (who.id != "bm")
    if who.id != "bm":
        assert await store.audit("a1") == before
        helped = replace(cast.AUDIT, version=1, helpers=(who.id,))
        assert await store.keep_audit(helped)
        assert await outcome(store, who, verb, "a1.C.phn") != (Code.VERB_NOT_YOURS, "")
    await store.close()


@pytest.mark.parametrize("verb", FOR_COORDINATORS)
@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
async def test_service_is_its_coordinators(who: Person, verb: str, tmp_path: Path) -> None:
    """Nobody else sees who has which return of a service, or says who stands in."""
    store = await filled(tmp_path / "data")
    found = await outcome(store, who, verb, "a1.C.phn")
    assert (found[0] == Code.AGENCY_NOT_YOURS) is (who.id != "phnc")
    await store.close()


@pytest.mark.parametrize("verb", VOUCHING)
@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
async def test_account_is_decided_by_those_who_know_the_person(
    who: Person, verb: str, tmp_path: Path
) -> None:
    """For everybody else an account that waits and one that does not are refused alike."""
    store = await filled(tmp_path / "data")
    await store.keep_person(replace(cast.HEALTH_VISITOR, object_id=""))
    account = Account(tenant=cast.TENANT, object_id="aad-new", email="h.v@x.example")
    claim = Claim(id="c1", account=account, at=cast.AT, like=("hv",), asked=("phnc",))
    await store.keep_audit(replace(cast.AUDIT, version=1, claims=(claim,)))
    before = await store.audit("a1")
    for claim_id in ("c1", "never-was"):
        carried = {"audit": "a1", "claim": claim_id, "person": "hv"}
        turn = Turn(who=who, verb=verb, at=cast.AT, partnership=cast.PARTNERSHIP, data=carried)
        if who.id in {"phnc", "bm"} and claim_id == "c1":
            await router.take(turn, store)
            assert await store.audit("a1") != before
            break
        with pytest.raises(Problem) as raised:
            await router.take(turn, store)
        assert raised.value.code == Code.CLAIM_NONE
    if who.id not in {"phnc", "bm"}:
        assert await store.audit("a1") == before
        assert await store.person(cast.TENANT, "aad-new") is None
    await store.close()


@pytest.mark.parametrize("verb", ["more", "acknowledge", "snooze", "my_hours"])
@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
async def test_cards_for_anybody_show_only_ones_own(who: Person, verb: str, tmp_path: Path) -> None:
    """Asked about somebody else's return, they show one's own or none."""
    store = await filled(tmp_path / "data")
    for return_id, answerers in ANSWERERS.items():
        turn = Turn(who=who, verb=verb, at=cast.AT, partnership=cast.PARTNERSHIP,
                    data={"return": return_id})  # fmt: skip
        card = str((await router.take(turn, store)).card)
        assert return_id not in card or who.id in answerers
    await store.close()
