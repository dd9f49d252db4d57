"""What an operator can set, by environment variables that begin with MACA_.

Each group of settings has a file of its own; here they are one, and are read and checked. A setting
is a field with its meaning as the text beneath it and an example; docs/settings.md is made of them.
"""

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from audits.people import Partnership
from bot.settings_azure import Azure, Credential
from bot.settings_keeping import Keeping
from bot.settings_partnership import PartnershipWords
from bot.settings_serving import Serving
from storage.seal import Seal

__all__ = ["Credential", "Settings", "SettingsError", "for_real_use", "from_environment"]

GROUPS = (Azure, PartnershipWords, Serving, Keeping)
"""As docs/settings.md lists them."""


class SettingsError(Exception):
    """Something is set wrongly, or not set; the message says what, and what to do."""


class Settings(Serving, Azure, PartnershipWords, Keeping, BaseSettings):
    """All settings with their defaults. Those of the demo's partnership are invented."""

    model_config = SettingsConfigDict(env_prefix="MACA_", frozen=True, extra="ignore")

    def partnership_words(self) -> Partnership:
        """Return what cards say of the partnership."""
        return self.words(self.tenant_id)

    def seal(self) -> Seal:
        """Return what identity sheets are sealed with."""
        return self.sealed_in(self.data_dir)


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
    wanting = wanting_for_real_use(settings)
    if wanting:
        raise SettingsError("\n".join([*wanting, "To try it without any of these: maca demo"]))
    return settings


def wanting_for_real_use(settings: Settings) -> list[str]:
    """Return a sentence for each thing that is missing for real use, none where it is complete."""
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
    return wanting


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"MACA_{name.upper()}"


def _told(error: object) -> str:
    """Tell one fault without the value, which may be a secret."""
    assert isinstance(error, dict)  # noqa: S101 - pydantic's word
    name = "_".join(map(str, error["loc"]))
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{variable(name)}: {message}." if name else f"{message.capitalize()}."
