"""What is worked out the first time somebody asks for it."""

from audits.once import once


class Sum:
    """Adds up, and counts how often it did."""

    def __init__(self, *parts: int) -> None:
        self.parts, self.times = parts, 0

    @once
    def total(self) -> int:
        """The parts together."""
        self.times += 1
        return sum(self.parts)


def test_what_is_worked_out_once_stands_for_each_thing_by_itself() -> None:
    """Whoever asks again gets what was found before, and another thing has its own."""
    one, other = Sum(1, 2), Sum(3)
    assert (one.times, one.total, one.total, one.times) == (0, 3, 3, 1)
    assert other.total == 3
