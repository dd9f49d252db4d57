"""What is said of a file, on a card and on the page behind its link."""

from collections.abc import Callable

import pytest

from cards import offered
from cards.parts import Card
from tests.cards.test_worst import TEXTS, check

LONGEST = f"{'a' * 60}-pack-{'F' * 20}-2026-11-23.docx"
ADDRESS = f"https://{'a' * 200}.example/files/{'s' * 43}"
DRAWN: dict[str, Callable[[], Card]] = {
    "ready": lambda: offered.draw(LONGEST, 99_999_999, ADDRESS),
    "gone": offered.draw_gone,
    "failed": offered.draw_failed,
    "not put": offered.draw_not_put,
    "not yours": offered.draw_not_yours,
}


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_cards_of_files_are_fit_for_teams(draw: Callable[[], Card]) -> None:
    """Of the size, the shape and the words that Teams takes."""
    check(draw())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_what_is_wrong_with_a_template_is_shown_as_text(text: str) -> None:
    """It repeats what stands in somebody's Word file."""
    check(offered.draw_refused(text[:1000]))


@pytest.mark.parametrize(
    ("size", "told"), [(0, "1 KB"), (999, "1 KB"), (253_400, "253 KB"), (1_250_000, "1.2 MB")]
)
def test_a_size_is_told_as_people_say_it(size: int, told: str) -> None:
    """Nobody counts in bytes."""
    assert offered.weight(size) == told


def test_the_page_shows_a_name_as_text() -> None:
    """And fetches the file by a button, which programs that look at links do not press."""
    page = offered.page("<script>alert(1)</script>.docx")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert '<form method="post">' in page


def test_the_page_of_a_dead_link_says_what_to_do() -> None:
    """It offers nothing to press."""
    page = offered.gone_page()
    assert "ask for the file again" in page
    assert "<form" not in page
