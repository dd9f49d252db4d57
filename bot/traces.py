"""Traces of turns, where somebody wants them: a turn, and in it what it waited for.

Spans are made when the turn is over, of times that were noted; a turn that nobody traces pays for
a look at one variable. They carry ids and codes, and never an exception's words.
"""

import time
from contextvars import ContextVar
from dataclasses import dataclass, field

from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer, set_span_in_context

MOST_STEPS = 50


@dataclass(slots=True)
class Steps:
    """What a turn waited for, in order: what, from when to when, and how it went."""

    began: int = field(default_factory=time.time_ns)
    done: list[tuple[str, int, int, str]] = field(default_factory=list)


_tracer: Tracer | None = None
_steps: ContextVar[Steps | None] = ContextVar("steps", default=None)


def trace_with(tracer: Tracer | None) -> None:
    """Trace turns with this from now on; None for not at all."""
    global _tracer  # noqa: PLW0603 - one for the process, like the log
    _tracer = tracer


def begin() -> Steps | None:
    """Begin to note what this turn waits for; None where nobody wants to know."""
    if _tracer is None:
        return None
    steps = Steps()
    _steps.set(steps)
    return steps


def step(name: str, seconds: float, outcome: str = "ok") -> None:
    """Note something that the turn at hand waited for, and that ends now."""
    steps = _steps.get()
    if steps is not None and len(steps.done) < MOST_STEPS:
        now = time.time_ns()
        steps.done.append((name, now - int(seconds * 1e9), now, outcome))


def end(steps: Steps | None, *, turn: str, verb: str, outcome: str) -> None:
    """Make the turn's spans."""
    if steps is None or _tracer is None:
        return
    _steps.set(None)
    about = {"maca.turn": turn, "maca.verb": verb, "maca.outcome": outcome}
    span = _tracer.start_span(
        f"turn {verb}", kind=SpanKind.SERVER, start_time=steps.began, attributes=about
    )
    if span.is_recording():
        inside = set_span_in_context(span)
        for name, began, ended, how in steps.done:
            part = _tracer.start_span(
                name, inside, kind=SpanKind.CLIENT, start_time=began, attributes={"maca.code": how}
            )
            _judge(part, good=how == "ok")
            part.end(ended)
    _judge(span, good=not outcome.startswith("fault."))
    span.end()


def _judge(span: Span, *, good: bool) -> None:
    span.set_status(Status(StatusCode.OK if good else StatusCode.ERROR))
