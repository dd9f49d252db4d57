"""What is counted and timed, by verbs and codes only; docs/operating.md lists it, a test compares.

Nothing is measured until bot/measuring.py says to whom it goes: until then a call costs a look
into an empty table. Labels are words of ours, so their number has a bound.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from opentelemetry.metrics import CallbackOptions, Meter, Observation

FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds between which turns and writes fall."""
LONG = (1.0, 5.0, 15.0, 60.0, 120.0, 300.0, 900.0, 3600.0, 14_400.0, 86_400.0)
"""Seconds by which something can be late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted of measurements."""

    prometheus: bool = False
    azure: str = ""
    """The connection string of Application Insights; empty for none."""
    traced: float = 0.1
    """The share of turns that are traced to Azure Monitor."""
    every: float = 60
    """Seconds between what is sent to Azure Monitor."""

    @property
    def anything(self) -> bool:
        """Say whether anything is wanted."""
        return self.prometheus or bool(self.azure)


class Kind(StrEnum):
    """How something is measured."""

    TIMES = "histogram"
    COUNT = "counter"
    STATE = "gauge"
    SUM = "observable counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that is measured."""

    name: str
    kind: Kind
    told: str
    labels: tuple[str, ...] = ()
    unit: str = ""
    bounds: tuple[float, ...] = FAST


CATALOGUE: tuple[Measure, ...] = (
    Measure(name="maca.turn.duration", kind=Kind.TIMES, unit="s", labels=("verb", "outcome"),
            told="Turns, from the activity’s arrival to its answer"),
    Measure(name="maca.requests.refused", kind=Kind.COUNT, labels=("code",),
            told="Requests that were not let in"),
    Measure(name="maca.turns.waiting", kind=Kind.STATE, told="Turns in flight at this moment"),
    Measure(name="maca.store.calls", kind=Kind.SUM, labels=("operation",),
            told="Calls of the store"),
    Measure(name="maca.store.time", kind=Kind.SUM, unit="s", labels=("operation",),
            told="Time that calls of the store took, together"),
    Measure(name="maca.store.write.duration", kind=Kind.TIMES, unit="s", labels=("operation",),
            told="Writes, until they were safe"),
    Measure(name="maca.store.errors", kind=Kind.COUNT, labels=("operation", "code"),
            told="Calls of the store that failed"),
    Measure(name="maca.sends", kind=Kind.COUNT, labels=("kind", "outcome"),
            told="Messages to Teams: replies, and what the bot sends of its own accord"),
    Measure(name="maca.send.retries", kind=Kind.COUNT, labels=("kind", "code"),
            told="Further attempts to send the same"),
    Measure(name="maca.nudges", kind=Kind.COUNT, labels=("kind", "outcome"),
            told="Nudges that came to something"),
    Measure(name="maca.nudge.lateness", kind=Kind.TIMES, unit="s", labels=("kind",), bounds=LONG,
            told="How much later than due nudges were sent"),
    Measure(name="maca.claims", kind=Kind.COUNT, labels=("outcome",),
            told="Claims of nudges: won, or lost to another sweep"),
    Measure(name="maca.sweep.duration", kind=Kind.TIMES, unit="s", bounds=LONG,
            told="Sweeps for what falls due"),
    Measure(name="maca.sweep.age", kind=Kind.STATE, unit="s",
            told="Time since a sweep last came to its end"),
    Measure(name="maca.keys.age", kind=Kind.STATE, unit="s",
            told="Time since Microsoft’s signing keys were last fetched"),
    Measure(name="maca.loop.lag", kind=Kind.STATE, unit="s",
            told="Longest wait for the loop since it was last asked"),
    Measure(name="maca.ready", kind=Kind.STATE, labels=("code",),
            told="1 for each part that is as it should be, 0 for one that is not"),
    Measure(name="maca.limits.hit", kind=Kind.COUNT, labels=("limit",),
            told="Times that somebody, or something, was too fast"),
    Measure(name="maca.log.lines", kind=Kind.COUNT, labels=("level", "event"),
            told="Log lines from warning on: things set aside, faults, what could not be fetched"),
)  # fmt: skip
BY_NAME: Mapping[str, Measure] = {one.name: one for one in CATALOGUE}

Readings = Callable[[], Iterable[tuple[float, Mapping[str, str]]]]
"""Gives values with their labels, when somebody asks."""
_adders: dict[str, Callable[[float, Mapping[str, str]], None]] = {}
_readings: dict[str, Readings] = {}


def on() -> bool:
    """Say whether anything is measured."""
    return bool(_adders)


def count(name: str, **labels: str) -> None:
    """Count one more."""
    add = _adders.get(name)
    if add is not None:
        add(1, labels)


def time(name: str, seconds: float, **labels: str) -> None:
    """Note how long something took."""
    add = _adders.get(name)
    if add is not None:
        add(seconds, labels)


def watch(name: str, readings: Readings) -> None:
    """Have this asked for the values of a gauge or a sum from now on."""
    _readings[name] = readings


def begin(meter: Meter) -> None:
    """Measure from now on, with instruments of this meter."""
    for one in CATALOGUE:
        match one.kind:
            case Kind.TIMES:
                made = meter.create_histogram(
                    one.name, one.unit, one.told, explicit_bucket_boundaries_advisory=one.bounds
                )
                _adders[one.name] = made.record
            case Kind.COUNT:
                _adders[one.name] = meter.create_counter(one.name, one.unit, one.told).add
            case Kind.STATE:
                meter.create_observable_gauge(one.name, [_asked(one.name)], one.unit, one.told)
            case Kind.SUM:
                meter.create_observable_counter(one.name, [_asked(one.name)], one.unit, one.told)


def end() -> None:
    """Measure nothing any more."""
    _adders.clear()
    _readings.clear()


def _asked(name: str) -> Callable[[CallbackOptions], Iterable[Observation]]:
    def asked(_options: CallbackOptions) -> Iterable[Observation]:
        readings = _readings.get(name)
        return [Observation(value, labels) for value, labels in readings()] if readings else []

    return asked
