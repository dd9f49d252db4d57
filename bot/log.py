"""The log: one JSON line a turn. Never an answer, a name or a token, whatever goes wrong."""

import logging
import re
import sys
import time
import traceback
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

import msgspec

TURNS = logging.getLogger("bot.turn")
OURS = ("bot", "maca")
VERB = re.compile(r"[a-z][a-z_.]{0,39}")
MOST_FRAMES = 20


@dataclass(slots=True, kw_only=True)
class Line:
    """What is noted of one turn while it runs."""

    turn: str
    person: str = ""
    verb: str = ""
    outcome: str = "ok"
    sent: str = ""
    """Status and code of a reply that Teams did not take."""
    began: float = field(default_factory=time.perf_counter)

    def note_verb(self, verb: str) -> None:
        """Note what was asked for, if it reads like a verb; a forged card may hold anything."""
        self.verb = verb if VERB.fullmatch(verb) else "?"

    def write(self) -> None:
        """Write the line; the time is from the beginning of the turn until now.

        The record is made by hand: looking for who called takes longer than all the rest.
        """
        if TURNS.isEnabledFor(logging.INFO):
            about = ("", 0, "turn", (), None)
            noted = {"noted": self._noted()}
            TURNS.handle(TURNS.makeRecord(TURNS.name, logging.INFO, *about, extra=noted))

    def _noted(self) -> dict[str, object]:
        spent = round((time.perf_counter() - self.began) * 1000, 1)
        told = {"turn": self.turn, "person": self.person, "verb": self.verb}
        sent = {"sent": self.sent} if self.sent else {}
        return {**told, "outcome": self.outcome, **sent, "ms": spent}


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON.

    An exception is told by its type and the places it passed, without its message, because the
    message may hold what somebody wrote. For the same reason a library's record is told by its
    template only: its arguments are not ours to vouch for.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        line.update(getattr(record, "noted", None) or {"says": _said(record)})
        if record.exc_info and record.exc_info[1]:
            line["fault"] = faults(record.exc_info[1])
        return msgspec.json.encode(line).decode()


def configure(level: str, stream: TextIO = sys.stderr) -> None:
    """Send all log lines to the stream; libraries speak from WARNING on, whatever our level."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def faults(error: BaseException) -> list[dict[str, object]]:
    """Tell an exception and what caused it: type and places, innermost place last."""
    told: list[dict[str, object]] = []
    at: BaseException | None = error
    while at is not None and len(told) < MOST_FRAMES:
        told.append({"type": type(at).__qualname__, "places": _places(at.__traceback__)})
        at = at.__cause__ or at.__context__
    return told


def _places(found: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(found)[-MOST_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _said(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    return str(record.msg) if record.args else f"{record.module}:{record.lineno}"
