"""The charts: their figures in words are the figures, and no colour speaks alone."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from files.charts import Arrivals, grade_spread, heat_table, returns_over_time
from files.scale import Scale, scale_of
from files.tool import default_tool
from tests.cast import TOOL

SCALE = scale_of(TOOL)


def colours(png: bytes) -> set[object]:
    """Every colour that covers a good part of a picture."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    return {colour for count, colour in picture.getcolors(1 << 24) or () if count > 300}


def rgb(text: str) -> object:
    """A colour as a picture has it."""
    return tuple(bytes.fromhex(text.removeprefix("#")))


def test_a_scale_knows_its_halves() -> None:
    """Of the tool's grades the upper are good, the lower weak, and two are no grades."""
    for tool in (TOOL, default_tool()):
        scale = scale_of(tool)
        assert [*scale.good] == ["exceeds", "good"]
        assert [*scale.weak] == ["improve", "concern"]
        assert [*scale.beside] == ["nothing_recorded", "not_applicable"]


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=11, unique=True))
def test_no_two_grades_share_a_letter(labels: list[str]) -> None:
    """Whatever a partnership calls its grades, each has a sign of its own."""
    half = len(labels) // 2
    scale = Scale(
        good={f"g{n}": label for n, label in enumerate(labels[:half])},
        weak={f"w{n}": label for n, label in enumerate(labels[half:])},
        beside={},
    )
    letters = list(scale.letters().values())
    assert len(set(letters)) == len(labels)


def test_each_grade_has_its_own_colour_and_pattern() -> None:
    """Of the six that come with the software no two look alike, with colours or without."""
    assert len(set(SCALE.fills().values())) == 6
    assert len(set(SCALE.patterns().values())) == 6


def test_a_spread_tells_its_figures_and_draws_its_grades() -> None:
    """A grade that was given is drawn in its colour; a theme without grades is told as such."""
    rows = {"Curiosity": {"exceeds": 3, "concern": 2}, "Fathers": {"good": 0}}
    made = grade_spread(rows, SCALE)
    assert "Curiosity: Exceeds good practice 3, Cause for concern 2." in made.alt
    assert "Fathers: no grades." in made.alt
    drawn = colours(made.png)
    assert {rgb(SCALE.fills()["exceeds"]), rgb(SCALE.fills()["concern"])} <= drawn


def test_a_heat_table_tells_each_family() -> None:
    """A family without a grade is left out of the words and left white in the picture."""
    made = heat_table({"Curiosity": {"A": "concern", "C": "good"}}, ["A", "B", "C"], SCALE)
    assert made.alt.endswith("Curiosity: A Cause for concern, C Good practice.")
    assert {rgb(SCALE.fills()["concern"]), rgb("#FFFFFF")} <= colours(made.png)


def arrivals(days: dict[date, int]) -> Arrivals:
    """Returns that came on these days, of ten expected by 8 December."""
    return Arrivals(days=days, expected=10, opened=date(2026, 11, 16), due=date(2026, 12, 8),
                    until=date(2026, 12, 11))  # fmt: skip


@given(st.dictionaries(st.dates(date(2026, 11, 10), date(2026, 12, 20)), st.integers(1, 3)))
def test_every_day_has_all_that_came_by_its_end(days: dict[date, int]) -> None:
    """The line never falls, ends at all that came, and is at each day the plain sum up to it."""
    by_day = arrivals(days).by_day()
    assert list(by_day.values()) == [sum(n for d, n in days.items() if d <= day) for day in by_day]
    assert by_day[max(by_day)] == sum(days.values())
    assert arrivals(days).by_due() == sum(n for d, n in days.items() if d <= date(2026, 12, 8))


@pytest.mark.parametrize("days", [{}, {date(2026, 12, 1): 4, date(2026, 12, 10): 2}])
def test_returns_over_time_tells_what_was_in_by_the_due_date(days: dict[date, int]) -> None:
    """Also when nothing has come yet."""
    made = returns_over_time(arrivals(days))
    by_due = 4 if days else 0
    assert f"{by_due} of 10 returns were in by 8 December 2026" in made.alt
    assert rgb("#1D4F7C") in colours(made.png)
