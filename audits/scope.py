"""What an expression may look at: answers, the row it stands in, and the moment."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

ValueOf = Callable[[str], str]


def blank(_name: str) -> str:
    """Nobody answered anything."""
    return ""


def there(_name: str) -> bool:
    """Every row is asked."""
    return True


def no_label(_name: str, value: str) -> str:
    """The value is all that is known of a choice."""
    return value


class Scope(NamedTuple):
    """What an expression may look at. Nothing else decides what it comes to.

    A tuple, because one is made for every rule that is looked at.
    """

    value: ValueOf = blank
    """What a name stands for; blank where nobody answered."""
    here: str = ""
    """The name of the row in which the expression stands: what `.` means."""
    at: datetime | None = None
    """The moment, on the partnership's own clock; without it there is no today."""
    is_there: Callable[[str], bool] = there
    """Whether the row is asked; `count()` counts no others."""
    label: Callable[[str, str], str] = no_label
    """How a choice of a row is called, by the row's name and the choice's value."""
    seed: str = ""
    """What chance hangs on: the same seed and place give the same number each time."""

    @property
    def zone(self) -> tzinfo:
        """Where days begin."""
        return (self.at.tzinfo if self.at else None) or UTC
