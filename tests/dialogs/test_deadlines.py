"""What people do about a deadline, from one card to the next, and what others see of it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from audits.involvement import Known, Stage
from audits.problems import Code, Problem
from cards.parts import Card
from storage.contract import Store
from tests import cast
from tests.cards.lint import faults_but_schema
from tests.dialogs.conftest import Desk, actions
from tests.dialogs.test_answer import walk_to_review, words

LATER = "2026-12-15"


def checked(card: Card) -> Card:
    """The card, once it has passed the lint."""
    assert not faults_but_schema(card)
    return card


@pytest.fixture
def coordinator(store: Store) -> Desk:
    """The coordinator of public health nursing."""
    return Desk(store, cast.COORDINATOR)


@pytest.fixture
async def signing(store: Store) -> Store:
    """The store, with an agency whose coordinator looks at returns first."""
    audit = await store.audit("a1")
    assert audit
    phn = replace(audit.agencies["phn"], sign_off=True)
    await store.keep_audit(replace(audit, agencies={**audit.agencies, "phn": phn}))
    return store


async def code_of(desk: Desk, verb: str, data: dict[str, object]) -> Code:
    """The problem that this ends in."""
    with pytest.raises(Problem) as met:
        await desk.ask(verb, data)
    return met.value.code


async def test_all_families_are_acknowledged_on_one_card(visitor: Desk, store: Store) -> None:
    """Known and not known are kept for each family; not known leads to the nil return."""
    card = checked(await visitor.ask("acknowledge"))
    assert "Family C" in words(card)
    assert "Family F" in words(card)
    said = {"known.a1.C.phn": "known", "known.a1.F.phn": "not_known"}
    done = checked(await visitor.press("Save", said))
    assert "1 known, 1 not known" in words(done)
    ret = await store.agency_return("a1.F.phn")
    assert ret
    assert ret.known is Known.NOT_KNOWN
    assert [e.what for e in await store.journal("a1.F.phn")] == ["return.acknowledged"]
    checked(await visitor.press("Nil return for F"))
    assert "Nothing to tell" in words(visitor.card)


async def test_acknowledging_half_asks_for_the_rest(visitor: Desk) -> None:
    """Families about which nothing was said are asked about again, first."""
    await visitor.ask("acknowledge")
    card = await visitor.press("Save", {"known.a1.C.phn": "known", "known.a1.F.phn": ""})
    assert "1 to say" in words(card)


async def test_somebody_elses_family_is_not_acknowledged(visitor: Desk) -> None:
    """A forged card acknowledges nothing."""
    data: dict[str, object] = {"known.a1.C.police": "known"}
    assert await code_of(visitor, "send_acknowledge", data) is Code.RETURN_NOT_FOUND


async def test_handed_over_return_is_gone_at_once_and_goes_on_at_the_colleagues(
    visitor: Desk, colleague: Desk, coordinator: Desk, store: Store
) -> None:
    """What was answered is there for the colleague; the old contact can open it no more."""
    await visitor.ask("open", {"return": "a1.F.phn"})
    await visitor.press("Save and stop", {"b.known": "yes", "b.visits": 3})
    assert await code_of(colleague, "open", {"return": "a1.F.phn"}) is Code.RETURN_NOT_FOUND
    checked(await visitor.ask("more", {"return": "a1.F.phn"}))
    card = checked(await visitor.press("Hand it over", {"return": "a1.F.phn"}))
    assert "Oluchi Eze" in words(card)
    given = await visitor.press("Hand it over", {"to": "hv2"})
    assert "Oluchi Eze has it now" in words(given)
    assert await visitor.press_on(card, "Hand it over", {"to": "hv2"}) == given
    assert await code_of(visitor, "open", {"return": "a1.F.phn"}) is Code.RETURN_NOT_FOUND
    await colleague.ask("open", {"return": "a1.F.phn"})
    ret = await store.agency_return("a1.F.phn")
    assert ret
    assert (ret.value("visits"), ret.contacts) == ("3", ("hv2",))
    assert "F" in words(await coordinator.ask("agency"))


async def test_return_is_handed_over_only_to_people_of_the_service(visitor: Desk) -> None:
    """Nobody outside the agency gets at it by a forged card."""
    data: dict[str, object] = {"return": "a1.F.phn", "to": "pol"}
    assert await code_of(visitor, "give", data) is Code.ASSIGN_NOBODY


async def test_more_time_is_asked_and_given(visitor: Desk, manager: Desk, store: Store) -> None:
    """The wish shows in the status; once granted, the return has its own date."""
    await visitor.ask("more_time", {"return": "a1.C.phn"})
    wish = {"until": LATER, "b.words": "School holidays"}
    checked(await visitor.press("Ask for it", wish))
    assert "More time is asked for: C PHN" in words(await manager.ask("status"))
    card = checked(await manager.ask("decide_time", {"return": "a1.C.phn", "granted": "yes"}))
    assert "due Tuesday 15 December now" in words(card)
    ret = await store.agency_return("a1.C.phn")
    assert ret
    assert str(ret.due) == LATER


async def test_more_time_without_a_reason_is_refused(visitor: Desk) -> None:
    """A date alone is not enough."""
    data: dict[str, object] = {"return": "a1.C.phn", "until": LATER}
    assert await code_of(visitor, "ask_time", data) is Code.TIME_NO_REASON


async def test_declined_return_says_why_and_stops_reminders(visitor: Desk, manager: Desk) -> None:
    """The reason is kept, and the status says declined."""
    checked(await visitor.ask("decline", {"return": "a1.C.phn"}))
    await visitor.press("No return will come", {"b.words": "No staff until January"})
    assert "No more reminders" in words(visitor.card)
    assert "1 declined" in words(await manager.ask("status"))
    assert await code_of(visitor, "send_decline", {"return": "a1.F.phn"}) is Code.DECLINE_NO_REASON


async def test_question_is_answered_for_all_who_work_on_the_item(
    visitor: Desk, manager: Desk
) -> None:
    """The answer stands on everybody's card; the question's own words do not."""
    checked(await visitor.ask("question", {"return": "a1.C.phn"}))
    asked = {"box": "look", "b.words": "Does this mean the whole year?"}
    checked(await visitor.press("Send the question", asked))
    assert "1 question waits" in words(await manager.ask("status"))
    checked(await manager.ask("questions"))
    checked(await manager.press("Answer 1"))
    checked(await manager.press("Send the answer", {"b.words": "The last 12 months."}))
    police = Desk(visitor.store, cast.POLICE_OFFICER)
    card = words(checked(await police.ask("question", {"return": "a1.C.police"})))
    assert "The last 12 months." in card
    assert "the whole year" not in card
    data: dict[str, object] = {"question": "q1", "b.words": "Mine"}
    assert await code_of(police, "answer_question", data) is Code.VERB_NOT_YOURS


async def test_second_answer_to_a_question_replaces_none_unseen(
    visitor: Desk, manager: Desk, store: Store
) -> None:
    """Somebody else answered meanwhile: both answers are shown, and whoever wrote decides."""
    await visitor.ask("question", {"return": "a1.C.phn"})
    await visitor.press("Send the question", {"box": "look", "b.words": "The whole year?"})
    stale = {"audit": "a1", "question": "q1", "seen": ""}
    await manager.ask("answer_question", stale | {"b.words": "The last 12 months."})
    late = checked(await manager.ask("answer_question", stale | {"b.words": "All of it."}))
    assert "Somebody else answered this meanwhile." in words(late)
    assert "The last 12 months." in words(late)
    assert '"value": "All of it."' in json.dumps(late)
    kept = await store.audit("a1")
    assert kept
    assert kept.questions[0].answer == "The last 12 months."
    checked(await manager.press("Send the answer", {"b.words": "All of it."}))
    kept = await store.audit("a1")
    assert kept
    assert kept.questions[0].answer == "All of it."


async def test_coordinator_gives_returns_and_names_a_deputy(
    coordinator: Desk, colleague: Desk, store: Store
) -> None:
    """Ticked returns go to one person; the deputy sees the list at once."""
    checked(await coordinator.ask("agency"))
    both = {"returns": "a1.C.phn,a1.F.phn", "to": "hv2"}
    card = checked(await coordinator.press("Give to this person", both))
    assert "Given: C, F" in words(card)
    assert [r.contacts for r in await store.returns_of("hv2")] == [("hv2",), ("hv2",)]
    assert await code_of(colleague, "agency", {}) is Code.AGENCY_NOT_YOURS
    card = checked(await coordinator.press("Name as deputy", {"to": "hv2"}))
    assert "Oluchi Eze stands in" in words(card)
    checked(await colleague.ask("agency"))


async def test_coordinator_gives_nothing_to_nobody_and_no_other_services_return(
    coordinator: Desk,
) -> None:
    """Nothing ticked is said kindly; somebody else's return is not found."""
    assert "Tick the returns first" in words(await coordinator.ask("assign", {"to": "hv2"}))
    police: dict[str, object] = {"returns": "a1.C.police", "to": "hv2"}
    assert await code_of(coordinator, "assign", police) is Code.RETURN_NOT_FOUND
    stranger: dict[str, object] = {"returns": "a1.C.phn", "to": "pol"}
    assert await code_of(coordinator, "assign", stranger) is Code.ASSIGN_NOBODY


async def test_return_is_signed_off_before_it_goes(
    signing: Store, visitor: Desk, coordinator: Desk, manager: Desk
) -> None:
    """Sent back with a remark, changed, sent again, let go: then the audit team has it."""
    await walk_to_review(visitor)
    assert "with your coordinator" in words(await visitor.press("Send to the audit team"))
    assert "1 awaiting sign-off" in words(await manager.ask("status"))
    await coordinator.ask("agency")
    checked(await coordinator.press("Sign off C"))
    await coordinator.press("Send it back", {"b.words": "Say what changed."})
    ret = await signing.agency_return("a1.C.phn")
    assert ret
    assert ret.stage is Stage.IN_PROGRESS
    await visitor.ask("review", {"return": "a1.C.phn"})
    await visitor.press("Send to the audit team")
    await coordinator.ask("sign_off", {"return": "a1.C.phn"})
    receipt = checked(await coordinator.press("Send to the audit team"))
    assert "C-PHN-1" in words(receipt)
    data: dict[str, object] = {"return": "a1.C.phn"}
    assert await code_of(coordinator, "sign_off", data) is Code.SIGN_OFF_NOT_WAITING
    assert await code_of(visitor, "let_go", data) is Code.RETURN_NOT_FOUND


async def test_manager_queries_accepts_and_waives(visitor: Desk, manager: Desk) -> None:
    """What is in can be queried or accepted, what is not can be done without."""
    await walk_to_review(visitor)
    await visitor.press("Send to the audit team")
    await manager.ask("status")
    cell = {"family": "C", "agency": "phn"}
    checked(await manager.press("Look at this return", cell))
    checked(await manager.press("Query it, or open it again"))
    checked(await manager.press("Send the query", {"b.words": "Which visit?"}))
    assert "1 queried" in words(await manager.ask("status"))
    await manager.ask("settle", {"return": "a1.C.phn"})
    await manager.press("Accept it")
    assert "1 accepted" in words(await manager.ask("status"))
    checked(await manager.ask("settle", {"return": "a1.C.housing"}))
    await manager.press("Do without this return", {"b.words": "The team was closed."})
    assert "1 waived" in words(await manager.ask("status"))
    assert await code_of(manager, "waive", {"return": "a1.C.police"}) is Code.WAIVE_NO_REASON


async def test_snooze_is_kept_within_the_deadline(visitor: Desk, store: Store) -> None:
    """Tomorrow morning is the first choice; after the due date is refused."""
    card = checked(await visitor.ask("snooze"))
    assert "Tomorrow morning (Tue 1 Dec, 09:00)" in words(card)
    titles = [action["title"] for action in actions(card)]
    assert titles == ["Remind me then", "My hours", "My returns"]
    done = await visitor.press("Remind me then", {"when": "2026-12-03T14:00:00+00:00"})
    assert "Thu 3 Dec at 14:00" in words(done)
    reach = await store.reach("hv")
    assert reach
    assert reach.habits.snoozed_at == cast.AT
    late: dict[str, object] = {"day": "2026-12-09"}
    assert await code_of(visitor, "set_snooze", late) is Code.SNOOZE_TOO_LATE
    assert await code_of(visitor, "set_snooze", {"when": "soon"}) is Code.SNOOZE_NOT_A_TIME


async def test_who_owes_nothing_has_nothing_to_put_off(store: Store) -> None:
    """Somebody without returns is told so, and forging a time changes nothing."""
    stranger = Desk(store, cast.STRANGER)
    checked(await stranger.ask("more"))
    checked(await stranger.ask("acknowledge"))
    data: dict[str, object] = {"when": (cast.AT + timedelta(days=1)).isoformat()}
    assert await code_of(stranger, "set_snooze", data) is Code.SNOOZE_NOT_A_TIME
    assert await store.reach("stranger") is None
