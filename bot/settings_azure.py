"""What can be set of Microsoft's side: the app's registration, and how it proves who it is."""

import re
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

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
    credential: Credential | None = Field(default=None, examples=["managed_identity"])
    """How the bot proves to Microsoft who it is: managed_identity, federated, workload_identity,
    certificate or secret."""
    secret: SecretStr = Field(default=SecretStr(""), examples=["from the app's registration"])
    """The app's client secret, for `secret`."""
    certificate: Path | None = Field(default=None, examples=["/run/secrets/bot.pem"])
    """The path of the app's certificate with its key, PEM, for `certificate`."""
    identity_id: str = Field(default="", examples=[AN_ID])
    """The client id of the managed identity that vouches for the app, for `federated`."""

    @field_validator("app_id", "tenant_id", "identity_id")
    @classmethod
    def _is_a_guid(cls, value: str) -> str:
        if value and not GUID.fullmatch(value):
            raise ValueError(f"must be an id like {AN_ID}")
        return value.lower()
