"""Parts of a card that are made once: for the same objects, and for no others."""

from cards.premade import MOST, Premade


def test_part_is_made_once_for_the_same_objects() -> None:
    """Who asks again for the same sources gets the very same part."""
    made: list[list[int]] = []

    def make(source: list[int]) -> list[int]:
        made.append(source)
        return [*source]

    parts, box = Premade(make), [1]
    assert parts.of(box) is parts.of(box)
    assert made == [box]


def test_equal_but_other_object_has_its_own_part() -> None:
    """A box of another tool may look the same and yet stand beside another question."""
    parts = Premade(lambda source, beside: (source, beside))
    box, question, other = [1], [2], [2]
    assert parts.of(box, question) is not parts.of(box, other)


def test_parts_take_only_so_much_room() -> None:
    """Texts with answers in them make new boxes each time: what is remembered has an end."""
    parts = Premade(lambda source: source)
    sources = [[n] for n in range(MOST * 2)]
    assert all(parts.of(source) is source for source in sources)
    assert len(parts) <= MOST
