"""Choosing the families: by hand or at random, with the reason, so that all can check it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from audits import drafts
from audits.audit import Family
from audits.choosing import Draw, How, at_random, by_hand, in_chance_order
from audits.drafts import Draft, begun
from audits.problems import Code, Problem
from audits.roster import Listed

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CODES = ("A", "B", "C", "D", "E", "AA")


def draft() -> Draft:
    """Six families on a long list."""
    families = {code: Family(code=code, index_child=f"{code}1") for code in CODES}
    return replace(begun("2026-1", by="bm", at=AT), families=families)


def test_same_seed_gives_the_same_families() -> None:
    """Anybody can draw again, and gets the same; another seed gives others."""
    first = at_random(CODES, 3, "blue")
    assert first == at_random(tuple(reversed(CODES)), 3, "blue")
    assert len({at_random(CODES, 3, str(seed)).codes for seed in range(40)}) > 10


def test_order_of_chance_is_the_one_that_is_published() -> None:
    """The order is that of SHA-256 of seed and code: worked out here by hand once."""
    assert list(in_chance_order("ABC", "2026")) == ["C", "B", "A"]


def test_others_are_reserves_in_order() -> None:
    """Who is not drawn follows, in the order of chance; chosen by hand, in the order of codes."""
    drawn = at_random(CODES, 2, "blue")
    assert {*drawn.codes, *drawn.reserves} == set(CODES)
    assert by_hand(CODES, ("C", "A")).codes == ("A", "C")
    assert by_hand(CODES, ("C", "A")).reserves == ("B", "D", "E", "AA")


def test_draw_is_kept_with_seed_and_reason() -> None:
    """How the families were drawn is in the draft and in its journal."""
    done = drafts.picked_at_random(draft(), Draw(count=2, seed="blue", reason="Under-fives"),
                                   by="bm", at=AT)  # fmt: skip
    assert done.picked is not None
    assert (done.picked.how, done.picked.seed, len(done.chosen)) == (How.RANDOM, "blue", 2)
    assert done.journal[-1].what == "families.drawn"
    assert done.journal[-1].why == "Under-fives (seed blue)"
    again = drafts.picked_at_random(done, Draw(count=2, seed="blue", reason="Under-fives"),
                                    by="bm", at=AT)  # fmt: skip
    assert again is done


@pytest.mark.parametrize(("count", "reason", "code"), [
    (0, "Why", Code.CHOOSE_NONE), (7, "Why", Code.CHOOSE_NONE), (2, "  ", Code.CHOOSE_NO_REASON),
    (2, "x" * 1001, Code.WORDS_TOO_LONG)])  # fmt: skip
def test_draw_without_number_or_reason_is_refused(count: int, reason: str, code: Code) -> None:
    """More than there are cannot be drawn, and nobody draws without saying why."""
    with pytest.raises(Problem) as told:
        drafts.picked_at_random(draft(), Draw(count=count, seed="s", reason=reason),
                                by="bm", at=AT)  # fmt: skip
    assert told.value.code is code


def test_families_are_chosen_by_hand_with_a_reason() -> None:
    """Codes that are not on the list are passed over; none at all is refused."""
    done = drafts.picked_by_hand(draft(), ("B", "X"), "The panel knows it", by="bm", at=AT)
    assert done.chosen == ("B",)
    with pytest.raises(Problem) as told:
        drafts.picked_by_hand(draft(), ("X",), "Why", by="bm", at=AT)
    assert told.value.code is Code.CHOOSE_NONE


def test_roster_itself_can_say_who_is_chosen() -> None:
    """Without a choice, those count that the roster marks."""
    listed = {"A": Listed.RESERVE, "B": Listed.NOT_CHOSEN}
    assert replace(draft(), listed=listed).chosen == ("C", "D", "E", "AA")


def test_opened_draft_is_closed_to_changes() -> None:
    """What has opened is changed as an audit, not as a draft."""
    with pytest.raises(Problem) as told:
        drafts.picked_by_hand(replace(draft(), opened_at=AT), ("B",), "Why", by="bm", at=AT)
    assert told.value.code is Code.DRAFT_CLOSED
