"""A store whose calls are timed, for measurements and traces; else nothing stands between."""

import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, cast

from bot import measures, traces
from storage.contract import Store

WRITES = ("keep", "claim", "settle", "add", "drop", "destroy")
"""How the operations begin that end only when something is safe."""


class Timed:
    """Stands before a store and passes everything on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.calls: dict[str, int] = defaultdict(int)
        self.seconds: dict[str, float] = defaultdict(float)
        for name in (one for one in vars(Store) if not one.startswith("_")):
            setattr(self, name, self._timed(name, getattr(store, name)))
        measures.watch("maca.store.calls", lambda: by_operation(self.calls))
        measures.watch("maca.store.time", lambda: by_operation(self.seconds))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - what this store has beyond the contract
        return getattr(self._store, name)

    def _timed(
        self, name: str, call: Callable[..., Awaitable[object]]
    ) -> Callable[..., Awaitable[object]]:
        calls, seconds = self.calls, self.seconds
        writes = name.startswith(WRITES)

        async def timed(*what: object, **how: object) -> object:
            began, code = time.perf_counter(), "ok"
            try:
                return await call(*what, **how)
            except Exception as error:
                code = type(error).__name__
                measures.count("maca.store.errors", operation=name, code=code)
                raise
            finally:
                spent = time.perf_counter() - began
                calls[name] += 1
                seconds[name] += spent
                if writes:
                    measures.time("maca.store.write.duration", spent, operation=name)
                traces.step(f"store {name}", spent, code)

        return timed


def by_operation(
    found: dict[str, float] | dict[str, int],
) -> Iterable[tuple[float, dict[str, str]]]:
    """Return values with their labels."""
    return [(value, {"operation": name}) for name, value in found.items()]


def timed(store: Store) -> Store:
    """Return the store, timed where anything is measured."""
    return cast("Store", Timed(store)) if measures.on() else store
