"""Parts of a card that are made once: for the same objects, and for no others."""

import gc
import weakref
from dataclasses import replace

from audits.tool import Tool
from cards.premade import MOST, Premade
from tests import cast


def fresh() -> Tool:
    """A tool that nobody has drawn yet."""
    return replace(cast.TOOL)


def test_part_is_made_once_for_the_same_objects() -> None:
    """Who asks again for the same sources gets the very same part."""
    made: list[list[int]] = []

    def make(source: list[int]) -> list[int]:
        made.append(source)
        return [*source]

    tool, parts, box = fresh(), Premade(make), [1]
    assert parts.of(tool, box) is parts.of(tool, box)
    assert made == [box]


def test_equal_but_other_object_has_its_own_part() -> None:
    """A box of another tool may look the same and yet stand beside another question."""
    parts = Premade(lambda source, beside: (source, beside))
    tool, box, question, other = fresh(), [1], [2], [2]
    assert parts.of(tool, box, question) is not parts.of(tool, box, other)


def test_each_kind_has_its_own_part() -> None:
    """Two kinds of part made of one question are not taken for one another."""
    tool, question = fresh(), [1]
    assert Premade(len).of(tool, question) == 1
    assert Premade(str).of(tool, question) == "[1]"


def test_parts_take_only_so_much_room() -> None:
    """Texts with answers in them make new boxes each time: what is remembered has an end."""
    tool, parts = fresh(), Premade(lambda source: source)
    sources = [[n] for n in range(MOST * 2)]
    assert all(parts.of(tool, source) is source for source in sources)
    assert len(tool.made) <= MOST


def test_parts_go_with_their_tool() -> None:
    """A text may have an answer in it: nothing of it lasts longer than the audit that asks it."""
    tool, parts, box = fresh(), Premade(lambda source: source), Words()
    parts.of(tool, box)
    left = weakref.ref(box)
    del tool, box
    gc.collect()
    assert left() is None


class Words:
    """Something with an answer in it."""
