"""Makes the ring of data keys that the settings name."""

from bot.credentials import credential_for
from bot.key_vault import VaultMaster
from bot.settings import Settings, SettingsError
from storage.key_folder import KeyFolder
from storage.keys import KeyKeeper, MasterKey
from storage.masters import MASTER, LocalMaster, master_in
from storage.ring import Ring

NO_MASTER = (
    "No master key is set, so nothing can be kept. Make one with `maca keys new-master`, keep a "
    "copy of it in a safe place, and set MACA_MASTER_KEY_FILE to its path. With Azure, set "
    "MACA_KEY_VAULT_KEY instead."
)


def ring_of(settings: Settings, keeper: KeyKeeper | None = None) -> Ring:
    """Return the ring; its keys lie in a folder where no other keeper is given.

    Raises SettingsError where no master key is set, MasterKeyError where it is none.
    """
    return Ring(keeper or KeyFolder(settings.keys_beside(settings.data_dir)), master_of(settings))


def master_of(settings: Settings) -> MasterKey:
    """Return the master key that is set; of a demo the one that it made among its data keys.

    Raises SettingsError, MasterKeyError.
    """
    words = settings.master_key.get_secret_value()
    given = [settings.key_vault_key, settings.master_key_file, words]
    if sum(map(bool, given)) > 1:
        raise SettingsError(
            "Set only one of MACA_KEY_VAULT_KEY, MACA_MASTER_KEY_FILE and MACA_MASTER_KEY."
        )
    if settings.key_vault_key:
        credential = credential_for(settings)
        if credential is None:
            raise SettingsError("MACA_KEY_VAULT_KEY needs MACA_CREDENTIAL, to sign in to Azure.")
        return VaultMaster(settings.key_vault_key, credential)
    if settings.master_key_file:
        return master_in(settings.master_key_file)
    if words:
        return LocalMaster(lambda: words)
    beside = settings.keys_beside(settings.data_dir) / MASTER
    if beside.is_file():
        return master_in(beside)
    raise SettingsError(NO_MASTER)
