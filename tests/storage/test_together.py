"""Writers who finish at the same time share one sync of their folder."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.disk import Together

WRITERS = 8


class Held:
    """A sync that waits until it is let go, counts, and can fail."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.times = 0
        self.fails = False

    def sync(self) -> None:
        """Wait to be let go."""
        self.times += 1
        self.begun.set()
        if not self.go_on.wait(timeout=20):
            raise TimeoutError
        if self.fails:
            raise OSError("the disk is gone")


def after_first(
    together: Together, held: Held, threads: ThreadPoolExecutor
) -> list[Callable[[], object]]:
    """Start one writer, wait until it syncs, start the others; give what waits for each."""
    first = threads.submit(together.sync, held.sync)
    assert held.begun.wait(timeout=20)
    others = [threads.submit(together.sync, held.sync) for _ in range(WRITERS - 1)]
    return [future.result for future in (first, *others)]


def test_those_who_wait_share_the_next_sync() -> None:
    """One sync for the first, and one begun later for all who came meanwhile."""
    together, held = Together(), Held()
    with ThreadPoolExecutor(WRITERS) as threads:
        waiting = after_first(together, held, threads)
        while together._asked < WRITERS:  # noqa: SLF001 - there is no other sign of it
            threading.Event().wait(0.001)
        held.go_on.set()
        for wait in waiting:
            wait()
    assert held.times == 2


def test_sync_that_failed_is_not_taken_for_done() -> None:
    """Everybody whose names may not be on the disk is told so."""
    together, held = Together(), Held()
    held.fails = True
    held.go_on.set()
    with ThreadPoolExecutor(WRITERS) as threads:
        waiting = after_first(together, held, threads)
    for wait in waiting:
        with pytest.raises(OSError, match="the disk is gone"):
            wait()
    held.fails = False
    together.sync(held.sync)
    assert held.times == WRITERS + 1
