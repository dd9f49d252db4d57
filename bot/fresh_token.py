"""A token of the app's own for one of Microsoft's services: fetched once for all, kept fresh."""

import asyncio
import time

from azure.core.credentials import AccessToken
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError

SECONDS_BEFORE_EXPIRY = 300
"""How long before its end a token is renewed; Microsoft's last for an hour or more."""


class NoTokenError(OSError):
    """Microsoft gave no token, and there is none left that is good."""


class FreshToken:
    """Asks the credential again shortly before the token ends, one at a time.

    While Microsoft gives none, the old one serves until its last second.
    """

    def __init__(self, credential: AsyncTokenCredential, scope: str) -> None:
        self._credential = credential
        self._scope = scope
        self._token: AccessToken | None = None
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self) -> str:
        """Return a token that is good for some minutes; raises NoTokenError."""
        async with self._one_at_a_time:
            if self._token is None or _left(self._token) < SECONDS_BEFORE_EXPIRY:
                self._token = await self._fetched()
            return self._token.token

    async def _fetched(self) -> AccessToken:
        try:
            return await self._credential.get_token(self._scope)
        except AzureError as error:
            if self._token is not None and _left(self._token) > 0:
                return self._token
            raise NoTokenError(f"Microsoft gave no token: {type(error).__name__}.") from error


def _left(token: AccessToken) -> float:
    """Return for how many seconds the token is still good."""
    return token.expires_on - time.time()
