"""To whom measurements go: Prometheus comes and asks; to Azure Monitor they are sent."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import AlwaysOffExemplarFilter, MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from prometheus_client import CollectorRegistry, generate_latest

from bot import log, measures, traces
from bot.measures import Wanted

AZURE = "azure.monitor.opentelemetry.exporter"
MISSING = (
    "MACA_AZURE_MONITOR is set, and what sends to Azure Monitor is not installed. Install it "
    "with: pip install --require-hashes -r requirements-azure.txt"
)
COUNTED = frozenset({"warning", "error", "critical"})
MILLISECONDS = 1000


class MeasuringError(Exception):
    """Something that measurements need is missing; the message says what to do."""


@dataclass(slots=True)
class Measuring:
    """What goes on while anything is measured; `close` ends it."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    closing: ExitStack = field(default_factory=ExitStack)

    def page(self) -> bytes:
        """Return all measurements as Prometheus reads them. Takes milliseconds; not on the loop."""
        return generate_latest(self.registry)

    def close(self) -> None:
        """Send what is left, and measure nothing any more."""
        self.closing.close()


def begin(wanted: Wanted) -> Measuring:
    """Measure what is wanted. Raises MeasuringError."""
    measuring = Measuring()
    readers: list[MetricReader] = []
    if wanted.prometheus:
        readers.append(PrometheusMetricReader(
            disable_target_info=True, scope_info_enabled=False, registry=measuring.registry
        ))  # fmt: skip
    resource = Resource({"service.name": "maca"})
    if wanted.azure:
        readers.append(_to_azure(wanted))
        _traced(wanted, resource, measuring.closing)
    provider = MeterProvider(
        readers, resource, exemplar_filter=AlwaysOffExemplarFilter(), shutdown_on_exit=False
    )
    measures.begin(provider.get_meter("maca"))
    log.HEARD.append(counted)
    measuring.closing.callback(provider.shutdown)
    measuring.closing.callback(measures.end)
    measuring.closing.callback(log.HEARD.remove, counted)
    return measuring


def counted(level: str, event: str) -> None:
    """Count a log line that somebody should look at."""
    if level in COUNTED:
        measures.count("maca.log.lines", level=level, event=event)


def _to_azure(wanted: Wanted) -> MetricReader:
    exporter = _azure("AzureMonitorMetricExporter")(
        connection_string=wanted.azure, disable_offline_storage=True
    )
    return PeriodicExportingMetricReader(exporter, wanted.every * MILLISECONDS)


def _traced(wanted: Wanted, resource: Resource, closing: ExitStack) -> None:
    sampler = ParentBased(TraceIdRatioBased(wanted.traced))
    provider = TracerProvider(sampler, resource, shutdown_on_exit=False)
    exporter = _azure("AzureMonitorTraceExporter")(
        connection_string=wanted.azure, disable_offline_storage=True, tracer_provider=provider
    )
    provider.add_span_processor(BatchSpanProcessor(exporter))
    traces.trace_with(provider.get_tracer("maca"))
    closing.callback(provider.shutdown)
    closing.callback(traces.trace_with, None)


def _azure(name: str) -> Callable[..., Any]:
    """Return an exporter's class. What it tells Microsoft of itself is off."""
    os.environ.setdefault("APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL", "true")
    try:
        found: Callable[..., Any] = getattr(import_module(AZURE), name)
    except ImportError as error:
        raise MeasuringError(MISSING) from error
    return found
