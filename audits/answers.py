"""What somebody wrote in a box, what stood there before, and how two people's words meet."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A value that once stood in a box: who wrote it, when, at which version of the return."""

    value: str
    by: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in a box now and all that stood there before. Nothing is ever dropped."""

    now: Words
    past: tuple[Words, ...] = ()
    """What stood in the box before, oldest first."""
    rival: Words | None = None
    """Another person's words, written at the same time; they wait for somebody to choose."""
    aside: tuple[Words, ...] = ()
    """Rivals that were not chosen, oldest first. They never stood in the box."""

    def as_drawn(self, version: int) -> str:
        """Return the value that a card drawn at this version of the return showed."""
        stood = [words for words in (*self.past, self.now) if words.version <= version]
        return stood[-1].value if stood else ""


class Keep(StrEnum):
    """Which of two people's words shall stand."""

    SAVED = "saved"
    OTHER = "other"
    BOTH = "both"


def met(answer: Answer | None, new: Words, *, drawn: int) -> Answer | None:
    """Return the answer after `new` came in from a card drawn at version `drawn`.

    Untouched and repeated values change nothing: the same `answer` comes back. A value that
    meets somebody's newer one replaces nothing; it is kept beside it as the rival.
    """
    if answer is None:
        return Answer(now=new) if new.value else None
    base = answer.as_drawn(drawn)
    if new.value in {base, answer.now.value}:
        return answer
    if answer.now.value == base:
        return replaced(answer, new)
    if new.value in {words.value for words in (*answer.aside, answer.rival) if words}:
        return answer
    aside = (*answer.aside, answer.rival) if answer.rival else answer.aside
    return replace(answer, rival=new, aside=aside)


def replaced(answer: Answer, new: Words) -> Answer:
    """Return the answer with `new` in the box and what stood there in the past."""
    return replace(answer, now=new, past=(*answer.past, answer.now))


def settled(answer: Answer, keep: Keep, new: Words) -> Answer:
    """Return the answer with no rival left: `keep` says which words stand. `new` is who and when.

    The words that were not chosen stay in `aside`.
    """
    if answer.rival is None:
        return answer
    rival, aside = answer.rival.value, (*answer.aside, answer.rival)
    value = {Keep.SAVED: answer.now.value, Keep.OTHER: rival}.get(
        keep, f"{answer.now.value}\n\n{rival}"
    )
    chosen = answer
    if value != answer.now.value:
        chosen = replaced(answer, replace(new, value=value))
    return replace(chosen, rival=None, aside=aside)
