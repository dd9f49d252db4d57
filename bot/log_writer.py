"""Where log lines go: straight to a stream, or by a thread that alone waits for who reads them."""

import sys
import threading
from collections import deque
from typing import Protocol, TextIO

SECONDS_TO_GATHER = 0.02
"""Lines of so long are written together; a kill loses no more of them than that."""
SECONDS_TO_END = 2.0
MOST_WAITING = 10_000
"""Some megabytes. When nobody has read for so long, newer lines are dropped and counted."""


class Writer(Protocol):
    """Takes lines."""

    def write(self, line: bytes) -> None:
        """Take one line, which ends with a line feed; never raises."""

    def close(self) -> None:
        """Write what is left, without waiting for ever."""


class Straight:
    """Writes each line at once, for commands and for tests. None is standard error as it is now."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._one_at_a_time = threading.Lock()

    def write(self, line: bytes) -> None:
        """Write the line. A log that cannot be written stops nobody."""
        with self._one_at_a_time:
            put(self._stream or sys.stderr, line)

    def close(self) -> None:
        """Nothing is left."""


class Behind:
    """Writes in a thread of its own, many lines at once when there are many.

    Standard error is a pipe to somebody else's program. When that hangs, a write to it hangs, and
    on the loop every turn would with it.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.dropped = 0
        """Lines for which there was no room."""
        self._stream = stream
        self._waiting: deque[bytes] = deque()
        self._some = threading.Event()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def write(self, line: bytes) -> None:
        """Take the line."""
        if len(self._waiting) >= MOST_WAITING:
            self.dropped += 1
            return
        self._waiting.append(line)
        if not self._some.is_set():
            self._some.set()

    def close(self) -> None:
        """Write what is left, for two seconds at most."""
        self._end.set()
        self._some.set()
        self._thread.join(SECONDS_TO_END)

    def _run(self) -> None:
        while not self._end.is_set():
            self._some.wait()
            self._end.wait(SECONDS_TO_GATHER)
            self._some.clear()
            self._flush()
        self._flush()

    def _flush(self) -> None:
        lines = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if lines:
            put(self._stream or sys.stderr, b"".join(lines))
        if dropped := self.dropped:
            self.dropped = 0
            told = b'{"from":"bot.log","event":"log.dropped","count":%d}\n' % dropped
            put(self._stream or sys.stderr, told)


def put(stream: TextIO, line: bytes) -> None:
    """Write to the stream as it is: nobody is there to be told that it cannot be written."""
    try:
        stream.write(line.decode())
        stream.flush()
    except (OSError, ValueError):
        return
