"""What can be set of watching over the service: measurements, traces, stopping, and limits."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from bot.limits import Bounds
from bot.measures import Wanted


class Watching(BaseModel):
    """Where measurements go, how the bot takes leave, and how much one person may ask of it."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    metrics_port: int | None = Field(default=None, ge=0, le=65535, examples=["9464"])
    """A port of its own for `/metrics`, as Prometheus reads it; not set, nothing is measured."""
    metrics_host: str = Field(default="127.0.0.1", examples=["10.0.0.7"])
    """The address for that port. Choose one that only your monitoring reaches."""
    azure_monitor: SecretStr = Field(
        default=SecretStr(""), examples=["InstrumentationKey=...;IngestionEndpoint=https://..."]
    )
    """The connection string of Application Insights, to send measurements and traces to it."""
    traced_share: float = Field(default=0.1, ge=0, le=1, examples=["0.01"])
    """The share of turns that are traced to Azure Monitor, 0 to 1."""
    seconds_to_leave: float = Field(default=0, ge=0, le=60, examples=["5"])
    """How many seconds the bot says that it is not ready, and still serves, before it stops: as
    long as whatever shares out the requests needs to notice. With one process leave it at 0."""

    turns_a_second: float = Field(default=3, gt=0, le=1000, examples=["2"])
    """How many turns a second one person may take for long; and one chat twice as many."""
    turns_at_once: int = Field(default=20, ge=1, le=10_000, examples=["10"])
    """How many turns one person may take in a burst."""
    files_an_hour: int = Field(default=40, ge=1, le=10_000, examples=["20"])
    """How many files an hour are made for one person."""
    uploads_an_hour: int = Field(default=60, ge=1, le=10_000, examples=["30"])
    """How many files an hour one person may send."""
    most_in_flight: int = Field(default=500, ge=10, le=100_000, examples=["200"])
    """How many requests are served at once; further ones are asked to come again."""
    most_connections: int = Field(default=2_000, ge=10, le=100_000, examples=["500"])
    """How many connections are open at once; then those that say nothing give way to new ones."""

    def bounds(self) -> Bounds:
        """Return how much one person may ask."""
        return Bounds(
            turns_a_second=self.turns_a_second,
            turns_at_once=self.turns_at_once,
            files_an_hour=self.files_an_hour,
            uploads_an_hour=self.uploads_an_hour,
        )

    def measurements(self) -> Wanted:
        """Return what is wanted of measurements."""
        return Wanted(
            prometheus=self.metrics_port is not None,
            azure=self.azure_monitor.get_secret_value(),
            traced=self.traced_share,
        )
