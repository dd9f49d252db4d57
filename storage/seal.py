"""Seals identity sheets: AES-256-GCM under a key of their own for each audit, kept apart.

Without its key a sheet is noise, in every copy and backup; so a key that is destroyed is the end
of all sheets of its audit. Another keeper of keys needs no more than the two methods of `Keys`.
"""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.disk import PRIVATE_FILE, PRIVATE_FOLDER
from storage.folder import file_name
from storage.keys import SealError

__all__ = ["KEY_BYTES", "KeyFolder", "Keys", "OneKey", "Seal", "SealError"]

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class Keys(Protocol):
    """Keeps a key for each audit."""

    def key(self, audit_id: str, *, make: bool) -> bytes | None:
        """Return the audit's key, made where there is none and `make`. Raises OSError."""

    def destroy(self, audit_id: str) -> None:
        """Make the audit's key unknowable; nothing happens where there is none. Raises OSError."""


class KeyFolder:
    """Random keys, a file for each audit, in a folder that is not the data's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(self, audit_id: str, *, make: bool) -> bytes | None:
        """Return the audit's key, made where there is none and `make`. Raises OSError."""
        path = self._folder / file_name(audit_id)
        with contextlib.suppress(FileNotFoundError):
            return whole(path.read_bytes())
        if not make:
            return None
        self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        self._folder.chmod(PRIVATE_FOLDER)
        write_once(path, secrets.token_bytes(KEY_BYTES))
        return whole(path.read_bytes())

    def destroy(self, audit_id: str) -> None:
        """Overwrite the key and take its file away. Raises OSError."""
        erase(self._folder / file_name(audit_id))


class OneKey:
    """Keys made of one secret, which a key vault may hold, and a salt for each audit."""

    def __init__(self, secret: bytes, salts: Path) -> None:
        whole(secret)
        self._secret = secret
        self._salts = KeyFolder(salts)

    def key(self, audit_id: str, *, make: bool) -> bytes | None:
        """Return the audit's key, made where there is none and `make`. Raises OSError."""
        salt = self._salts.key(audit_id, make=make)
        if salt is None:
            return None
        made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=audit_id.encode())
        return made.derive(self._secret)

    def destroy(self, audit_id: str) -> None:
        """Erase the audit's salt, without which nobody can make its key again. Raises OSError."""
        self._salts.destroy(audit_id)


class Seal:
    """Seals and opens sheets. What is sealed for one family opens for no other."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def seal(self, audit_id: str, family: str, plain: bytes) -> bytes:
        """Return the sealed bytes. Raises OSError."""
        key = self._keys.key(audit_id, make=True)
        if key is None:
            raise SealError("There is no key for identity sheets")
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(key).encrypt(nonce, plain, bound(audit_id, family))

    def open(self, audit_id: str, family: str, sealed: bytes) -> bytes:
        """Return what was sealed. Raises SealError, OSError."""
        key = self._keys.key(audit_id, make=False)
        if key is None:
            raise SealError("The key of this identity sheet is gone")
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return AESGCM(key).decrypt(nonce, rest, bound(audit_id, family))
        except (InvalidTag, ValueError) as error:
            raise SealError("The identity sheet does not fit its key") from error

    def destroy(self, audit_id: str) -> None:
        """Destroy the audit's key, and with it all its sheets. Raises OSError."""
        self._keys.destroy(audit_id)


def bound(audit_id: str, family: str) -> bytes:
    """Return what a seal is bound to."""
    return f"{audit_id}\0{family}".encode()


def whole(key: bytes) -> bytes:
    """Return the key if it is one. Raises SealError."""
    if len(key) != KEY_BYTES:
        raise SealError(f"A key for identity sheets has {KEY_BYTES} bytes; this has {len(key)}")
    return key


def write_once(path: Path, kept: bytes) -> None:
    """Write a new file that only this user can read, on the disk before returning."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    file = os.open(beside, flags, PRIVATE_FILE)
    try:
        os.fchmod(file, PRIVATE_FILE)
        os.write(file, kept)
        os.fsync(file)
    finally:
        os.close(file)
    with contextlib.suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()
    sync_folder(path.parent)


def erase(path: Path) -> None:
    """Overwrite a file and take it away, on the disk before returning."""
    with contextlib.suppress(FileNotFoundError):
        file = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.write(file, bytes(KEY_BYTES))
            os.fsync(file)
        finally:
            os.close(file)
        path.unlink()
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Return when the names in the folder are on the disk."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
