"""A master key in Azure Key Vault, through Azure's own clients, against a vault over HTTPS."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import sealing
from bot.key_vault import VaultMaster
from bot.settings import Credential, Settings, SettingsError
from storage.key_folder import KeyFolder
from storage.keys import MasterKeyError
from storage.ring import Ring
from tests.bot.vault import Signing, Vault, key_vault


@pytest.fixture
async def vault(tmp_path: Path) -> AsyncIterator[Vault]:
    """A vault with one version of the key."""
    async with key_vault(tmp_path) as found:
        yield found


def master(vault: Vault, *, version: str = "") -> VaultMaster:
    """Return the master key by the identifier that an operator sets."""
    named = f"{vault.address}/keys/maca{version}"
    return VaultMaster(named, Signing(), **vault.wire)


async def test_data_keys_are_wrapped_and_unwrapped(vault: Vault, tmp_path: Path) -> None:
    """By another process too; the key that unwraps never leaves the vault."""
    ring = Ring(KeyFolder(tmp_path / "keys"), master(vault))
    await ring.ready("audit/a1")
    sealed = ring.seal("audit/a1", "x", b"words")
    await ring.close()
    again = Ring(KeyFolder(tmp_path / "keys"), master(vault))
    assert await again.opened("audit/a1", "x", sealed) == b"words"
    assert again.known()[0].master_id == vault.kid(next(iter(vault.versions)))
    assert "POST unwrapkey" in vault.asked
    await again.close()


async def test_new_version_wraps_and_the_older_still_unwraps(vault: Vault, tmp_path: Path) -> None:
    """Then all data keys are wrapped anew, and the older version is needed no more."""
    ring = Ring(KeyFolder(tmp_path / "keys"), master(vault))
    await ring.ready("audit/a1")
    sealed = ring.seal("audit/a1", "x", b"words")
    vault.turn()
    await ring.ready("audit/a2")
    assert {key.master_id[-1] for key in ring.known()} == {"1", "2"}
    assert await ring.rewrap() == 1
    await ring.close()
    vault.versions.pop(next(iter(vault.versions)))
    again = Ring(KeyFolder(tmp_path / "keys"), master(vault))
    assert await again.opened("audit/a1", "x", sealed) == b"words"
    await again.close()


async def test_named_version_is_the_one_that_wraps(vault: Vault) -> None:
    """Also when there is a newer one."""
    first = next(iter(vault.versions))
    vault.turn()
    pinned = master(vault, version=f"/{first}")
    name, wrapped = await pinned.wrap(b"k" * 64)
    assert name == vault.kid(first)
    assert await pinned.unwrap(name, wrapped) == b"k" * 64
    await pinned.close()


async def test_vault_that_refuses_is_told_with_its_code(vault: Vault) -> None:
    """And with what to check; Azure's own text is not shown."""
    vault.forbidden = True
    refused = master(vault)
    with pytest.raises(MasterKeyError, match=r"status 403.*may get, wrap and unwrap") as told:
        await refused.wrap(b"k" * 64)
    assert "The caller" not in str(told.value)
    with pytest.raises(MasterKeyError, match="403"):
        await refused.unwrap(vault.kid("1" * 32), b"w")
    await refused.close()


async def test_key_of_another_vault_is_the_wrong_one(vault: Vault) -> None:
    """Nothing is sent to a vault that some file names."""
    mine = master(vault)
    with pytest.raises(MasterKeyError, match="not the right one"):
        await mine.unwrap("https://evil.example/keys/maca/1", b"w")
    assert vault.asked == []
    await mine.close()


async def test_settings_name_the_vault() -> None:
    """With a credential; where none can be had, that is told."""
    named = "https://v.vault.azure.net/keys/maca"
    app = "00000000-0000-0000-0000-000000000000"
    found = Settings(key_vault_key=named, credential=Credential.MANAGED_IDENTITY, app_id=app)
    made = sealing.master_of(found)
    assert isinstance(made, VaultMaster)
    await made.close()
    with pytest.raises(SettingsError, match="sign in to Azure"):
        sealing.master_of(Settings(key_vault_key=named, dangerously_without_tokens=True))
