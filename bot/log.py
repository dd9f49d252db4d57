"""The log: one JSON line a turn. Never an answer, a name or a token, whatever goes wrong.

Lines are made by structlog. What may stand in them is in bot/log_fields.py, how libraries are
heard is in bot/log_foreign.py, and where the lines go is in bot/log_writer.py.
"""

import logging
import secrets
import sys
import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TextIO

import msgspec
import structlog

from bot import log_foreign
from bot.faults import faults
from bot.log_fields import CODE, TURN, only_known
from bot.log_writer import Behind, Straight, Writer

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40, "critical": 50}
HEARD: list[Callable[[str, str], None]] = []
"""Who else is told of each line, by level and event; measurements count them."""


class Sink:
    """Where the chain ends: the writer of the moment, and from which level on it is used."""

    def __init__(self) -> None:
        self.level = LEVELS["warning"]
        self.writer: Writer = Straight()

    def info(self, line: bytes) -> None:
        """Write the line, whatever its level; structlog looks for a method of the level's name."""
        self.writer.write(line)

    debug = warning = error = critical = info


SINK = Sink()
_second = 0
_written = ""


def stamped(
    _logger: object, method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Add when, and how grave."""
    return {"at": moment(), "level": method, "event": line["event"], **line}


def moment() -> str:
    """Return when it is. The second is put into words once a second."""
    global _second, _written  # noqa: PLW0603 - a thread that is late writes the same words again
    now = time.time()
    second = int(now)
    written = _written
    if second != _second:
        _written = written = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        _second = second
    return f"{written}.{int((now - second) * 1000):03d}+00:00"


def as_json(_logger: object, _method: str, line: MutableMapping[str, Any]) -> bytes:
    """Return the line as it is written."""
    return msgspec.json.encode(line) + b"\n"


class Teller(structlog.BoundLoggerBase):
    """Tells what happened, by a code and fields. What is below the level costs a comparison."""

    def debug(self, event: str, **fields: object) -> None:
        """Tell what only who looks for a fault wants to know."""
        self.tell("debug", event, fields)

    def info(self, event: str, **fields: object) -> None:
        """Tell what happened."""
        self.tell("info", event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """Tell what somebody should look at some day."""
        self.tell("warning", event, fields)

    def error(self, event: str, **fields: object) -> None:
        """Tell what somebody should look at now."""
        self.tell("error", event, fields)

    def exception(self, event: str, **fields: object) -> None:
        """Tell it with the exception that is being handled: its type and places."""
        error = sys.exc_info()[1]
        self.tell("error", event, fields | ({"fault": faults(error)} if error else {}))

    def tell(self, level: str, event: str, fields: dict[str, Any]) -> None:
        """Tell it if it is grave enough."""
        if heard(level, event):
            line: Any = {**self._context, "event": event, **fields}
            for step in self._processors:
                line = step(self._logger, level, line)
            self._logger.info(line)


def heard(level: str, event: str) -> bool:
    """Tell all who hear of each line, and say whether it is grave enough to be written."""
    for hearer in HEARD:
        hearer(level, event)
    return LEVELS[level] >= SINK.level


CHAIN = (only_known, stamped, as_json)


def logger(name: str) -> Teller:
    """Return what a part of the bot speaks with. It is safe before anything is configured."""
    return Teller(SINK, CHAIN, {"from": name})


TURNS = logger("bot.turn")
START = secrets.token_hex(3)
COUNT = count(1)


def turn_id() -> str:
    """Return an id for a turn: which start of the bot, and which turn of it.

    Drawing all of it by chance would cost as much as writing the line does.
    """
    return f"{START}{next(COUNT):06x}"


@dataclass(slots=True, kw_only=True)
class Line:
    """What is noted of one turn while it runs."""

    turn: str
    person: str = ""
    verb: str = ""
    outcome: str = "ok"
    sent: str = ""
    """Status and code of a reply that Teams did not take."""
    failed: Exception | None = None
    """The fault of ours in which it ended, if it did."""
    began: float = field(default_factory=time.perf_counter)

    def note_verb(self, verb: str) -> None:
        """Note what was asked for, if it reads like a verb; a forged card may hold anything."""
        self.verb = verb if CODE.fullmatch(verb) and verb.islower() else "?"

    def write(self) -> float:
        """Write the line, and return the seconds from the beginning of the turn until now."""
        spent = time.perf_counter() - self.began
        ms = round(spent * 1000, 1)
        plain = f"{self.turn} {self.person} {self.verb} {self.outcome}"
        if not self.sent and TURN.fullmatch(plain):
            if heard("info", "turn"):
                SINK.info(self._plainly(ms))
            return spent
        told = {"turn": self.turn, "person": self.person, "verb": self.verb}
        sent = {"sent": self.sent} if self.sent else {}
        TURNS.tell("info", "turn", told | {"outcome": self.outcome, "ms": ms} | sent)
        return spent

    def _plainly(self, ms: float) -> bytes:
        """Return the line as the chain would make it, for fields whose shape needs no escape."""
        return (
            f'{{"at":"{moment()}","level":"info","event":"turn","from":"bot.turn",'
            f'"turn":"{self.turn}","person":"{self.person}","verb":"{self.verb}",'
            f'"outcome":"{self.outcome}","ms":{ms}}}\n'
        ).encode()


def configure(level: str, stream: TextIO | None = None, *, behind: bool = False) -> None:
    """Send all lines to the stream, which is standard error; libraries speak from WARNING on.

    With `behind` a thread writes them, so that no turn waits for whoever reads the log.
    """
    SINK.writer.close()
    SINK.writer = Behind(stream) if behind else Straight(stream)
    SINK.level = LEVELS[level.lower()]
    log_foreign.listen(logger)
    logging.root.setLevel(logging.WARNING)


def close() -> None:
    """Write what is still to be written, and go on without a thread."""
    SINK.writer.close()
    SINK.writer = Straight(sys.stderr)
