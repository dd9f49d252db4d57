"""What must stand, whatever people did: the rules of who may and what lasts, told in a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from audits.problems import Code
from tests import cast

RUNS_IT = "bm"
NOBODY_YET = ("", 0)


@dataclass
class Model:
    """The audit as the model knows it."""

    contacts: dict[str, set[str]] = field(
        default_factory=lambda: {one.id: set(one.contacts) for one in cast.RETURNS}
    )
    coordinators: dict[str, set[str]] = field(default_factory=lambda: {"phn": {"phnc"}})
    helpers: set[str] = field(default_factory=set)
    sent: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(ids(), False))
    due: dict[str, date | None] = field(default_factory=lambda: dict.fromkeys(ids()))
    """The return's own date, once it was given more time."""
    said: dict[str, set[str]] = field(default_factory=lambda: {one: set() for one in ids()})
    """All words that were acknowledged: none may ever be lost."""
    box: dict[str, tuple[str, int]] = field(
        default_factory=lambda: dict.fromkeys(ids(), NOBODY_YET)
    )
    """What stands in the box, and the version of the return at which it came in."""
    closed: bool = False

    def answers(self, who: str, which: str) -> bool:
        """Contacts of the return and coordinators of its agency answer it."""
        agency = which.rpartition(".")[2]
        return who in self.contacts[which] or who in self.coordinators.get(agency, ())

    def reads(self, who: str, which: str) -> bool:
        """Those who answer it; who runs the audit once it is sent."""
        return self.answers(who, which) or (who == RUNS_IT and self.sent[which])

    def alters(self, who: str) -> bool:
        """The business manager and those they name say who takes part, and close the audit."""
        return who == RUNS_IT or who in self.helpers

    def refusals(self, who: str, which: str, *, wants_sent: bool) -> set[str]:
        """Return the codes of which one must be told; none where it must be done."""
        if not self.answers(who, which):
            return {Code.RETURN_NOT_FOUND}
        found: set[str] = {Code.AUDIT_CLOSED} if self.closed else set()
        if self.sent[which] is not wants_sent:
            found |= {Code.RETURN_NOT_SENT if wants_sent else Code.RETURN_SENT}
        return found

    def colleagues(self, which: str) -> set[str]:
        """Everybody who answers for the agency that owes the return."""
        agency = which.rpartition(".")[2]
        theirs = (who for one, who in self.contacts.items() if one.rpartition(".")[2] == agency)
        return set(self.coordinators.get(agency, ())).union(*theirs)

    def given(self, who: str, which: str, to: str) -> set[str]:
        """Return who has the return once somebody gave it away."""
        had = self.contacts[which]
        return had - {who} | {to} if who in had else {to}

    def saved(self, which: str, words: str, *, drawn: int, version: int) -> None:
        """Note acknowledged words; an old card does not overwrite what came in after it."""
        self.said[which].add(words)
        if drawn >= self.box[which][1]:
            self.box[which] = (words, version)

    def out(self, who: str) -> bool:
        """Take somebody out of everything; return whether they had any part."""
        everywhere = (*self.contacts.values(), *self.coordinators.values(), self.helpers)
        had = any(who in people for people in everywhere)
        for people in everywhere:
            people.discard(who)
        return had


def ids() -> Iterable[str]:
    """Return the ids of all returns."""
    return [one.id for one in cast.RETURNS]
