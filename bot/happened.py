"""What took place in a made-up family, so that robots who tell of it mostly agree.

Each robot's record has gaps and now and then an error: that is what an audit is there to find.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

MEETINGS = {"strategy": 0.6, "conference": 0.5, "core": 0.45, "cin": 0.6, "unborn": 0.7,
            "discharge": 0.6, "marac": 0.35, "help": 0.3}  # fmt: skip
"""How often each meeting of the default tool is held."""
LEADS = "csc"
"""The kind of agency that invites to meetings, and is at all of them."""
REMEMBERED, WRONG = 0.85, 0.05
"""How often a robot's record shows what somebody else did, and the opposite of what was so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Who met, who told whom, and who was asked and never answered. All by kinds of agency."""

    met: dict[str, frozenset[str]]
    """Who took part in each meeting that was held."""
    invited: frozenset[str]
    told: frozenset[tuple[str, str]]
    asked: frozenset[tuple[str, str]]
    silent: frozenset[tuple[str, str]]
    """Who asked whom in vain."""

    def meeting(self, name: str, mine: str, random: Random) -> str:
        """Return what one agency ticks of a meeting."""
        there = self.met.get(name)
        if there is None or (mine not in there and random.random() < WRONG):
            return "none" if random.random() < REMEMBERED / 2 else ""
        if mine not in there:
            return random.choice(["", "held", "held minutes", "held invited"])
        if random.random() < WRONG:
            return "none"
        ticked = ["held", "invited", "attended"]
        ticked += [one for one in ("report", "minutes") if random.random() < REMEMBERED / 2]
        return " ".join(ticked)

    def shared(self, other: str, mine: str, random: Random) -> str:
        """Return what one agency ticks of what passed between it and another."""
        ticked = []
        if (other, mine) in self.told and random.random() < REMEMBERED:
            ticked.append("told_us")
        if (mine, other) in self.told:
            ticked.append("we_told")
        if (mine, other) in self.asked:
            ticked.append("we_asked")
        if (mine, other) in self.silent:
            ticked.append("no_response")
        if other == LEADS and mine in self.invited:
            ticked.append("invited")
        elif other == LEADS and random.random() < REMEMBERED / 2:
            ticked.append("not_invited")
        return " ".join(ticked)

    def unanswered(self, mine: str) -> bool:
        """Say whether somebody left the agency without a reply."""
        return any(asking == mine for asking, _other in self.silent)


def happened(kinds: Sequence[str], random: Random) -> Happened:
    """Make up what took place among these kinds of agency, the same for the same seed."""
    pairs = [(one, other) for one in kinds for other in kinds if one != other]
    asked = frozenset(pair for pair in pairs if random.random() < 0.25)  # noqa: PLR2004 - a chance
    held = [name for name, chance in MEETINGS.items() if random.random() < chance]
    met = {
        name: frozenset(one for one in kinds if one == LEADS or random.random() < REMEMBERED / 2)
        for name in held
    }
    return Happened(
        met=met,
        invited=frozenset().union(*met.values()),
        told=frozenset(pair for pair in pairs if random.random() < REMEMBERED / 2),
        asked=asked,
        silent=frozenset(p for p in pairs if p in asked and random.random() < WRONG * 3),
    )
