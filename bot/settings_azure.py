"""What can be set of Microsoft's side: the app's registration, and how it proves who it is."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.clouds import CLOUDS, CloudName

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
AN_ID = "00000000-0000-0000-0000-000000000000"


class Credential(StrEnum):
    """How the bot proves to Microsoft who it is."""

    MANAGED_IDENTITY = "managed_identity"
    FEDERATED = "federated"
    WORKLOAD_IDENTITY = "workload_identity"
    CERTIFICATE = "certificate"
    SECRET = "secret"  # noqa: S105 - the kind, not the secret


class Azure(BaseModel):
    """The app's registration in Entra, and its credential."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    app_id: str = Field(default="", examples=[AN_ID])
    """The id of the Azure Bot's app registration, or of its managed identity."""
    tenant_id: str = Field(default="", examples=[AN_ID])
    """The id of the Entra tenant where the app is registered."""
    tenants: str = Field(default="", examples=[f"{AN_ID},{AN_ID}"])
    """Ids of other organisations' tenants whose people may use the bot, a comma between. Nobody
    else's messages are answered. Your own tenant is always let in."""
    cloud: CloudName = Field(default=CloudName.PUBLIC, examples=["usgov"])
    """In which of Microsoft's clouds the app is registered: public, usgov (GCC High), dod or
    china."""
    credential: Credential | None = Field(default=None, examples=["managed_identity"])
    """How the bot proves to Microsoft who it is, for Teams, Key Vault and PostgreSQL:
    managed_identity, federated, workload_identity, certificate or secret. Without it Azure's own
    chain is tried: what AZURE_ variables say, then a workload identity, then a managed identity."""
    secret: SecretStr = Field(default=SecretStr(""), examples=["from the app's registration"])
    """The app's client secret, for `secret`."""
    certificate: Path | None = Field(default=None, examples=["/run/secrets/bot.pem"])
    """The path of the app's certificate with its key, PEM or PFX, for `certificate`."""
    certificate_password: SecretStr = Field(
        default=SecretStr(""), examples=["only where the file has one"]
    )
    """The password of that file, where it has one."""
    identity_id: str = Field(default="", examples=[AN_ID])
    """The client id of the managed identity that vouches for the app, for `federated`."""

    graph_install: bool = Field(default=False, examples=["true"])
    """Let the bot install itself, by Microsoft Graph, for people on the roster who never opened it.
    Needs the application permission TeamsAppInstallation.ReadWriteSelfForUser.All."""
    catalog_id: str = Field(default="", examples=[AN_ID])
    """The id that your Teams admin centre shows for the uploaded app; for `graph_install`, and for
    the link with which people add it."""

    @field_validator("tenants")
    @classmethod
    def _are_guids(cls, value: str) -> str:
        named = named_in(value)
        if not all(GUID.fullmatch(one) for one in named):
            raise ValueError(f"must be ids like {AN_ID}, a comma between")
        return ",".join(named)

    @field_validator("certificate")
    @classmethod
    def _is_a_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("must be the path of a file that can be read")
        return value

    @field_validator("app_id", "tenant_id", "identity_id", "catalog_id")
    @classmethod
    def _is_a_guid(cls, value: str) -> str:
        if value and not GUID.fullmatch(value):
            raise ValueError(f"must be an id like {AN_ID}")
        return value.lower()

    def app_link(self) -> str:
        """Return the address with which people add the bot to Teams; empty without an app."""
        app = self.catalog_id or self.app_id
        where = f"{CLOUDS[self.cloud].web}/l/app/{app}"
        return f"{where}?tenantId={self.tenant_id}" if app and self.tenant_id else ""

    @model_validator(mode="after")
    def _an_app_to_install(self) -> Self:
        if self.graph_install and not self.catalog_id:
            raise ValueError("MACA_GRAPH_INSTALL needs MACA_CATALOG_ID, the id in the catalogue")
        return self


def named_in(words: str) -> list[str]:
    """Return what is listed in these words, in small letters, each once."""
    return list(dict.fromkeys(one for one in re.split(r"[,;\s]+", words.casefold()) if one))
