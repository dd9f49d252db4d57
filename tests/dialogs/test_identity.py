"""Who a family is: shown to those who answer about it, each look on record, folded back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from audits.identity import Identity, Particulars, key_of, written
from audits.journal import Happening
from audits.people import Person
from audits.problems import Code, Problem
from cards.parts import Card
from dialogs import router
from dialogs.turn import Turn
from storage.contract import Batch, Store
from storage.tiny import TinyStore
from tests import cast
from tests.cards.lint import elements, faults
from tests.dialogs.conftest import Desk

SEES = {"hv", "hv2", "phnc", "pol", "hou"}
"""Contacts of Family C's returns, and their coordinator."""
SHEET = Identity(
    id=key_of("a1", "C"), audit_id="a1", family="C",
    people=(Particulars(role="Mother", names="Very Secret", born="1/2/1990",
                        addresses="1 Hidden Row"),),
)  # fmt: skip


@pytest.fixture
async def sealed(tmp_path: Path) -> AsyncIterator[Store]:
    """The cast's audit with an identity sheet of Family C."""
    made = await TinyStore.open(tmp_path / "data")
    for who in cast.EVERYBODY:
        await made.keep_person(who)
    await made.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await made.add(ret)
    new = written(None, SHEET, by="bm", at=cast.AT)
    assert new is not None
    await made.keep_batch(Batch(identities=(new,)))
    yield made
    await made.close()


async def asked(
    store: Store, who: Person, verb: str, return_id: str, *, fleeting: bool = True
) -> Card:
    """Ask as this person, in today's Teams or in an old one."""
    turn = Turn(who=who, verb=verb, at=cast.AT, partnership=cast.PARTNERSHIP, sender="29:x",
                data={"return": return_id}, fleeting=fleeting)  # fmt: skip
    card = (await router.take(turn, store)).card
    assert not faults(card)
    return card


async def looks(store: Store) -> list[str]:
    """Who looked, by the sheet's journal."""
    found = await store.identity(SHEET.id)
    assert found is not None
    return [line.by for line in found.journal if line.what == "identity.viewed"]


@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
async def test_only_who_answers_about_the_family_sees_it(sealed: Store, who: Person) -> None:
    """Each look is in the journal; all others are refused alike, and see nothing."""
    seen = set()
    for ret in cast.RETURNS[:3]:
        try:
            card = await asked(sealed, who, "identity", ret.id)
        except Problem as problem:
            assert problem.code is Code.RETURN_NOT_FOUND  # noqa: PT017 - the other half is below
        else:
            assert "Very Secret" in str(card)
            seen.add(ret.id)
    assert bool(seen) is (who.id in SEES)
    assert await looks(sealed) == [who.id] * len(seen)


async def test_card_folds_itself_back(sealed: Store) -> None:
    """The next refresh, for this person, is the card without the names."""
    card = await asked(sealed, cast.HEALTH_VISITOR, "identity", "a1.C.phn")
    assert card["refresh"]["userIds"] == ["29:x"]
    assert card["refresh"]["action"]["verb"] == "identity_fold"
    back = await asked(sealed, cast.HEALTH_VISITOR, "identity_fold", "a1.C.phn")
    assert "Secret" not in str(back)
    assert len(await looks(sealed)) == 1


async def test_old_client_is_not_shown_what_it_would_keep(sealed: Store) -> None:
    """Where the answer would stay in the chat, no names are sent, and none are looked at."""
    with pytest.raises(Problem) as told:
        await asked(sealed, cast.HEALTH_VISITOR, "identity", "a1.C.phn", fleeting=False)
    assert told.value.code is Code.IDENTITY_NOT_HERE
    assert await looks(sealed) == []


async def test_waived_return_shows_no_names(sealed: Store) -> None:
    """Who is no longer asked about a family no longer sees who it is."""
    with pytest.raises(Problem) as told:
        await asked(sealed, cast.HEALTH_VISITOR, "identity", "a1.F.phn")
    assert told.value.code is Code.IDENTITY_NOT_FOUND


async def test_destroyed_names_are_gone_and_the_return_stays(sealed: Store) -> None:
    """The names cannot be opened any more; the return can."""
    await sealed.destroy_identities("a1", Happening(at=cast.AT, by="bm", what="identity.destroyed"))
    with pytest.raises(Problem) as told:
        await asked(sealed, cast.HEALTH_VISITOR, "identity", "a1.C.phn")
    assert told.value.code is Code.IDENTITY_NOT_FOUND
    assert await asked(sealed, cast.HEALTH_VISITOR, "open", "a1.C.phn")


async def test_choice_lists_ones_own_families(sealed: Store) -> None:
    """`who` shows codes, and no names."""
    card = await asked(sealed, replace(cast.HEALTH_VISITOR), "who", "")
    assert "Family C" in str(card)
    assert "Secret" not in str(card)


async def test_link_on_a_page_saves_first_and_leads_back(sealed: Store) -> None:
    """What was filled in is kept before the names are shown; the review has the link too."""
    desk = Desk(sealed, cast.HEALTH_VISITOR)
    page = await desk.ask("open", {"return": "a1.C.phn"})
    shown = await pressed(sealed, page, {"b.known": "yes"})
    assert "Very Secret" in str(shown)
    ret = await sealed.agency_return("a1.C.phn")
    assert ret is not None
    assert ret.value("known") == "yes"
    review = await desk.ask("review", {"return": "a1.C.phn"})
    assert "Very Secret" in str(await pressed(sealed, review, {}))
    assert await looks(sealed) == ["hv", "hv"]
    assert "Your grade" in str(await desk.press_on(shown, "Back to the return"))


async def pressed(store: Store, card: Card, filled: dict[str, str]) -> Card:
    """Press the quiet link in the card's header."""
    (link,) = (part["selectAction"] for part in elements(card) if "selectAction" in part)
    assert link["title"] == "Who is this?"
    turn = Turn(who=cast.HEALTH_VISITOR, verb=link["verb"], at=cast.AT, sender="29:x",
                partnership=cast.PARTNERSHIP, data={**link["data"], **filled})  # fmt: skip
    return (await router.take(turn, store)).card
