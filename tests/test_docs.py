"""What the page about deadlines tells people to type and shows them is there."""

import re
from pathlib import Path

from dialogs.router import verb_for

PAGE = Path(__file__).parent.parent / "docs" / "deadlines.md"


def test_every_word_to_be_typed_is_understood() -> None:
    """A renamed command must not leave people typing the old one."""
    typed = set(re.findall(r"`([a-z ]+)`", PAGE.read_text(encoding="utf-8"))) - {"this type"}
    assert typed >= {"timetable", "plan", "nudges", "agencies", "my hours", "known"}
    assert {word for word in typed if verb_for(word) == "lost"} == set()


def test_every_picture_is_there() -> None:
    """`make pictures` takes them."""
    shown = re.findall(r'src="([^"]+)"', PAGE.read_text(encoding="utf-8"))
    assert shown
    assert [one for one in shown if not (PAGE.parent / one).is_file()] == []
