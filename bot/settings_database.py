"""What can be set of a database that several replicas share."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

BEGINS = ("postgresql://", "postgres://")


class Shared(BaseModel):
    """Where everything is kept when it is not in a folder."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    database: SecretStr = Field(
        default=SecretStr(""),
        examples=["postgresql://maca@db.example.org/maca?sslmode=verify-full"],
    )
    """A PostgreSQL database that keeps everything, for several replicas, instead of the data
    folder. `maca migrate` prepares it. See [scaling](scaling.md)."""
    keys_database: SecretStr = Field(
        default=SecretStr(""), examples=["postgresql://maca@db.example.org/maca_keys"]
    )
    """Another database for the wrapped data keys alone. Keep its backups for days only: a key that
    was destroyed can come back out of a backup, and what it sealed with it."""
    database_token: bool = Field(default=False, examples=["true"])
    """Sign in to both by a token of Entra ID, renewed by itself, instead of a password."""

    @field_validator("database", "keys_database")
    @classmethod
    def _is_an_address(cls, value: SecretStr) -> SecretStr:
        if value and not value.get_secret_value().startswith(BEGINS):
            raise ValueError("must be an address like postgresql://user@host/database")
        return value
