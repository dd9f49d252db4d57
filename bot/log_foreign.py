"""Hears what others say: libraries, warnings, asyncio, threads. Nobody vouches for their words.

A library's record is told by its place, and by its template when that stands in the library's own
code as it came; whatever was filled in or put together at run time is left out. Records of ours
come by this way too, from rooms that know nothing of the log: an event's code, and fields.
"""

import asyncio
import faulthandler
import logging
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Mapping
from types import FrameType, TracebackType
from typing import Any, Protocol, TextIO

from bot.faults import faults, short
from bot.log_fields import CODE, LIBRARY, LONGEST_TEMPLATE

DEEPEST = 12
"""So many frames lie at most between a library's call and our handler."""


class Speaks(Protocol):
    """What lines are made with; bot/log.py has it."""

    def tell(self, level: str, event: str, fields: dict[str, Any]) -> None:
        """Tell something."""


Speaker = Callable[[str], Speaks]


class Foreign(logging.Handler):
    """Makes our lines of what comes through Python's own logging."""

    def __init__(self, speaker: Speaker) -> None:
        super().__init__()
        self._speaker = speaker

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record. Should that fail, nothing of it is said: no word of it is known."""
        level = record.levelname.lower()
        try:
            event, fields = heard(record)
            self._speaker(record.name).tell(level if level in GRAVE else "info", event, fields)
        except Exception as error:  # noqa: BLE001 - a record that cannot be told stops nobody
            self._speaker("bot.log").tell("error", "log.failed", {"fault": faults(error)})


GRAVE = frozenset({"debug", "info", "warning", "error", "critical"})


def heard(record: logging.LogRecord) -> tuple[str, dict[str, Any]]:
    """Return event and fields of a record."""
    fields: dict[str, Any] = {}
    if record.exc_info and record.exc_info[1]:
        fields["fault"] = faults(record.exc_info[1])
    noted = getattr(record, "noted", None)
    if isinstance(noted, Mapping) and isinstance(record.msg, str) and CODE.fullmatch(record.msg):
        return record.msg, fields | dict(noted)
    fields["place"] = f"{short(record.pathname)}:{record.lineno} {record.funcName}"
    if stands_in_code(record):
        fields["says"] = record.msg
    return LIBRARY, fields


def stands_in_code(record: logging.LogRecord) -> bool:
    """Say whether the record's template is a constant of the code that logged it."""
    if not isinstance(record.msg, str) or len(record.msg) > LONGEST_TEMPLATE:
        return False
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - logging itself does no other
    for _ in range(DEEPEST):
        if frame is None:
            return False
        code = frame.f_code
        if code.co_name == record.funcName and code.co_filename == record.pathname:
            return record.msg in [one for one in code.co_consts if isinstance(one, str)]
        frame = frame.f_back
    return False


def listen(speaker: Speaker) -> None:
    """Hear all that would else be written to standard error in its own words.

    Who has put a hook of their own where Python's was keeps it.
    """
    if not any(isinstance(one, Foreign) for one in logging.root.handlers):
        logging.root.addHandler(Foreign(speaker))
    logging.raiseExceptions = False  # its report of a failed record repeats the record

    def uncaught(
        kind: type[BaseException], error: BaseException | None, _where: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        told = {"fault": faults(error or kind())}
        speaker("bot").tell("critical", "fault.uncaught", told)

    def warned(  # noqa: PLR0913, PLR0917 - Python's own
        message: Warning | str, category: type[Warning], filename: str, lineno: int,
        file: TextIO | None = None, line: str | None = None,
    ) -> None:  # fmt: skip
        del message, file, line  # what it says may be what somebody wrote, and where is enough
        place = f"{short(filename)}:{lineno} {category.__name__}"
        speaker("bot").tell("warning", "python.warning", {"place": place})

    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = uncaught
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = lambda of: uncaught(of.exc_type, of.exc_value, of.exc_traceback)
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = lambda of: uncaught(of.exc_type, of.exc_value, of.exc_traceback)
    warnings.showwarning = warned


def hear_loop(loop: asyncio.AbstractEventLoop, speaker: Speaker) -> None:
    """Hear what went wrong in the loop where nobody waited for it."""

    def failed(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        told = {"fault": faults(error)} if isinstance(error, BaseException) else {}
        speaker("asyncio").tell("error", "fault.loop", told)

    loop.set_exception_handler(failed)


def show_where_on_request() -> None:
    """Tell where every thread stands on SIGUSR1, and in a crash: places only, by faulthandler."""
    faulthandler.enable()
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1)
