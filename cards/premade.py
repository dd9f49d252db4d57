"""Parts of a card that follow from the tool alone: made once, then put into many cards.

What somebody answered is never among them: that is drawn from what is stored, each time.
"""

from collections.abc import Callable
from typing import Generic, TypeVar, TypeVarTuple

T = TypeVar("T")
From = TypeVarTuple("From")
MOST = 4_000
"""Parts kept of each kind; a tool has some hundred boxes."""


class Premade(Generic[T, *From]):
    """Parts by what they were made of. Nobody may change a part: it stands in other cards too.

    Found by which objects they are: to tell whether two boxes are equal takes longer than to draw
    one. They are held here, so that no other object can come by the same identity.
    """

    def __init__(self, make: Callable[[*From], T]) -> None:
        self._make = make
        self._made: dict[tuple[int, ...], tuple[object, T]] = {}

    def __len__(self) -> int:
        """Return how many parts are remembered."""
        return len(self._made)

    def of(self, *sources: *From) -> T:
        """Return the part made of these."""
        key = tuple(map(id, sources))
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= MOST:
                self._made.clear()
            found = self._made[key] = (sources, self._make(*sources))
        return found[1]
