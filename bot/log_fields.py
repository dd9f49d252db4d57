"""What a log line may hold: these fields in these shapes. Whatever else comes is left out.

Shapes cannot tell a word from a name, so they come second: the first rule is that nothing which
somebody wrote is ever given to the log. They see to it that one mistake costs a word and not a
page, and tests/conftest.py looks at every line of the whole test run.
"""

import re
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from bot.faults import PLACE, are_faults

CODE = re.compile(r"[A-Za-z?][A-Za-z0-9_]{0,59}([.][A-Za-z0-9_]{1,59}){0,4}")
"""Ours are small letters with dots; Microsoft's and Python's look like `ServiceError`."""
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.]\d{3}[+]00:00")
ADDRESS = re.compile(r"[a-z0-9.-]{1,100}:\d{1,5}")
LOGGER = re.compile(r"[A-Za-z_][\w.-]{0,99}")
SENT = re.compile(r"\d{1,3}( [A-Za-z][A-Za-z0-9_.]{0,59})?")
TURN = re.compile(" ".join(f"({one.pattern})?" for one in (ID, ID, CODE, CODE)))
"""A turn's id, person, verb and outcome at once: no space is in any of these shapes."""
NOTHING_SAID = "?"
"""Stands where something came in another shape than it should."""
LIBRARY = "library"
"""The event of what is not ours."""


def matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    """Return what says whether something is a text of this pattern, or empty."""
    full = pattern.fullmatch
    return lambda found: isinstance(found, str) and (not found or full(found) is not None)


def is_number(found: object) -> bool:
    """Say whether it is a number."""
    return isinstance(found, int | float)


def are_counts(found: object) -> bool:
    """Say whether these are numbers by code."""
    return isinstance(found, Mapping) and all(
        isinstance(key, str) and CODE.fullmatch(key) and is_number(one)
        for key, one in found.items()
    )


def is_text(found: object) -> bool:
    """Say whether it is a text; only for what bot/log_foreign.py has found in a library's code."""
    return isinstance(found, str) and len(found) <= LONGEST_TEMPLATE


LONGEST_TEMPLATE = 300


@dataclass(frozen=True, slots=True)
class Field:
    """A field, what it tells, and how it looks."""

    told: str
    fits: Callable[[object], bool]


FIELDS: Mapping[str, Field] = {
    "at": Field("when, in UTC, to the millisecond", matches(MOMENT)),
    "level": Field("debug, info, warning, error or critical", matches(CODE)),
    "from": Field("the part of the bot, or the library, that speaks", matches(LOGGER)),
    "event": Field("what happened, as a code", matches(CODE)),
    "turn": Field("the turn’s id; the apology card shows it to the person", matches(ID)),
    "person": Field("the person’s id on the roster; empty for strangers", matches(ID)),
    "verb": Field("what was asked for; `?` for what is no verb of ours", matches(CODE)),
    "outcome": Field("`ok`, a problem’s code, or `fault.` and the error’s type", matches(CODE)),
    "ms": Field("milliseconds from the activity’s arrival to its answer", is_number),
    "sent": Field("status and code of a reply that Teams did not take", matches(SENT)),
    "refused": Field("why a request or a file was not let in, as a code", matches(CODE)),
    "status": Field("an HTTP status; 0 where no answer came", is_number),
    "code": Field("what another service calls what went wrong", matches(CODE)),
    "kind": Field("what kind of thing it is about, such as a nudge’s", matches(CODE)),
    "audit": Field("the audit’s id", matches(ID)),
    "file": Field("the name of a file of the store, which is an id", matches(ID)),
    "key": Field("the id of a key", matches(ID)),
    "address": Field("host and port that the bot listens on", matches(ADDRESS)),
    "failing": Field("what is not as it should be, as codes and how often", are_counts),
    "swept": Field("how many nudges of a sweep came to what", are_counts),
    "count": Field("how many", is_number),
    "seconds": Field("how long", is_number),
    "says": Field("a library’s own words, without what it filled in", is_text),
    "place": Field("where in the code", matches(PLACE)),
    "fault": Field("an exception and its causes: types and places", are_faults),
    "left_out": Field("how many fields were left out, because nobody vouches for them", is_number),
}
FITS: Mapping[str, Callable[[object], bool]] = {name: one.fits for name, one in FIELDS.items()}


def only_known(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Return the line with what is known, in its shape; the rest is counted, and not said."""
    known: dict[str, Any] = {}
    left_out = 0
    for name, found in line.items():
        fits = FITS.get(name)
        if fits is None:
            left_out += 1
        else:
            known[name] = found if fits(found) else NOTHING_SAID
    if left_out:
        known["left_out"] = left_out
    return known
