"""What a command is: a word that can be typed, and what it leads to."""

from dataclasses import dataclass
from enum import StrEnum


class Whose(StrEnum):
    """Whom a command is for. What each person may see is decided in audits/access.py."""

    EVERYBODY = "everybody"
    COORDINATORS = "coordinators"
    RESULTS = "results"
    """The audit team, and observers."""
    TEAM = "team"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing that can be typed."""

    word: str
    verb: str
    what: str
    """Its line in the help: the end of the sentence "`word` shows ..."."""
    more: str = ""
    """What `help word` says beside that."""
    follows: tuple[str, ...] = ()
    """Examples with words after it; none where nothing may follow."""
    also: tuple[str, ...] = ()
    """Other ways to type it."""
    whose: Whose = Whose.EVERYBODY
    menu: str = ""
    """Its line in the Teams menu; empty where it is not in the menu, which holds ten."""
    button: str = ""
    """What its button says under `help word`; empty where it can only be typed with more."""

    @property
    def typed(self) -> tuple[str, ...]:
        """Every way to type it."""
        return (self.word, *self.also)
