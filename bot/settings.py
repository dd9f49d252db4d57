"""What an operator can set, by environment variables that begin with MACA_.

Each group of settings has a file of its own; here they are one, and are read and checked. A setting
is a field with its meaning as the text beneath it and an example; docs/settings.md is made of them.
"""

from dataclasses import replace

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from audits.people import Partnership
from bot.settings_azure import Azure, Credential, named_in
from bot.settings_database import Shared
from bot.settings_keeping import Keeping
from bot.settings_operating import Watching
from bot.settings_partnership import PartnershipWords
from bot.settings_serving import Serving
from storage.seal import Seal

__all__ = ["Credential", "Settings", "SettingsError", "from_environment", "told", "variable"]

GROUPS = (Azure, PartnershipWords, Serving, Shared, Keeping, Watching)
"""As docs/settings.md lists them."""


class SettingsError(Exception):
    """Something is set wrongly, or not set; the message says what, and what to do."""


class Settings(Serving, Azure, PartnershipWords, Shared, Keeping, Watching, BaseSettings):
    """All settings with their defaults. Those of the demo's partnership are invented."""

    model_config = SettingsConfigDict(
        env_prefix="MACA_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    def partnership_words(self) -> Partnership:
        """Return what cards say of the partnership."""
        words = self.words(self.tenant_id, named_in(self.tenants))
        return replace(words, periods=self.periods(), app_link=self.app_link())

    def seal(self) -> Seal:
        """Return what opens the identity sheets that an earlier version sealed."""
        return self.sealed_in(self.data_dir)


def from_environment(**chosen: object) -> Settings:
    """Read the settings; what the command line chose comes first. Raises SettingsError."""
    try:
        return Settings(**{name: one for name, one in chosen.items() if one is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(map(told, error.errors()))) from error


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"MACA_{name.upper()}"


def told(error: object) -> str:
    """Tell one fault without the value, which may be a secret."""
    assert isinstance(error, dict)  # noqa: S101 - pydantic's word
    name = "_".join(map(str, error["loc"]))
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{variable(name)}: {message}." if name else f"{message[:1].upper()}{message[1:]}."
