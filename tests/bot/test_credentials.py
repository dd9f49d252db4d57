"""Each way to sign in to Azure, as Microsoft's side sees it; and the addresses of each cloud."""

from collections.abc import AsyncIterator
from pathlib import Path
from time import time
from typing import Any, Self

import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import AzureError

from bot.clouds import CLOUDS, CloudName
from bot.credentials import credential_for, database_password
from bot.fresh_token import FreshToken, NoTokenError
from bot.settings import Credential, Settings, SettingsError
from tests.bot.conftest import Build
from tests.bot.entra import HEADER, Entra, a_secret, certificate, claims
from tests.bot.world import APP_ID, TENANT

SCOPE = CLOUDS[CloudName.PUBLIC].bot_scope
RESOURCE = CLOUDS[CloudName.PUBLIC].channel
IDENTITY = "99999999-2222-3333-4444-555555555555"


@pytest.fixture
async def entra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Entra]:
    """Microsoft's sign-in on this machine."""
    for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "AZURE_CLIENT_ID", "AZURE_TENANT_ID",
                 "AZURE_CLIENT_SECRET", "AZURE_FEDERATED_TOKEN_FILE"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    made = Entra()
    await made.start(tmp_path)
    yield made
    await made.stop()


@pytest.fixture
def hosted(entra: Entra, monkeypatch: pytest.MonkeyPatch) -> Entra:
    """The same, as a Container App sees it: with an address for managed identities."""
    monkeypatch.setenv("IDENTITY_ENDPOINT", str(entra.plain.make_url("/identity")))
    monkeypatch.setenv("IDENTITY_HEADER", HEADER)
    return entra


def settings(kind: Credential | None, **more: Any) -> Settings:  # noqa: ANN401 - any setting
    """Settings for a kind of sign-in."""
    return Settings(app_id=APP_ID, tenant_id=TENANT, credential=kind, **more)


async def token_from(kind: Credential | None, entra: Entra, **more: Any) -> str:  # noqa: ANN401
    """Sign in, and return the token."""
    credential = credential_for(settings(kind, **more), **entra.wire())
    assert credential
    try:
        return (await credential.get_token(SCOPE)).token
    finally:
        await credential.close()


async def test_secret_is_shown_to_entra_alone(entra: Entra) -> None:
    """In the app's own tenant, for the Bot Framework: a registration of the kind SingleTenant."""
    secret = a_secret()
    assert await token_from(Credential.SECRET, entra, secret=secret) == f"token 1 for {SCOPE}"
    (asked,) = entra.asked
    assert (asked["tenant"], asked["client_id"]) == (TENANT, APP_ID)
    assert (asked["grant_type"], asked["client_secret"]) == ("client_credentials", secret)


@pytest.mark.parametrize("password", [b"", b"opens it"])
async def test_certificate_signs_and_stays_here(
    entra: Entra, tmp_path: Path, password: bytes
) -> None:
    """What goes to Entra is a signed statement; the key does not."""
    path = certificate(tmp_path / "bot.pem", names=["bot"], password=password or None)
    given = {"certificate": path, "certificate_password": password.decode()}
    assert await token_from(Credential.CERTIFICATE, entra, **given) == f"token 1 for {SCOPE}"
    (asked,) = entra.asked
    assert claims(asked["client_assertion"])["sub"] == APP_ID
    assert "client_secret" not in asked


@pytest.mark.parametrize("written", [b"no certificate", b""])
async def test_unfit_certificate_is_named(tmp_path: Path, written: bytes) -> None:
    """At start, and not at the first message."""
    path = tmp_path / "bot.pem"
    path.write_bytes(written)
    with pytest.raises(SettingsError, match="MACA_CERTIFICATE: certificate cannot be used here"):
        credential_for(settings(Credential.CERTIFICATE, certificate=path))


async def test_workload_identity_shows_the_clusters_token(
    entra: Entra, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kubernetes puts it into a file."""
    (tmp_path / "token").write_text("from the cluster")
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(tmp_path / "token"))
    assert await token_from(Credential.WORKLOAD_IDENTITY, entra) == f"token 1 for {SCOPE}"
    (asked,) = entra.asked
    assert (asked["tenant"], asked["client_assertion"]) == (TENANT, "from the cluster")


@pytest.mark.usefixtures("entra")
async def test_workload_identity_without_a_cluster_is_named() -> None:
    """The variable that is missing stands in the message."""
    with pytest.raises(SettingsError, match="MACA_CREDENTIAL: workload_identity cannot be used"):
        credential_for(settings(Credential.WORKLOAD_IDENTITY))


async def test_managed_identity_is_asked_of_the_host(hosted: Entra) -> None:
    """By the app's id: a registration of the kind UserAssignedMSI."""
    assert await token_from(Credential.MANAGED_IDENTITY, hosted) == f"token 1 for {RESOURCE}"
    (asked,) = hosted.asked
    assert (asked["client_id"], asked["resource"]) == (APP_ID, RESOURCE)


async def test_managed_identity_of_a_virtual_machine(
    entra: Entra, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There it has another address and another way to be asked."""
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", str(entra.plain.make_url("")))
    assert await token_from(Credential.MANAGED_IDENTITY, entra) == f"token 1 for {RESOURCE}"
    assert entra.asked[-1]["client_id"] == APP_ID


async def test_identity_vouches_for_the_app(hosted: Entra) -> None:
    """Federated: the identity's token goes to Entra as the app's proof, and no secret exists."""
    told = await token_from(Credential.FEDERATED, hosted, identity_id=IDENTITY)
    vouched, asked = hosted.asked
    assert (vouched["client_id"], vouched["resource"]) == (IDENTITY, "api://AzureADTokenExchange")
    assert asked["client_assertion"] == "token 1 for api://AzureADTokenExchange"
    assert (asked["tenant"], asked["client_id"]) == (TENANT, APP_ID)
    assert told == f"token 2 for {SCOPE}"


async def test_default_chain_takes_what_the_host_has(hosted: Entra) -> None:
    """Here a managed identity."""
    assert await token_from(None, hosted) == f"token 1 for {RESOURCE}"
    assert hosted.asked[-1]["client_id"] == APP_ID


async def test_default_chain_takes_azures_own_variables_first(
    hosted: Entra, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every program that uses azure-identity."""
    monkeypatch.setenv("AZURE_CLIENT_ID", IDENTITY)
    monkeypatch.setenv("AZURE_TENANT_ID", TENANT)
    monkeypatch.setenv("AZURE_CLIENT_SECRET", a_secret())
    assert await token_from(None, hosted) == f"token 1 for {SCOPE}"
    assert hosted.asked[-1]["client_id"] == IDENTITY


async def test_default_chain_never_takes_somebodys_own_sign_in(entra: Entra) -> None:
    """Whoever is signed in on this machine by `az login` is not the bot."""
    credential: Any = credential_for(settings(None), **entra.wire())
    kinds = " ".join(type(one).__name__ for one in credential.credentials)
    await credential.close()
    assert "EnvironmentCredential" in kinds
    assert not any(
        own in kinds for own in ("Cli", "PowerShell", "VisualStudio", "Shared", "Broker")
    )


async def test_demo_signs_nothing() -> None:
    """It has no account anywhere."""
    assert credential_for(Settings(dangerously_without_tokens=True)) is None


async def test_database_password_is_a_token_renewed_before_it_ends(hosted: Entra) -> None:
    """Each new connection asks; Microsoft is asked only when the token is nearly over."""
    given = settings(Credential.MANAGED_IDENTITY)
    credential = credential_for(given, **hosted.wire())
    assert credential
    password = database_password(given, credential)
    first = await password()
    assert first == "token 1 for https://ossrdbms-aad.database.windows.net"
    assert await password() == first
    assert len(hosted.asked) == 1
    await credential.close()


class Ending:
    """A credential whose tokens end soon, or that fails."""

    def __init__(self, seconds: int) -> None:
        self.seconds, self.given, self.broken = seconds, 0, False

    async def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        if self.broken:
            raise AzureError("no")
        self.given += 1
        return AccessToken(f"token {self.given}", int(time()) + self.seconds)

    async def close(self) -> None:
        pass

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        pass


@pytest.mark.parametrize(("seconds", "asked"), [(3600, 1), (200, 3), (0, 3)])
async def test_token_is_renewed_five_minutes_before_its_end(seconds: int, asked: int) -> None:
    """A token that lasts is used again; one that is about to end is not."""
    ending = Ending(seconds)
    token = FreshToken(ending, SCOPE)
    for _ in range(3):
        await token()
    assert ending.given == asked


@pytest.mark.parametrize(("seconds", "serves"), [(200, True), (0, False)])
async def test_old_token_serves_while_microsoft_gives_none(seconds: int, *, serves: bool) -> None:
    """To its last second; then there is none, and whoever needs it is told."""
    ending = Ending(seconds)
    token = FreshToken(ending, SCOPE)
    await token()
    ending.broken = True
    if serves:
        assert await token() == "token 1"
    else:
        with pytest.raises(NoTokenError):
            await token()


async def test_entra_that_fails_is_no_token(entra: Entra) -> None:
    """An OSError, like every other thing outside that is not there."""
    entra.broken = True
    credential = credential_for(settings(Credential.SECRET, secret=a_secret()), **entra.wire())
    assert credential
    with pytest.raises(OSError, match="gave no token"):
        await FreshToken(credential, SCOPE)()
    await credential.close()


@pytest.mark.parametrize("name", sorted(CLOUDS))
def test_cloud_has_addresses_of_its_own(name: CloudName) -> None:
    """No host serves two clouds; a token for one is never sent to another."""
    cloud = CLOUDS[name]
    others = [one for other, one in CLOUDS.items() if other != name]
    assert not any(cloud.teams.hosts & other.teams.hosts for other in others)
    assert not any(cloud.graph == other.graph for other in others)
    assert all(
        address.startswith("https://")
        for address in (cloud.authority, cloud.channel, cloud.keys_url, cloud.graph, cloud.database)
    )


async def test_bot_of_a_government_cloud_lets_only_that_cloud_in(build: Build) -> None:
    """The public cloud's issuer is a stranger there, however good its signature."""
    world = await build(settings={"cloud": "usgov"})
    signer, activity = world.keys.signers[0], world.activity("message")
    good = signer.token(world.connector.url, iss="https://api.botframework.us")
    public = signer.token(world.connector.url)
    assert (await world.post(activity, token=good)).status == 200
    assert (await world.post(activity, token=public)).status == 401
