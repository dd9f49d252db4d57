"""What can be set of how things are kept: under which keys, and for how long."""

import base64
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
from storage.seal import KEY_BYTES, KeyFolder, OneKey, Seal


class Keeping(BaseModel):
    """Where keys lie."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    identity_keys: Path = Field(default=Path("identity-keys"), examples=["/var/lib/maca-keys"])
    """The folder with the keys of identity sheets. Keep it apart from the data, and back it up."""
    identity_key: SecretStr = Field(
        default=SecretStr(""), examples=["made by: openssl rand -base64 32"]
    )
    """Instead of that folder: one secret of 32 bytes, in base64."""

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

    def sealed_in(self, folder: Path) -> Seal:
        """Return what identity sheets are sealed with; salts lie in the folder of the data."""
        secret = base64.b64decode(self.identity_key.get_secret_value())
        if secret:
            return Seal(OneKey(secret, folder / "identity-salts"))
        return Seal(KeyFolder(self.identity_keys))
