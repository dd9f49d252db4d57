"""Who takes part while an audit runs is changed by chat: with a reason, at once, on record."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from audits.involvement import Stage
from audits.problems import Code, Problem
from audits.tool import Box, Choice, Kind, Part, Question, Theme
from cards import people as card
from storage.contract import Store
from storage.seal import KeyFolder, Seal
from storage.tiny import TinyStore
from tests import cast
from tests.dialogs.conftest import Desk
from tests.dialogs.test_setup import Chat, set_up

WHY = {"b.words": "A return names it"}
OTHERS = Question(name="others_q", number=8, label="Which other services?", boxes=(
    Box(name="others", kind=Kind.MANY, label="Services", part=Part.OTHERS, choices=(
        Choice(value="gp", label="GP practice"), Choice(value="housing", label="Housing"),
        Choice(value="sub", label="Adult substance misuse"))),
    Box(name="others_else", kind=Kind.TEXT, label="Any other?", part=Part.OTHERS_ELSE),
))  # fmt: skip
TOOL = replace(cast.TOOL, themes=(
    *cast.TOOL.themes, Theme(name="more", title="Others", questions=(OTHERS,))))  # fmt: skip


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Store]:
    """The small audit, whose tool asks which other services there are."""
    made = await TinyStore.open(tmp_path / "data", seal=Seal(KeyFolder(tmp_path / "keys")))
    for who in cast.EVERYBODY:
        await made.keep_person(who)
    await made.keep_audit(replace(cast.AUDIT, tool=TOOL))
    for ret in cast.RETURNS:
        await made.add(ret)
    yield made
    await made.close()


async def sent(store: Store) -> None:
    """The health visitor's return, in, naming two services that nobody asked and one that is."""
    desk = Desk(store, cast.HEALTH_VISITOR)
    await desk.ask("open", {"return": cast.MINE.id})
    await desk.press("Save and next", {"b.known": "yes"})
    await desk.press("Save and next", {"b.look": "good"})
    await desk.press("Save and next", {"b.differ": "no"})
    await desk.press("Save and next", {"b.risk": "no"})
    await desk.press("Save and review", {"b.others": "gp,housing,sub", "b.others_else": "A choir"})
    await desk.press("Send to the audit team")


async def said(store: Store) -> str:
    """What the audit's journal says happened last."""
    return (await store.audit_journal("a1"))[-1].what


async def test_service_that_is_new_is_asked(running: Store) -> None:
    """Name, kind, coordinator, families and reason; its coordinator has the returns at once."""
    chat = Chat(running)
    await chat.ask("people")
    await chat.press("Go on", step="agency")
    filled = {"families": "C,F", "name": "Riverbridge GPs", "short": "GP", "kind": "gp",
              "email": "dr@gp.example", "person": "Dr Amin", **WHY}  # fmt: skip
    await chat.press("Ask this service", **filled)
    assert "Riverbridge GPs is asked now" in str(chat.card)
    assert await said(running) == "agency.added"
    ret = await running.agency_return("a1.C.gp")
    assert ret is not None
    (doctor,) = (await running.people_by_email(["dr@gp.example"])).values()
    mine = Desk(running, doctor)
    assert "'a1.C.gp'" in str(await mine.ask("my_returns"))
    await chat.ask("people", {"step": "agency"})
    with pytest.raises(Problem) as told:
        await chat.press("Ask this service", **{**filled, "email": "nobody"})
    assert told.value.code is Code.PERSON_NO_EMAIL


async def test_service_is_taken_out_and_asked_again(running: Store) -> None:
    """Access ends at once; drafts are kept, and are there again for the next coordinator."""
    chat, visitor = Chat(running), Desk(running, cast.HEALTH_VISITOR)
    await visitor.ask("open", {"return": cast.MINE.id})
    await visitor.press("Save and stop", {"b.known": "yes"})
    await chat.ask("people", {"step": "without"})
    await chat.press("Ask it no longer", agency="phn", **WHY)
    for who in (cast.HEALTH_VISITOR, cast.COLLEAGUE, cast.COORDINATOR):
        with pytest.raises(Problem) as told:
            await Desk(running, who).ask("open", {"return": cast.MINE.id})
        assert told.value.code is Code.RETURN_NOT_FOUND
    await chat.ask("people", {"step": "agency"})
    await chat.press("Ask this service", agency="phn", families="C,F", email="phnc@x.example",
                     person="", **WHY)  # fmt: skip
    asked = {"return": cast.MINE.id, "box": "known"}
    page = str(await Desk(running, cast.COORDINATOR).ask("open", asked))
    assert "'value': 'yes'" in page


async def test_contact_is_added_and_a_leaver_is_out(running: Store) -> None:
    """A new contact has the returns that were ticked; a leaver has nothing any more."""
    chat = Chat(running)
    await chat.ask("people", {"step": "contact"})
    with pytest.raises(Problem) as told:
        await chat.press("Let them answer", agency="police", families="C", email="new@pol.example",
                         **WHY)  # fmt: skip
    assert told.value.code is Code.PERSON_NO_NAME
    await chat.press("Let them answer", agency="police", families="C", email="New@pol.example",
                     name="Jo New", **WHY)  # fmt: skip
    (new,) = (await running.people_by_email(["new@pol.example"])).values()
    await Desk(running, new).ask("open", {"return": "a1.C.police"})
    await chat.ask("people", {"step": "leaver"})
    await chat.press("Take them out", email="new@pol.example", **WHY)
    with pytest.raises(Problem):
        await Desk(running, new).ask("open", {"return": "a1.C.police"})
    assert await said(running) == "person.removed"


async def test_audit_is_closed_and_opened_again(running: Store) -> None:
    """Each with a reason; while it is closed nobody answers."""
    chat, visitor = Chat(running), Desk(running, cast.HEALTH_VISITOR)
    await visitor.ask("open", {"return": cast.MINE.id})
    page = visitor.card
    await chat.ask("people", {"step": "close"})
    with pytest.raises(Problem) as told:
        await chat.press("Close the audit")
    assert told.value.code is Code.CHANGE_NO_REASON
    closing = chat.card
    await chat.press("Close the audit", **WHY)
    chat.card = closing
    await chat.press("Close the audit", **WHY)
    assert "Nothing changed" in str(chat.card)
    with pytest.raises(Problem) as told:
        await visitor.press_on(page, "Save and stop", {"b.known": "yes"})
    assert told.value.code is Code.AUDIT_CLOSED
    await chat.ask("people", {"step": "close"})
    await chat.press("Open it again", **WHY)
    await visitor.press_on(page, "Save and stop", {"b.known": "yes"})
    assert await said(running) == "audit.reopened"


async def test_services_that_returns_name_are_proposed_and_added_by_a_button(
    running: Store,
) -> None:
    """Who said so stands there; nobody is asked before the button, and then once."""
    chat = Chat(running)
    await chat.ask("people")
    assert "named**" not in str(chat.card)
    await sent(running)
    await chat.ask("people")
    assert "2 services are named" in str(chat.card)
    await chat.press("Go on", step="proposals")
    shown = str(chat.card)
    for words in ("Family C: GP practice", "Adult substance misuse", "named by PHN", "A choir"):
        assert words in shown, words
    assert "Housing" not in shown
    audit = await running.audit("a1")
    assert audit is not None
    await running.keep_audit(replace(audit, helpers=("stranger",)))
    helper = Chat(running, who=cast.STRANGER)
    theirs = str(await helper.ask("people", {"step": "proposals"}))
    assert "GP practice" in theirs
    assert "A choir" not in theirs
    assert len(await running.returns_in("a1")) == 4


async def test_proposal_is_taken_up_by_its_button_once(running: Store) -> None:
    """A service that is new is filled in first; one that takes part is asked at once."""
    chat = Chat(running)
    await sent(running)
    await chat.ask("people", {"step": "proposals"})
    await chat.press("Add and ask 1. GP practice")
    await chat.press("Ask this service", agency=card.NEW, families="C", name="Riverbridge GPs",
                     short="GP", kind="gp", email="dr@gp.example", person="Dr Amin",
                     **{"b.words": "Named by PHN"})  # fmt: skip
    await chat.ask("people", {"step": "proposals"})
    proposed = chat.card
    assert "GP practice" not in str(proposed)
    audit = await running.audit("a1")
    assert audit is not None
    sub = replace(audit.agencies["phn"], key="sub", name="Drug service", short="DS", kind="sub")
    await running.keep_audit(replace(audit, agencies={**audit.agencies, "sub": sub}))
    await chat.ask("people", {"step": "proposals"})
    again = chat.card
    await chat.press("Ask 1. Adult substance m…")
    assert "Drug service is asked now" in str(chat.card)
    chat.card = again
    await chat.press("Ask 1. Adult substance m…")
    assert "Every service that is named is asked" in str(chat.card)
    ret = await running.agency_return("a1.C.sub")
    assert ret is not None
    assert ret.stage is Stage.NOT_OPENED
    line = (await running.audit_journal("a1"))[-1]
    assert line.why == "Adult substance misuse is named by PHN for family C."


async def test_services_that_a_nomination_names_are_proposed(running: Store) -> None:
    """Those that are asked, and kinds that are, are not proposed again."""
    audit = await running.audit("a1")
    assert audit is not None
    named = replace(audit.families["F"], also=("PHN", "Housing", "School nurse team", "Police"))
    await running.keep_audit(replace(audit, families={**audit.families, "F": named}))
    chat = Chat(running)
    await chat.ask("people", {"step": "proposals"})
    shown = str(chat.card)
    assert "named in the nomination" in shown
    for words in ("Family F: Housing", "Family F: School nurse team", "Family F: Police"):
        assert words in shown, words
    assert "Family F: PHN" not in shown


async def test_helpers_are_named_and_taken_out_by_the_manager_alone(running: Store) -> None:
    """A helper changes who takes part, reads no return, and names nobody."""
    chat = Chat(running)
    await chat.ask("people", {"step": "helpers"})
    await chat.press("Name them", email="stranger@x.example")
    assert "Nobody Known" in str(chat.card)
    helper = Chat(running, who=cast.STRANGER)
    await helper.ask("people", {"step": "contact"})
    with pytest.raises(Problem) as told:
        await helper.ask("name_helper", {"audit": "a1", "email": "obs@x.example"})
    assert told.value.code is Code.VERB_NOT_YOURS
    with pytest.raises(Problem):
        await helper.ask("read", {"return": "a1.C.police"})
    naming = chat.card
    await chat.press("Take them out", person="stranger")
    chat.card = naming
    await chat.press("Take them out", person="stranger")
    with pytest.raises(Problem):
        await helper.ask("people")
    told_of = [line.what for line in await running.audit_journal("a1")]
    assert told_of == ["helper.named", "helper.dropped"]


async def test_helpers_of_an_audit_that_is_set_up(running: Store) -> None:
    """Named on the way; they go on with it, and cannot name others."""
    chat = Chat(running)
    await set_up(chat)
    (draft,) = await running.drafts()
    await chat.ask("helping", {"draft": draft.id})
    await chat.press("Name them", email="stranger@x.example")
    helper = Chat(running, who=cast.STRANGER)
    await helper.ask("new_audit")
    with pytest.raises(Problem) as told:
        await helper.ask("helping", {"draft": draft.id})
    assert told.value.code is Code.DRAFT_NONE


async def test_two_changes_at_once_are_both_made(running: Store) -> None:
    """A card drawn before a colleague's change is carried out on what stands now."""
    chat, other = Chat(running), Chat(running)
    await chat.ask("people", {"step": "contact"})
    await other.ask("people", {"step": "leaver"})
    await other.press("Take them out", email="hv2@x.example", **WHY)
    await chat.press("Let them answer", agency="police", families="C", email="hv2@x.example",
                     **WHY)  # fmt: skip
    ret = await running.agency_return("a1.C.police")
    assert ret is not None
    assert "hv2" in ret.contacts
