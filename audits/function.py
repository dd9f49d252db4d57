"""A function of expressions: what it does, how it reads its values, what type it gives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audits.conversions import Value

Reader = Callable[[Value], Value]

MANY = 200
"""The most values of a function that takes any number."""


def answers_of_rows(value: Value) -> Value:
    """Read the value as the answers of rows, which `${a}` and `${a} | ${b}` stand for."""
    return value if isinstance(value, tuple) else (str(value),)


@dataclass(frozen=True, slots=True)
class Function:
    """A function: what it does, how each value is read, and what type it gives.

    The last reader serves every further value up to `most`.
    """

    run: Callable[..., Value]
    reads: tuple[Reader, ...] = ()
    gives: type = object
    least: int | None = None
    most: int | None = None
    scoped: bool = False
    """Whether the function is given the scope before its values."""
    lazy: bool = False
    """Whether it is given the scope and what works its values out, so that it may leave some."""
    spread: bool = False
    """Whether the answers of several rows count as so many values."""
    placed: bool = False
    """Whether it is told last where it stands: two dice in one expression fall differently."""

    @property
    def bounds(self) -> tuple[int, int]:
        """The fewest and the most values that the function takes."""
        usual = len(self.reads) - self.placed
        return usual if self.least is None else self.least, self.most or usual

    def readers(self, count: int) -> Iterator[Reader]:
        """How each of so many values is read."""
        return (self.reads[min(place, len(self.reads) - 1)] for place in range(count))
