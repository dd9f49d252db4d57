"""What can be set of how things are kept: under which keys, and for how long."""

import base64
import re
from pathlib import Path
from typing import Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

from audits.retention import MOST_MONTHS, Periods
from storage.keys import MasterKeyError
from storage.masters import keys_in
from storage.seal import KEY_BYTES, KeyFolder, OneKey, Seal

IDENTIFIER = re.compile(r"https?://[^/]+/keys/[0-9A-Za-z-]{1,127}(/[0-9a-f]{32})?/?")


class Keeping(BaseModel):
    """Where keys lie."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    master_key_file: Path | None = Field(default=None, examples=["/etc/maca/master.key"])
    """The file with the master key, made by `maca keys new-master`. Keep a copy in a safe place:
    without it nothing that is kept can be read."""
    master_key: SecretStr = Field(
        default=SecretStr(""), examples=["made by: openssl rand -base64 32"]
    )
    """Instead of that file: the master key itself, 32 bytes in base64."""
    key_vault_key: str = Field(default="", examples=["https://myvault.vault.azure.net/keys/maca"])
    """Instead of both: the identifier of an RSA key in Azure Key Vault, which never leaves it."""
    keys: Path | None = Field(default=None, examples=["/var/lib/maca-keys"])
    """The folder of wrapped data keys; beside the data's folder where it is not set. Copy it
    apart from the data: who destroys a key there destroys what it sealed."""
    identity_keys: Path = Field(default=Path("identity-keys"), examples=["/var/lib/maca-keys"])
    """The folder in which an earlier version kept the keys of identity sheets."""
    identity_key: SecretStr = Field(
        default=SecretStr(""), examples=["made by: openssl rand -base64 32"]
    )
    """Instead of that folder, in an earlier version: one secret of 32 bytes, in base64."""

    @field_validator("master_key")
    @classmethod
    def _are_keys(cls, value: SecretStr) -> SecretStr:
        try:
            if value.get_secret_value():
                keys_in(value.get_secret_value())
        except MasterKeyError as error:
            raise ValueError("must be 32 bytes in base64: openssl rand -base64 32") from error
        return value

    @field_validator("key_vault_key")
    @classmethod
    def _is_an_identifier(cls, value: str) -> str:
        if value and not IDENTIFIER.fullmatch(value):
            raise ValueError("must be like https://VAULT.vault.azure.net/keys/NAME")
        return value.rstrip("/")

    keep_identity: int = Field(default=3, ge=0, le=MOST_MONTHS, examples=["3"])
    """Months from an audit's close until the names of its families are destroyed."""
    keep_returns: int = Field(default=12, ge=0, le=MOST_MONTHS, examples=["24"])
    """The same for what services answered. `MACA_KEPT_FOR` says it in words to those who answer."""
    keep_report: int = Field(default=72, ge=0, le=MOST_MONTHS, examples=["72"])
    """The same for the report, the panel's records and documents."""
    keep_journal: int = Field(default=120, ge=0, le=MOST_MONTHS, examples=["120"])
    """The same for the journal and all else; then only certificates of destruction are left."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.periods().in_order:
            raise ValueError(
                "MACA_KEEP_IDENTITY, MACA_KEEP_RETURNS, MACA_KEEP_REPORT and MACA_KEEP_JOURNAL: "
                "none may be shorter than the one before it"
            )
        return self

    def periods(self) -> Periods:
        """Return how long what audits hold may stay."""
        return Periods(
            identity=self.keep_identity,
            returns=self.keep_returns,
            report=self.keep_report,
            journal=self.keep_journal,
        )

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

    def keys_beside(self, folder: Path) -> Path:
        """Return the folder of wrapped data keys."""
        return self.keys or folder.absolute().with_name(f"{folder.absolute().name}-keys")

    def sealed_in(self, folder: Path) -> Seal:
        """Return what opens the identity sheets of earlier versions; salts lie with the data."""
        secret = base64.b64decode(self.identity_key.get_secret_value())
        if secret:
            return Seal(OneKey(secret, folder / "identity-salts"))
        return Seal(KeyFolder(self.identity_keys))
