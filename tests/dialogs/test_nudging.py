"""Nudges as they are composed, previewed, sent by hand and approved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from audits.ledger import Outcome
from audits.notices import of_journal, of_questions
from audits.nudges import Kind, Nudge, due
from audits.problems import Code, Problem
from dialogs import reminder
from dialogs.turn import Reply
from storage.contract import Store
from tests import cast
from tests.cards.lint import faults_but_schema
from tests.dialogs.conftest import Desk
from tests.dialogs.test_answer import walk_to_review, words
from tests.dialogs.test_deadlines import checked, code_of

NAMES = [person.name for person in cast.EVERYBODY]


@pytest.fixture
async def with_leads(store: Store) -> Store:
    """The store, with a lead for Housing."""
    housing = replace(cast.AUDIT.agencies["housing"], lead="stranger")
    agencies = {**cast.AUDIT.agencies, "housing": housing}
    await store.keep_audit(replace(cast.AUDIT, version=1, agencies=agencies))
    return store


async def fallen_due(store: Store, since: datetime, until: datetime) -> list[Nudge]:
    """What a sweep finds."""
    audit = await store.audit("a1")
    assert audit
    return due(audit, await store.returns_in("a1"), {}, since=since, until=until)


async def composed(store: Store, nudge: Nudge, at: datetime) -> Reply:
    """What is sent, once it has passed the lint and shows no name on a lock screen."""
    reply = await reminder.composed(nudge, store, at)
    assert reply
    assert not faults_but_schema(reply.card)
    assert not any(name in reply.summary for name in NAMES)
    return reply


def of(person: str, nudges: Sequence[Nudge]) -> Nudge:
    """The one nudge of a person."""
    (found,) = [nudge for nudge in nudges if nudge.person == person]
    return found


async def test_nudge_says_what_waits_and_goes_on_where_they_stopped(
    visitor: Desk, store: Store
) -> None:
    """Both families by code, how far each is, how long it takes; Go on leads to the next page."""
    await visitor.ask("open", {"return": "a1.C.phn"})
    await visitor.press("Save and stop", {"b.known": "yes"})
    at = datetime(2026, 12, 4, 9, tzinfo=UTC)
    found = await fallen_due(store, at - timedelta(minutes=1), at)
    reply = await composed(store, of("hv", found), at)
    said = words(reply.card)
    assert "2 returns are waited for from Public health nursing" in said
    assert "1 of 4 pages" in said
    assert "Family F" in said
    assert reply.summary == "Case audit: C, F due Tue 8 Dec"
    visitor.card = reply.card
    assert "Page 2 of 4" in words(await visitor.press("Go on with C"))


@pytest.mark.parametrize("day", [16, 18])
async def test_first_nudges_ask_whether_families_are_known(store: Store, day: int) -> None:
    """On opening and before acknowledge-by, the first button is known or not known."""
    at = datetime(2026, 11, day, 9, tzinfo=UTC)
    reply = await composed(store, of("pol", await fallen_due(store, at - timedelta(1), at)), at)
    assert reply.card["actions"][0]["title"] == "Known or not known"


async def test_nudge_that_was_overtaken_is_not_composed(visitor: Desk, store: Store) -> None:
    """Sent between the sweep and the sending: there is nothing left to say."""
    at = datetime(2026, 12, 4, 9, tzinfo=UTC)
    nudge = of("hv2", await fallen_due(store, at - timedelta(minutes=1), at))
    await walk_to_review(visitor)
    await visitor.press("Send to the audit team")
    assert await reminder.composed(nudge, store, at) is None


async def test_silence_climbs_to_the_lead_with_approval(with_leads: Store, manager: Desk) -> None:
    """The manager reads what would go, sends it, and the lead gets those words."""
    at = datetime(2026, 12, 16, 9, tzinfo=UTC)
    found = await fallen_due(with_leads, at - timedelta(minutes=1), at)
    assert of("stranger", found).needs_approval
    manager.at = at + timedelta(hours=1)
    asks = [nudge for nudge in found if nudge.kind is not Kind.NOBODY]
    for kind, ids in ((Kind.OVERDUE, ("a1.C.housing",)), (Kind.NOTICE, ("a1.C.housing",)),
                      (Kind.OVERDUE, ("a1.C.police",))):  # fmt: skip
        gone = replace(found[0], id=f"{kind}{ids}", person="hou", kind=kind, return_ids=ids)
        assert await with_leads.claim(gone, at)
        await with_leads.settle(gone.id, Outcome.SENT, at)
    manager.card = (await composed(with_leads, of("bm", asks), at)).card
    assert "who leads Housing" in words(manager.card)
    assert "Housing: no answer about 1 family" in words(manager.card)
    assert "It was due on Tuesday 8 December. Nobody has opened it so far." in words(manager.card)
    assert "Asked so far: Julie Penn. We wrote 1 time." in words(manager.card)
    asking = manager.card
    checked(await manager.press("Send it"))
    assert "It goes to Nobody Known" in words(manager.card)
    await manager.press_on(asking, "Send it")
    with pytest.raises(Problem) as met:
        await manager.press_on(asking, "Do not send it")
    assert met.value.code is Code.ESCALATION_DECIDED
    found = await fallen_due(with_leads, at, manager.at)
    lead = of("stranger", found)
    assert not lead.needs_approval
    reply = await composed(with_leads, lead, manager.at)
    assert "Julie Penn" in words(reply.card)
    assert reply.summary == "Case audit: Hou was due Tue 8 Dec"


async def test_manager_is_told_which_services_have_nobody_above(
    with_leads: Store, manager: Desk
) -> None:
    """By what each lacks, with what to do; `status` goes on saying it, until nothing is owed."""
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    found = await fallen_due(with_leads, at - timedelta(minutes=1), at)
    (gap,) = [nudge for nudge in found if nudge.kind is Kind.NOBODY]
    said = words((await composed(with_leads, gap, at)).card)
    assert "No coordinator, deputy or lead:** Police" in said
    assert "No deputy or lead:** Public health nursing" in said
    assert "No coordinator or deputy:** Housing" in said
    said = words(await manager.ask("status"))
    assert "contacts: a coordinator at Pol and Hou, a deputy at Pol, Hou and PHN and a" in said
    for ret in cast.RETURNS:
        await manager.ask("waive", {"return": ret.id, "b.words": "Merged"})
    assert await reminder.composed(gap, with_leads, at) is None
    assert "Missing above" not in words(await manager.ask("status"))


async def test_forged_approval_is_refused(manager: Desk) -> None:
    """What does not wait cannot be approved."""
    data: dict[str, object] = {"audit": "a1", "nudge": "a1/hv/x", "granted": "yes"}
    assert await code_of(manager, "rule", data) is Code.ESCALATION_NONE


async def test_preview_says_who_when_and_why(manager: Desk) -> None:
    """Ten working days from Monday morning, the earliest first."""
    card = words(checked(await manager.ask("preview")))
    assert "Tue 1 Dec" in card
    assert "09:00 Bethan Price: due in 5 working days (C, F)" in card
    assert card.index("Tue 1 Dec") < card.index("Fri 4 Dec")


async def test_nudge_now_says_how_many_before_anything_goes(manager: Desk, store: Store) -> None:
    """Choosing writes nothing; sending makes nudges that are due at once, and only once."""
    card = checked(await manager.ask("nudge"))
    assert "Everybody outstanding: 4 people" in words(card)
    card = checked(await manager.press("Go on", {"whom": "agency:phn"}))
    assert "2 people get one message each" in words(card)
    assert await fallen_due(store, cast.AT - timedelta(minutes=1), cast.AT) == []
    done = await manager.press("Send 2 messages")
    assert "2 messages go now" in words(done)
    assert await manager.press_on(card, "Send 2 messages") == done
    found = await fallen_due(store, cast.AT - timedelta(minutes=1), cast.AT)
    assert [(n.person, n.kind) for n in found] == [("hv", Kind.NOW), ("hv2", Kind.NOW)]


async def test_news_are_told_with_the_way_on(visitor: Desk, manager: Desk, store: Store) -> None:
    """The manager decides on the card that arrives, and the asker reads what was decided."""
    await visitor.ask("more_time", {"return": "a1.C.phn"})
    await visitor.press("Ask for it", {"until": "2026-12-15", "b.words": "School holidays"})
    manager.card = (await composed(store, of("bm", await news(store)), cast.AT)).card
    assert "School holidays" in words(manager.card)
    manager.at = cast.AT + timedelta(hours=1)
    await manager.press("Keep the date", {"b.words": "The panel cannot move."})
    reply = await composed(store, of("hv", await news(store)), manager.at)
    assert "It is still due on Tuesday 8 December" in words(reply.card)
    assert "The panel cannot move." in words(reply.card)


@pytest.mark.parametrize(
    ("verb", "who", "to", "said"),
    [
        ("assign", cast.COORDINATOR, "hv2", "Anita Desai gave you 1 return"),
        ("send_decline", cast.HEALTH_VISITOR, "bm", "no return will come"),
        ("waive", cast.BUSINESS_MANAGER, "hv", "You need do no more"),
        ("save", cast.HEALTH_VISITOR, "bm", "a child is at risk now"),
    ],
)
async def test_each_notice_is_composed(
    store: Store, verb: str, who: object, to: str, said: str
) -> None:
    """What somebody did is told to whom it concerns, in words of its own."""
    desk = Desk(store, who)  # type: ignore[arg-type]
    await desk.ask(verb, {
        "return": "a1.F.phn", "returns": "a1.F.phn", "to": to, "b.words": "Because",
        "shown": ["risk"], "b.risk": "yes", "go": "stop", "drawn": 0,
    })  # fmt: skip
    reply = await composed(store, of(to, await news(store)), cast.AT)
    assert said in words(reply.card)
    assert "F" in reply.summary


async def test_question_and_answer_are_told(visitor: Desk, manager: Desk, store: Store) -> None:
    """The team gets the question, everybody on the item the answer."""
    asked: dict[str, object] = {"return": "a1.C.phn", "box": "look", "b.words": "Which period?"}
    await visitor.ask("ask_question", asked)
    question = of("bm", await questions(store))
    manager.card = (await composed(store, question, cast.AT)).card
    await manager.press("Send the answer", {"b.words": "The last 12 months."})
    reply = await composed(store, of("pol", await questions(store)), cast.AT)
    assert "The last 12 months." in words(reply.card)
    assert await reminder.composed(question, store, cast.AT) is None


async def news(store: Store) -> list[Nudge]:
    """The notices of the journal that are still news."""
    audit = await store.audit("a1")
    assert audit
    rows = [(s, await store.journal(s.id)) for s in await store.returns_in("a1")]
    week = timedelta(days=7)
    return of_journal(audit, rows, {}, since=cast.AT - week, until=cast.AT + week)[-1:]


async def questions(store: Store) -> list[Nudge]:
    """The notices of questions and answers."""
    audit = await store.audit("a1")
    assert audit
    week = timedelta(days=7)
    owed = await store.returns_in("a1")
    return of_questions(audit, owed, {}, since=cast.AT - week, until=cast.AT + week)
