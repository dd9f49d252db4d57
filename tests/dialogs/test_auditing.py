"""The audit team at work: outstanding, summary, mismatches, flags, queries, grades, findings."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from audits.involvement import Sheet, Stage
from audits.problems import Code
from audits.returns import save, send
from dialogs import router
from dialogs.turn import FileWanted, Making, Reply, Turn
from storage.contract import Store
from tests import cast
from tests.dialogs.conftest import Desk, actions
from tests.dialogs.test_answer import GRADED, words
from tests.dialogs.test_commands import typed
from tests.dialogs.test_deadlines import checked, code_of

TOLD: Mapping[str, Mapping[str, str]] = {
    "a1.C.phn": {"look": "exceeds", "look_evidence": "Visit record, March. We did all that policy "
                 "asks.", "look_impact": "The child was seen alone.", "shared": "we_told"},
    "a1.C.police": {"look": "concern", "look_evidence": "Log, April",
                    "look_impact": "We completed the form in time.", "risk": "yes",
                    "risk_done": "rang"},
}  # fmt: skip


@pytest.fixture
async def told(store: Store) -> Store:
    """The store with two returns in."""
    for ret in cast.RETURNS:
        if ret.id in TOLD:
            own = cast.involved(ret)
            sheet = Sheet(drawn=0, answers={**cast.ENOUGH, **TOLD[ret.id]})
            saving = save(own, sheet, by=ret.contacts[0], at=cast.AT)
            await store.keep(saving)
            own = own.after(saving)
            await store.keep(send(own, drawn=1, by=ret.contacts[0], at=cast.AT))
    return store


@pytest.fixture
def bm(told: Store) -> Desk:
    """The business manager, with two returns in."""
    return Desk(told, cast.BUSINESS_MANAGER)


async def replied(desk: Desk, text: str) -> Reply:
    """The whole reply to something typed."""
    turn = Turn(who=desk.who, verb=router.verb_for(text), at=desk.at, data={"text": text},
                partnership=cast.PARTNERSHIP)  # fmt: skip
    return await router.take(turn, desk.store)


async def test_outstanding_names_who_owes_with_the_longest_overdue_first(bm: Desk) -> None:
    """People by service, working days late, how often written to; one button nudges them."""
    bm.at = datetime(2026, 12, 14, 10, tzinfo=UTC)
    card = words(await typed(bm, "outstanding"))
    assert "Julie Penn: C (no return)" in card
    assert "4 working days late" in card
    assert "Karen Dunn" not in card
    await typed(bm, "outstanding housing")
    assert "1 person gets one message" in words(checked(await bm.press("Nudge these")))


async def test_summary_counts_and_shows_a_part(bm: Desk) -> None:
    """Returns in of expected, grades in words, and only what was asked for."""
    card = words(await typed(bm, "summary"))
    assert "**4 expected:** 2 returns" in card
    assert "1 exceeds good practice · 1 cause for concern" in card
    part = words(checked(await bm.press("Show this part", {"agency": "police"})))
    assert "1 cause for concern" in part
    assert "1 exceeds" not in part


async def test_statements_stand_with_evidence_beside_impact(bm: Desk) -> None:
    """Good practice first, then weaker practice; the service's own words as text."""
    await typed(bm, "summary theme 1")
    card = words(checked(await bm.press("What they told", {"theme": "curiosity"})))
    assert "Family C, Public health nursing" in card
    assert "The child was seen alone." in card
    assert "Log, April" not in card
    assert "Log, April" in words(checked(await bm.press("Weaker practice (1)")))


async def test_mismatch_is_explained_and_stays_so(bm: Desk) -> None:
    """Grades far apart are one; what was decided is shown to the next who looks."""
    card = await typed(bm, "mismatches")
    assert "Grades two or more steps apart" in words(card)
    one = card["actions"][0]["data"]["shown"][0]
    empty: dict[str, object] = {**card["actions"][0]["data"], f"verdict.{one}": "explained"}
    assert await code_of(bm, "rule_mismatches", empty) is Code.MISMATCH_NO_WORDS
    chosen = {f"verdict.{one}": "explained", f"b.{one}": "Different months."}
    assert "Kept" in words(checked(await bm.press("Keep what I chose", chosen)))
    assert "Different months." in str(await typed(bm, "mismatches"))
    forged: dict[str, object] = {"shown": ["x/y"], "verdict.x/y": "discuss"}
    assert await code_of(bm, "rule_mismatches", forged) is Code.MISMATCH_NOT_FOUND


async def test_flags_put_a_risk_now_first_and_lead_to_a_query(bm: Desk) -> None:
    """A child at risk stands on top, with who was told; then what to ask about."""
    card = await typed(bm, "flags")
    said = words(card)
    assert said.index("A child at risk now") < said.index("The impact tells of the service")
    assert "It has called nobody" in said
    checked(await bm.press("Look at it", {"return": "a1.C.police"}))
    assert "Karen Dunn sent it" in words(bm.card)


async def test_query_is_answered_without_taking_the_return_back(bm: Desk, visitor: Desk) -> None:
    """Asked about one answer, answered in words, asked again, accepted: all of it is kept."""
    checked(await bm.ask("ask", {"return": cast.MINE.id}))
    filled = {"box": "look", "b.words": "What was beyond policy?"}
    assert "on its way" in words(checked(await bm.press("Send the query", filled)))
    assert "has a query about it" in words(await visitor.ask("open", {"return": cast.MINE.id}))
    checked(await visitor.press("Answer the query"))
    assert "What was beyond policy?" in words(visitor.card)
    await visitor.press("Send the answer", {"b.words": "We went at night."})
    assert "No query waits" in words(checked(visitor.card))
    card = words(checked(await bm.ask("ask", {"return": cast.MINE.id})))
    assert "We went at night." in card
    assert "Bethan Price, Public health nursing" in card
    ret = await bm.store.agency_return(cast.MINE.id)
    assert ret
    assert ret.stage is Stage.SENT
    assert "Accepted" in words(checked(await bm.press("Accept it")))


async def test_return_is_opened_again_with_a_reason(bm: Desk, visitor: Desk) -> None:
    """The agency may change it; without a reason it stays with the team."""
    carried: dict[str, object] = {"return": cast.MINE.id, "b.words": " "}
    assert await code_of(bm, "reopen", carried) is Code.REOPEN_NO_REASON
    await bm.ask("ask", {"return": cast.MINE.id})
    done = await bm.press("Open it again", {"b.words": "Please look at question 4."})
    assert "It is open again" in words(checked(done))
    assert "Look it through" in words(await visitor.ask("open", {"return": cast.MINE.id}))


async def test_late_return_is_accepted_late(bm: Desk, store: Store) -> None:
    """The button says so, and so does the journal."""
    ret = await store.agency_return("a1.F.phn")
    assert ret
    late = cast.AT + timedelta(days=20)
    own = cast.involved(ret)
    saving = save(own, Sheet(drawn=0, answers=cast.ENOUGH), by="hv", at=late)
    await store.keep(saving)
    await store.keep(send(own.after(saving), drawn=1, by="hv", at=late))
    bm.at = late
    checked(await bm.ask("look", {"return": "a1.F.phn"}))
    card = await bm.press("Accept it late")
    assert "accepted it, though it came late" in words(card)


async def test_draft_is_not_shown_to_the_team(bm: Desk, store: Store) -> None:
    """`read` and a forged query show how a draft stands, and none of what is in it."""
    own = cast.involved(cast.RETURNS[3])
    await store.keep(save(own, Sheet(drawn=0, answers={"look_evidence": "Secret draft"}),
                          by="hv", at=cast.AT))  # fmt: skip
    assert "In progress" in words(await typed(bm, "read F public health"))
    assert "Secret draft" not in str(bm.card)
    assert "Secret draft" not in str(await bm.ask("ask", {"return": "a1.F.phn"}))


async def test_read_shows_a_return_or_asks_which(bm: Desk) -> None:
    """By family and service; with a word missing, lists to choose from."""
    card = checked(await typed(bm, "read c phn"))
    assert "The child was seen alone." in words(card)
    titles = [action["title"] for action in actions(card)]
    assert titles == ["Query or open again", "Accept it", "Status"]
    assert "Choose the family and the service" in words(checked(await typed(bm, "read c")))
    chosen = {"family": "C", "agency": "police"}
    assert "Log, April" in words(await bm.press("Read it", chosen))


async def test_panel_grades_beside_the_agencys_own(bm: Desk) -> None:
    """The reason is needed, both grades stay, and the summary counts the panel's."""
    checked(await typed(bm, "grade C theme 1"))
    chosen = {"cell": "phn/look", "value": "good"}
    carried = {**bm.card["actions"][0]["data"], **chosen}
    assert await code_of(bm, "give_grade", carried) is Code.GRADE_NO_REASON
    assert "Choose whose grade" in words(checked(await bm.press("Keep the grade")))
    chosen["b.words"] = "Nothing beyond policy."
    card = words(checked(await bm.press("Keep the grade", chosen)))
    assert "Panel: Good practice" in card
    assert "Exceeds good practice" in card
    assert "1 good practice · 1 cause for concern · 1 as the panel graded" in words(
        await typed(bm, "summary")
    )


async def test_finding_is_tied_to_answers_changed_and_taken_out(bm: Desk) -> None:
    """What it rests on is named; a change keeps it; taken out it is gone from the list."""
    checked(await bm.ask("finding", {"family": "C", "theme": "curiosity"}))
    filled = {"kind": "concern", "b.words": "Nobody looked twice.", "pattern": "unsure",
              "tied": "a1.C.phn|look,a1.C.police|look"}  # fmt: skip
    card = words(checked(await bm.press("Keep the finding", filled)))
    assert "Nobody looked twice." in card
    assert "Rests on: PHN 4, Pol 4" in card
    checked(await bm.press("Change this one", {"finding": "C|f1"}))
    changed = {**filled, "b.words": "Nobody looked again."}
    assert "Nobody looked again." in words(checked(await bm.press("Keep the change", changed)))
    await bm.press("Change this one", {"finding": "C|f1"})
    gone = await bm.press("Take it out", {"b.words": "Said twice."})
    assert "No finding has been written yet" in words(checked(gone))


@pytest.mark.parametrize(
    ("text", "making"),
    [("export csv", Making.CSV), ("export json", Making.JSON), ("export excel", Making.WORKBOOK)],
)
async def test_export_that_was_named_is_made_at_once(bm: Desk, text: str, making: Making) -> None:
    """The reply carries which file is to be made, and the card says that it comes."""
    reply = await replied(bm, text)
    assert reply.file == FileWanted(making=making, audit_id="a1")
    assert "is being made" in words(reply.card)
    assert (await replied(bm, "export")).file is None


async def test_pack_says_what_is_missing_and_is_frozen(bm: Desk) -> None:
    """What is missing is named, what is frozen is said, and all packs can be made at once."""
    checked(await typed(bm, "pack C"))
    assert "Not in:** Housing" in words(bm.card)
    assert "Not frozen" in words(bm.card)
    assert "Frozen" in words(checked(await bm.press("Freeze it")))
    card = checked(await typed(bm, "pack all"))
    assert "Not frozen yet: F" in words(card)
    made = await router.take(Turn(who=bm.who, verb="make", at=bm.at, data={"making": "pack"},
                                  partnership=cast.PARTNERSHIP), bm.store)  # fmt: skip
    assert made.file == FileWanted(making=Making.PACK, audit_id="a1")
    assert "Choose the family" in words(checked(await typed(bm, "pack")))


async def test_name_in_an_answer_is_checked_before_the_pack_goes(bm: Desk, visitor: Desk) -> None:
    """Each is confirmed or changed, and not asked about again."""
    await visitor.ask("recall", {"return": cast.MINE.id})
    await visitor.ask("open", {"return": cast.MINE.id, "box": "look_evidence"})
    await visitor.press("Save and review", GRADED | {"b.look_evidence": "Karen Dunn rang."})
    await visitor.press("Send to the audit team")
    card = words(checked(await typed(bm, "pack C")))
    assert "might say who somebody is" in card
    await bm.ask("check", {"family": "C"})
    assert "Karen" in words(checked(bm.card))
    shown = bm.card["actions"][0]["data"]["shown"]
    chosen = {f"decision.{one}": "other" for one in shown}
    chosen |= {f"b.{one}": "the officer" for one in shown}
    done = checked(await bm.press("Keep what I chose", chosen))
    assert "All is checked" in words(done)
    audit = await bm.store.audit("a1")
    assert audit
    assert {one.instead for one in audit.cleared.values()} == {"the officer"}


async def test_report_says_how_far_it_is(bm: Desk) -> None:
    """Returns, accepted ones and open mismatches; the file is made on a button."""
    card = words(checked(await typed(bm, "report")))
    assert "**4 expected:** 2 returns" in card
    assert "open mismatch" in card
    assert "The report is being made" in words(checked(await bm.press("Make the report")))


async def test_forged_file_is_refused(bm: Desk) -> None:
    """A kind of file that there is not, and a family that there is not."""
    assert await code_of(bm, "make", {"making": "secrets"}) is Code.CARD_UNREADABLE
    other: dict[str, object] = {"making": "pack", "family": "Z"}
    assert await code_of(bm, "make", other) is Code.RETURN_NOT_FOUND
    assert await code_of(bm, "freeze", {"family": "Z"}) is Code.RETURN_NOT_FOUND
