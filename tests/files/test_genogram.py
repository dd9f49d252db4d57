"""Genograms: everybody has a place of their own, generations stand in rows, pictures are small."""

from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from audits.household import Couple, Home, Household, Member, Sign, Tie, Who, wrong_in
from bot import demo
from files.genogram import drawn, hull, label, legend
from files.genogram_layout import Layout, laid_out

FAMILIES = dict(demo.read(date(2026, 11, 23)).families())
MOST_BYTES = 12_000
"""So much of a card may be taken by its picture."""


def overlaps(layout: Layout) -> list[tuple[str, str]]:
    """Who stands less than a step from their neighbour in the row."""
    return [
        (one, other)
        for row in layout.rows
        for one, other in pairwise(row)
        if layout.x[other] - layout.x[one] < 0.999
    ]


@pytest.mark.parametrize("code", FAMILIES)
def test_family_of_the_demo_is_whole(code: str) -> None:
    """Each has one index child, and nothing is wrong with who belongs to whom."""
    assert not list(wrong_in(FAMILIES[code].household))
    assert FAMILIES[code].household.facts() <= FAMILIES[code].facts


@pytest.mark.parametrize("code", FAMILIES)
def test_genogram_of_the_demo_has_everybody_in_their_place(code: str) -> None:
    """Children stand below their parents, couples in one row, nobody on top of another."""
    household = FAMILIES[code].household
    layout = laid_out(household)
    row_of = layout.row_of
    assert set(row_of) == {member.code for member in household.members}
    assert not overlaps(layout)
    for member in household.members:
        assert all(row_of[parent] < row_of[member.code] for parent in member.parents)
    for couple in household.couples:
        assert row_of[couple.one] == row_of[couple.other]


@pytest.mark.parametrize("code", FAMILIES)
def test_genogram_of_the_demo_is_a_small_picture(code: str) -> None:
    """The picture goes into a card, and is wide enough to be read."""
    picture = drawn(FAMILIES[code].household, f"Family {code}")
    assert len(picture) < MOST_BYTES
    with Image.open(BytesIO(picture)) as opened:
        assert opened.width > 300
        assert opened.width < 1024
        assert opened.height < 1024


def test_same_household_is_drawn_the_same() -> None:
    """A picture changes only when the family does."""
    household = FAMILIES["J"].household
    assert drawn(household, "Family J") == drawn(household, "Family J")
    assert drawn(household, "Family J") != drawn(FAMILIES["I"].household, "Family J")


def test_label_says_role_and_expected_date_and_part_time() -> None:
    """What no sign says stands in words."""
    baby = Member(code="A1", who=Who.INDEX, role="Unborn baby", unborn=True, due=date(2027, 1, 5))
    assert label(baby) == "Unborn baby\nexp. 5 Jan 2027"
    partner = Member(code="A2", who=Who.ADULT, role="Mother's partner", home=Home.PARTLY)
    assert label(partner) == "Mother's partner\npart of the time"


def test_legend_tells_only_what_is_there() -> None:
    """A sign that is not in the picture is not explained."""
    said = legend(Household(members=(Member(code="A1", who=Who.INDEX, role="Child",
                                            sign=Sign.MALE, home=Home.OUT),)))  # fmt: skip
    assert "square: male" in said
    assert "circle" not in said
    assert "dashed" not in said


def test_hull_has_no_dents() -> None:
    """A point within the others is no corner."""
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    assert sorted(hull([*square, (1.0, 1.0), (1.0, 0.5)])) == sorted(square)
    assert hull([(1.0, 1.0)]) == [(1.0, 1.0)]


def test_empty_household_is_drawn() -> None:
    """A family of which nothing is known yet gets an empty picture, not a fault."""
    assert drawn(Household(), "Family A").startswith(b"\x89PNG")


@st.composite
def households(draw: st.DrawFn) -> Household:
    """Households of any shape without circles: parents come before their children."""
    count = draw(st.integers(1, 12))
    members, couples = [], []
    for number in range(1, count + 1):
        older = [f"X{n}" for n in range(1, number)]
        some = st.lists(st.sampled_from(older), max_size=2, unique=True) if older else st.just([])
        parents = draw(some)
        members.append(Member(
            code=f"X{number}", who=Who.INDEX if number == count else Who.ADULT,
            role=f"Role {number}", sign=draw(st.sampled_from(Sign)),
            home=draw(st.sampled_from(Home)), unborn=draw(st.booleans()), parents=tuple(parents),
        ))  # fmt: skip
        tied = draw(st.booleans())
        if older and tied:
            other = draw(st.sampled_from(older))
            couples.append(Couple(one=f"X{number}", other=other, tie=draw(st.sampled_from(Tie))))
    return Household(members=tuple(members), couples=tuple(couples))


@settings(max_examples=150, deadline=None)
@given(households())
def test_any_household_has_a_place_for_everybody(household: Household) -> None:
    """However a family is made up, nobody is left out and nobody stands on another."""
    layout = laid_out(household)
    assert sorted(layout.x) == sorted(member.code for member in household.members)
    assert not overlaps(layout)


@settings(max_examples=15, deadline=None)
@given(households())
def test_any_household_can_be_drawn(household: Household) -> None:
    """However a family is made up, there is a picture."""
    assert drawn(household, "Family X").startswith(b"\x89PNG")
