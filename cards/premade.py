"""Parts of a card that follow from the tool alone: made once, then put into many cards.

What stands in a box is never among them: that is drawn from what is stored, each time. A tool may
have answers in its own texts, though; so the parts are kept with the tool and go with it.
"""

from collections.abc import Callable
from typing import Generic, TypeVar, TypeVarTuple

from audits.tool import Tool

T = TypeVar("T")
From = TypeVarTuple("From")
MOST = 4_000
"""Parts kept of one tool, which has some hundred boxes."""


class Premade(Generic[T, *From]):
    """Parts by what they were made of. Nobody may change a part: it stands in other cards too.

    Found by which objects they are: to tell whether two boxes are equal takes longer than to draw
    one. They are held here, so that no other object can come by the same identity.
    """

    def __init__(self, make: Callable[[*From], T]) -> None:
        self._make = make

    def of(self, tool: Tool, *sources: *From) -> T:
        """Return the part made of these, which belong to the tool."""
        key = (self, *map(id, sources))
        found: tuple[object, T] | None = tool.made.get(key)
        if found is None:
            if len(tool.made) >= MOST:
                tool.made.clear()
            found = tool.made[key] = (sources, self._make(*sources))
        return found[1]
