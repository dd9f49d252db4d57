"""What can be set of how things are kept: the keys with which they are sealed."""

import base64
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

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
