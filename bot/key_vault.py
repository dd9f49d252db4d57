"""A master key in Azure Key Vault: it wraps data keys and never leaves the vault."""

from typing import Any, Final

from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError
from azure.keyvault.keys.aio import KeyClient
from azure.keyvault.keys.crypto import KeyWrapAlgorithm
from azure.keyvault.keys.crypto.aio import CryptographyClient

from storage.keys import MasterKeyError

HOW: Final = KeyWrapAlgorithm.rsa_oaep_256
SETTING: Final = "MACA_KEY_VAULT_KEY"


class VaultMaster:
    """An RSA key by its identifier. Without a version the newest wraps; older ones still unwrap."""

    def __init__(self, identifier: str, credential: AsyncTokenCredential, **wire: Any) -> None:  # noqa: ANN401
        """Take a credential, which is closed with this. `wire` goes to Azure's clients as it is."""
        self._vault, _, named = identifier.partition("/keys/")
        self._name, _, self._version = named.partition("/")
        self._credential = credential
        self._wire = wire
        self._clients: dict[str, CryptographyClient] = {}

    async def current(self) -> str:
        """Return the identifier, with its version, of the key that wraps now. Raises OSError."""
        if self._version:
            return f"{self._vault}/keys/{self._name}/{self._version}"
        try:
            async with KeyClient(self._vault, self._credential, **self._wire) as client:
                found = await client.get_key(self._name)
        except AzureError as error:
            raise explained(error) from error
        if not found.id:
            raise MasterKeyError(f"The key vault names no key {self._name}.")
        return found.id

    async def wrap(self, plain: bytes) -> tuple[str, bytes]:
        """Return which version wrapped it, and the wrapped bytes. Raises MasterKeyError."""
        today = await self.current()
        try:
            made = await self._client(today).wrap_key(HOW, plain)
        except AzureError as error:
            raise explained(error) from error
        return today, made.encrypted_key

    async def unwrap(self, master_id: str, wrapped: bytes) -> bytes:
        """Return what a version of this key wrapped. Raises MasterKeyError."""
        if not master_id.startswith(f"{self._vault}/keys/{self._name}/"):
            raise MasterKeyError(
                f"The master key is not the right one: what is kept was sealed under {master_id}, "
                f"and {SETTING} names {self._name}. Nothing was changed. Set what was set before, "
                "then start again."
            )
        try:
            return (await self._client(master_id).unwrap_key(HOW, wrapped)).key
        except (AzureError, ValueError) as error:
            raise explained(error) from error

    def _client(self, identifier: str) -> CryptographyClient:
        if identifier not in self._clients:
            self._clients[identifier] = CryptographyClient(
                identifier, self._credential, **self._wire
            )
        return self._clients[identifier]

    async def close(self) -> None:
        """Close what is open to the vault, and the credential."""
        for client in self._clients.values():
            await client.close()
        self._clients.clear()
        await self._credential.close()


def explained(error: Exception) -> MasterKeyError:
    """Return the error in words that are fit to show, with Azure's code and not its text."""
    status = getattr(error, "status_code", None)
    code = getattr(getattr(error, "error", None), "code", None) or type(error).__name__
    told = f"{code}, status {status}" if status else code
    return MasterKeyError(
        f"Azure Key Vault did not do it ({told}). Nothing was changed. Check {SETTING}, and that "
        "the bot's identity may get, wrap and unwrap keys."
    )
