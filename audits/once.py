"""What is worked out the first time somebody asks for it, and stands from then on."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - read as a word before what it makes
    """`functools.cached_property` without the lock that Python 3.11 takes for each first time.

    For what lives for one turn and so in one thread: there the lock is most of what it costs.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        """Learn under which name it stands."""
        self._name = name

    def __get__(self, thing: object, _owner: type) -> T:
        """Work it out; the thing then has it by itself, and this is not asked again."""
        found = thing.__dict__[self._name] = self._work(thing)
        return found
