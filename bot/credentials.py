"""Makes what proves to Microsoft who the bot is, of the kind that the settings name."""

from typing import Any, Self

from azure.core.credentials import AccessToken
from azure.core.credentials_async import AsyncTokenCredential
from azure.identity.aio import (
    CertificateCredential,
    ClientAssertionCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)

from bot.settings import Credential, Settings

EXCHANGE = "api://AzureADTokenExchange/.default"


def credential_for(settings: Settings) -> AsyncTokenCredential | None:
    """Return the credential, which the caller closes; None where the settings name none."""
    tenant, app = settings.tenant_id, settings.app_id
    match settings.credential:
        case Credential.MANAGED_IDENTITY:
            return ManagedIdentityCredential(client_id=app)
        case Credential.FEDERATED:
            return Federated(tenant, app, identity_id=settings.identity_id)
        case Credential.WORKLOAD_IDENTITY:
            return WorkloadIdentityCredential(tenant_id=tenant, client_id=app)
        case Credential.CERTIFICATE:
            return CertificateCredential(tenant, app, str(settings.certificate))
        case Credential.SECRET:
            return ClientSecretCredential(tenant, app, settings.secret.get_secret_value())
    return None


class Federated:
    """An app for which a managed identity vouches, so that there is no secret to keep.

    azure-identity asks for the voucher with a blocking call; so it is fetched beforehand.
    """

    def __init__(self, tenant: str, app: str, *, identity_id: str) -> None:
        self._identity = ManagedIdentityCredential(client_id=identity_id)
        self._voucher = ""
        self._app = ClientAssertionCredential(tenant, app, lambda: self._voucher)

    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:  # noqa: ANN401 - azure's
        """Return the app's token; raises AzureError like every credential."""
        self._voucher = (await self._identity.get_token(EXCHANGE)).token
        return await self._app.get_token(*scopes, **options)

    async def close(self) -> None:
        """Close both."""
        await self._app.close()
        await self._identity.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()
