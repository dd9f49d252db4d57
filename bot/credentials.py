"""Makes what proves to Microsoft who the bot is, of the kind that the settings name.

One of them serves for everything: the bot's own token, Key Vault, PostgreSQL and Graph. A
registration of the kind UserAssignedMSI is `managed_identity`; one of the kind SingleTenant is any
of the others. MultiTenant ones can no longer be made.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Self

from azure.core.credentials import AccessToken
from azure.core.credentials_async import AsyncTokenCredential
from azure.identity.aio import (
    CertificateCredential,
    ClientAssertionCredential,
    ClientSecretCredential,
    DefaultAzureCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)

from bot.clouds import CLOUDS
from bot.fresh_token import FreshToken
from bot.settings import Credential, Settings, SettingsError, variable

PEOPLES_OWN = (
    "developer_cli",
    "cli",
    "powershell",
    "visual_studio_code",
    "shared_token_cache",
    "broker",
)
"""Somebody's own sign-in on this machine: never the bot's."""


def credential_for(settings: Settings, **wire: Any) -> AsyncTokenCredential | None:  # noqa: ANN401
    """Return the credential, which the caller closes; None for the demo, which signs nothing.

    `wire` goes to azure-identity as it is. Raises SettingsError where the kind lacks what it needs.
    """
    if settings.dangerously_without_tokens:
        return None
    try:
        return _made(settings, {"authority": CLOUDS[settings.cloud].authority, **wire})
    except ValueError as error:  # azure-identity's word for a file or a variable that is not fit
        name = "certificate" if settings.credential is Credential.CERTIFICATE else "credential"
        raise SettingsError(
            f"{variable(name)}: {settings.credential or 'the default chain'} cannot be used here: "
            f"{str(error).splitlines()[0] if error.args else type(error).__name__}"
        ) from error


def _made(settings: Settings, wire: dict[str, Any]) -> AsyncTokenCredential:
    tenant, app = settings.tenant_id, settings.app_id
    match settings.credential:
        case Credential.MANAGED_IDENTITY:
            return ManagedIdentityCredential(client_id=app, **wire)
        case Credential.FEDERATED:
            return Federated(settings, wire)
        case Credential.WORKLOAD_IDENTITY:
            return WorkloadIdentityCredential(tenant_id=tenant, client_id=app, **wire)
        case Credential.CERTIFICATE:
            password = settings.certificate_password.get_secret_value() or None
            return CertificateCredential(
                tenant, app, str(settings.certificate), password=password, **wire
            )
        case Credential.SECRET:
            return ClientSecretCredential(tenant, app, settings.secret.get_secret_value(), **wire)
        case None:
            left_out = {f"exclude_{name}_credential": True for name in PEOPLES_OWN}
            return DefaultAzureCredential(
                managed_identity_client_id=app or None,
                workload_identity_tenant_id=tenant or None,
                **left_out,
                **wire,
            )


def database_password(
    settings: Settings, credential: AsyncTokenCredential
) -> Callable[[], Awaitable[str]]:
    """Return what gives the password of each new connection to PostgreSQL: a token of Entra's.

    It is renewed before it ends. Connections that are open already go on. Raises OSError.
    """
    return FreshToken(credential, CLOUDS[settings.cloud].database)


class Federated:
    """An app for which a managed identity vouches, so that there is no secret to keep.

    azure-identity asks for the voucher with a blocking call; so it is fetched beforehand.
    """

    def __init__(self, settings: Settings, wire: dict[str, Any]) -> None:
        self._identity = ManagedIdentityCredential(client_id=settings.identity_id, **wire)
        self._voucher = ""
        self._scope = f"{CLOUDS[settings.cloud].exchange}/.default"
        self._app = ClientAssertionCredential(
            settings.tenant_id, settings.app_id, lambda: self._voucher, **wire
        )

    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:  # noqa: ANN401 - azure's
        """Return the app's token; raises AzureError like every credential."""
        self._voucher = (await self._identity.get_token(self._scope)).token
        return await self._app.get_token(*scopes, **options)

    async def close(self) -> None:
        """Close both."""
        await self._app.close()
        await self._identity.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()
