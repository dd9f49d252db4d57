"""What can be set of the service itself: where it listens, what it says of itself, how it sends."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.pace import Limits

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Serving(BaseModel):
    """Where the bot listens, where browsers find it, and how fast it sends."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    data_dir: Path = Field(default=Path("data"), examples=["/var/lib/maca"])
    """The folder that holds everything. One process owns it."""
    host: str = Field(default="127.0.0.1", examples=["0.0.0.0"])  # noqa: S104 - an example
    """The address on which the bot listens. Put it behind something that speaks TLS."""
    port: int = Field(default=3978, ge=0, le=65535, examples=["8080"])
    """The port on which the bot listens."""
    log_level: str = Field(
        default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", examples=["WARNING"]
    )
    """How much is logged: DEBUG, INFO, WARNING or ERROR. At no level are answers or names."""
    seconds_to_finish: float = Field(default=10, ge=0, le=120, examples=["20"])
    """How many seconds turns in flight may still run when the bot is told to stop."""
    dangerously_without_tokens: bool = Field(default=False, examples=["true"])
    """Let everybody on this machine in as whoever they say they are. For the demo alone."""

    files_by_link: bool = Field(default=False, examples=["true"])
    """Hand files over by a link on the bot's own address, where Teams' file consent cannot be had:
    it works once, for ten minutes, and is shown in the person's own chat only."""
    address: str = Field(
        default="",
        pattern="^(https://[^ /]+/?|http://127[.]0[.]0[.]1:[0-9]+)?$",
        examples=["https://audit.example.org"],
    )
    """Where browsers reach the bot: for its upload page, for files by a link, and in the app
    package. Without it there are neither of the first two."""

    sends_a_second: int = Field(default=50, ge=1, le=1000, examples=["20"])
    """How many messages a second the bot sends of its own accord, to all people together."""
    chat_sends_a_second: int = Field(default=7, ge=1, le=100, examples=["5"])
    """How many of them may go into one chat in a second."""
    chat_sends_in_30_seconds: int = Field(default=60, ge=1, le=1000, examples=["40"])
    """How many of them may go into one chat in 30 seconds."""

    @model_validator(mode="after")
    def _an_address_for_links(self) -> Self:
        if self.files_by_link and not self.address.startswith("https://"):
            raise ValueError("MACA_FILES_BY_LINK needs MACA_ADDRESS, which begins with https://")
        return self

    @model_validator(mode="after")
    def _tokens_or_loopback(self) -> Self:
        if self.dangerously_without_tokens and self.host not in LOOPBACK:
            raise ValueError("without tokens the bot listens on 127.0.0.1 only: MACA_HOST")
        return self

    def limits(self) -> Limits:
        """Return how fast the bot may send of its own accord (learn: rate-limit)."""
        return Limits(
            app_a_second=self.sends_a_second,
            chat_a_second=self.chat_sends_a_second,
            chat_in_30_seconds=self.chat_sends_in_30_seconds,
        )
