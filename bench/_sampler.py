"""Notes where a process spends its CPU time, by a signal that comes as it is used up."""

import signal
import time
from collections import Counter
from pathlib import Path
from types import FrameType

EVERY = 0.001
"""Seconds of CPU. Most kernels count it in ticks, and so signal 250 times a second at most."""
ROOT = Path(__file__).resolve().parent.parent
Where = tuple[str, str]
"""A file, as in the repository or as in the package, and a function in it."""


class Sampler:
    """Looks at the main thread whenever the process has used so much CPU.

    A sample weighs what the thread has used since the one before: a long call into C, during
    which no signal is heard, counts for as long as it took. What other threads used is apart.
    """

    def __init__(self) -> None:
        self.stacks: Counter[tuple[Where, ...]] = Counter()
        """Microseconds of each stack, innermost call first."""
        self.beside = 0.0
        """Seconds of CPU in other threads."""
        self.samples = 0
        self._mine = self._all = 0.0

    def begin(self) -> None:
        """Sample from now on; only in the main thread."""
        self._mine, self._all = time.thread_time(), time.process_time()
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def end(self) -> None:
        """Sample no more."""
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        mine, everything = time.thread_time(), time.process_time()
        stack = []
        while frame is not None:
            stack.append((frame.f_code.co_filename, frame.f_code.co_qualname))
            frame = frame.f_back
        self.stacks[tuple(stack)] += int((mine - self._mine) * 1e6)
        self.beside += (everything - self._all) - (mine - self._mine)
        self.samples += 1
        self._mine, self._all = mine, everything


def shortened(file: str) -> str:
    """Return a file's name as one speaks of it: `cards/page.py`, `aiohttp/web_request.py`."""
    path = Path(file)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[-2:])
