"""What an operator can set, by environment variables that begin with MACA_."""

import base64
import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from audits.calendar import Span
from audits.people import Partnership
from bot import regions
from bot.pace import Limits
from bot.regions import Region
from storage.seal import KEY_BYTES, KeyFolder, OneKey, Seal

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
YEARS = range(2020, 2041)
"""The years of which we know the bank holidays."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Credential(StrEnum):
    """How the bot proves to Microsoft who it is."""

    MANAGED_IDENTITY = "managed_identity"
    FEDERATED = "federated"
    WORKLOAD_IDENTITY = "workload_identity"
    CERTIFICATE = "certificate"
    SECRET = "secret"  # noqa: S105 - the kind, not the secret


class SettingsError(Exception):
    """Something is set wrongly, or not set; the message says what, and what to do."""


class Settings(BaseSettings):
    """All settings with their defaults. Those of the demo's partnership are invented."""

    model_config = SettingsConfigDict(env_prefix="MACA_", frozen=True, extra="ignore")

    data_dir: Path = Path("data")
    """The folder that holds everything. One process owns it."""
    host: str = "127.0.0.1"
    port: int = Field(default=3978, ge=0, le=65535)
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    seconds_to_finish: float = Field(default=10, ge=0, le=120)
    """How long turns in flight may still run when the bot is told to stop."""

    files_by_link: bool = False
    """Hand files over by a link on the bot's own address, where Teams' file consent cannot be had:
    it works once, for ten minutes, and is shown in the person's own chat only."""
    address: str = ""
    """Where browsers reach the bot, such as https://audit.example.org; for `files_by_link`."""
    report_template: Path | None = None
    """The partnership's own Word template for the report."""

    sends_a_second: int = Field(default=50, ge=1, le=1000)
    """What the bot sends of its own accord, to all people together."""
    chat_sends_a_second: int = Field(default=7, ge=1, le=100)
    chat_sends_in_30_seconds: int = Field(default=60, ge=1, le=1000)

    app_id: str = ""
    tenant_id: str = ""
    credential: Credential | None = None
    secret: SecretStr = SecretStr("")
    certificate: Path | None = None
    identity_id: str = ""
    """The client id of the managed identity that vouches for the app, for `federated`."""
    dangerously_without_tokens: bool = False
    """Let everybody on this machine in as whoever they say they are. For the demo alone."""

    partnership: str = Field(default="Riverbridge Safeguarding Children Partnership", min_length=1)
    act_now: str = (
        "In an emergency ring 999."
        "|Riverbridge children’s front door: 01632 960 101, at any hour (an invented number)."
    )
    """Whom to ring when a child is at risk now; lines are parted by `|`."""
    read_by: str = "the audit team: the business manager, the chair and the panel"
    kept_for: str = "until the audit has been reported, and then for one year"

    public_url: str = Field(default="", pattern="^(https://[^ ]+|http://127[.]0[.]0[.]1:[0-9]+)?$")
    """Where browsers reach the bot, for its upload page; without it there is none."""
    region: Region = Region.ENGLAND
    """Whose bank holidays count: ENG, WLS, SCT or NIR."""
    school_holidays: str = ""
    """Like `2026-12-21/2027-01-01 Christmas`, several parted by `|`."""
    set_up_by: str = ""
    """Who may set up the first audit: work e-mails or Teams object ids, a comma between."""
    identity_keys: Path = Path("identity-keys")
    """The folder with the keys of identity sheets. Keep it apart from the data, and back it up."""
    identity_key: SecretStr = SecretStr("")
    """Instead of that folder: one secret of 32 bytes, in base64."""

    @field_validator("identity_key")
    @classmethod
    def _is_a_key(cls, value: SecretStr) -> SecretStr:
        try:
            given = base64.b64decode(value.get_secret_value(), validate=True)
        except ValueError:
            given = b"?"
        if given and len(given) != KEY_BYTES:
            raise ValueError(f"must be {KEY_BYTES} bytes in base64: openssl rand -base64 32")
        return value

    @field_validator("school_holidays")
    @classmethod
    def _are_holidays(cls, value: str) -> str:
        spans(value)
        return value

    @field_validator("app_id", "tenant_id", "identity_id")
    @classmethod
    def _is_a_guid(cls, value: str) -> str:
        if value and not GUID.fullmatch(value):
            raise ValueError("must be an id like 00000000-0000-0000-0000-000000000000")
        return value.lower()

    @model_validator(mode="after")
    def _an_address_for_links(self) -> Self:
        if self.files_by_link and not self.address.startswith("https://"):
            raise ValueError("files by link need MACA_ADDRESS, which begins with https://")
        return self

    @field_validator("report_template")
    @classmethod
    def _is_a_template(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("must be the path of a Word file")
        return value

    @model_validator(mode="after")
    def _tokens_or_loopback(self) -> Self:
        if self.dangerously_without_tokens and self.host not in LOOPBACK:
            raise ValueError("without tokens the bot listens on 127.0.0.1 only")
        return self

    def limits(self) -> Limits:
        """Return how fast the bot may send of its own accord (learn: rate-limit)."""
        return Limits(
            app_a_second=self.sends_a_second,
            chat_a_second=self.chat_sends_a_second,
            chat_in_30_seconds=self.chat_sends_in_30_seconds,
        )

    def partnership_words(self) -> Partnership:
        """Return what cards say of the partnership."""
        lines = tuple(line.strip() for line in self.act_now.split("|") if line.strip())
        named = re.split(r"[,;\s]+", self.set_up_by.casefold())
        return Partnership(
            name=self.partnership,
            act_now=lines,
            read_by=self.read_by,
            kept_for=self.kept_for,
            tenant=self.tenant_id,
            set_up_by=frozenset(one for one in named if one),
            days_off=regions.days_off(YEARS, self.region),
            school_holidays=spans(self.school_holidays),
        )

    def seal(self) -> Seal:
        """Return what identity sheets are sealed with."""
        secret = base64.b64decode(self.identity_key.get_secret_value())
        if secret:
            return Seal(OneKey(secret, self.data_dir / "identity-salts"))
        return Seal(KeyFolder(self.identity_keys))


def spans(words: str) -> tuple[Span, ...]:
    """Return the school holidays in these words. Raises ValueError."""
    found = []
    for part in filter(None, (one.strip() for one in words.split("|"))):
        days, _, name = part.partition(" ")
        first, _, last = days.partition("/")
        try:
            span = Span(first=date.fromisoformat(first), last=date.fromisoformat(last), name=name)
        except ValueError:
            raise ValueError("must be like 2026-12-21/2027-01-01 Christmas") from None
        found.append(span)
    return tuple(found)


NEEDED = {
    "app_id": "the id of the Azure Bot's app registration",
    "tenant_id": "the id of the Entra tenant where the app is registered",
    "credential": f"one of {', '.join(Credential)}",
    "partnership": "the name of your partnership",
    "act_now": "whom to ring when a child is at risk now, lines parted by |",
    "read_by": "who reads a return, as the end of “Your return is read by ...”",
    "kept_for": "how long returns are kept, as the end of “It is kept ...”",
}
"""What cannot be guessed for real use: a wrong telephone number on a card may harm a child."""
NEEDED_BY = {
    Credential.SECRET: ("secret", "the app's client secret"),
    Credential.CERTIFICATE: ("certificate", "the path of the app's certificate with its key, PEM"),
    Credential.FEDERATED: ("identity_id", "the client id of the managed identity that vouches"),
}


def from_environment(**chosen: object) -> Settings:
    """Read the settings; what the command line chose comes first. Raises SettingsError."""
    try:
        return Settings(**{name: one for name, one in chosen.items() if one is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(map(_told, error.errors()))) from error


def for_real_use(settings: Settings) -> Settings:
    """Return the settings if they are complete for real use; raises SettingsError."""
    wanting = [
        f"{variable(name)} is not set: {what}."
        for name, what in NEEDED.items()
        if name not in settings.model_fields_set or not getattr(settings, name)
    ]
    name, what = NEEDED_BY.get(settings.credential or Credential.MANAGED_IDENTITY, ("", ""))
    if name and name not in settings.model_fields_set:
        wanting.append(f"{variable(name)} is not set: {what}.")
    if settings.dangerously_without_tokens:
        wanting.append(f"{variable('dangerously_without_tokens')} is for `maca demo` only.")
    if wanting:
        raise SettingsError("\n".join([*wanting, "To try it without any of these: maca demo"]))
    return settings


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"MACA_{name.upper()}"


def _told(error: object) -> str:
    """Tell one fault without the value, which may be a secret."""
    assert isinstance(error, dict)  # noqa: S101 - pydantic's word
    name = "_".join(map(str, error["loc"]))
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{variable(name)}: {message}." if name else f"{message.capitalize()}."
