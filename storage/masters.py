"""Master keys that need no key vault: the lines of a file or a variable.

The first line wraps; the others still unwrap. So a master key is changed while the software runs:
put a new line first, wrap all data keys anew, then take the old line away.
"""

import asyncio
import base64
import hashlib
import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.disk import PRIVATE_FOLDER
from storage.key_folder import KeyFolder, sync_folder, write_new
from storage.keys import MasterKeyError
from storage.ring import Ring

BYTES: Final = 32
NONCE: Final = 12
PURPOSE: Final = b"maca data key"
MASTER: Final = "master.key"


class LocalMaster:
    """A master key of 32 bytes, and those that were before it."""

    def __init__(self, read: Callable[[], str]) -> None:
        """Take what reads the keys: it is asked each time, so that a change counts at once."""
        self._read = read

    async def current(self) -> str:
        """Return the id of the first key. Raises OSError."""
        return named(keys_in(await asyncio.to_thread(self._read))[0])

    async def wrap(self, plain: bytes) -> tuple[str, bytes]:
        """Return the id of the first key and what it wrapped. Raises OSError."""
        key, nonce = keys_in(await asyncio.to_thread(self._read))[0], secrets.token_bytes(NONCE)
        return named(key), nonce + AESGCM(key).encrypt(nonce, plain, PURPOSE)

    async def close(self) -> None:
        """Let nothing go: there is nothing."""

    async def unwrap(self, master_id: str, wrapped: bytes) -> bytes:
        """Return what one of these keys wrapped. Raises MasterKeyError, OSError."""
        keys = {named(one): one for one in keys_in(await asyncio.to_thread(self._read))}
        if master_id not in keys:
            raise MasterKeyError(
                f"The master key is not the right one: what is kept was sealed under the master "
                f"key {master_id}, and this is {' and '.join(keys)}. Nothing was changed. Set the "
                "master key that was set before, then start again."
            )
        try:
            return AESGCM(keys[master_id]).decrypt(wrapped[:NONCE], wrapped[NONCE:], PURPOSE)
        except (InvalidTag, ValueError) as error:
            raise MasterKeyError(
                "A data key was changed, or is not whole. Put it back from a copy of the keys."
            ) from error


def keys_in(words: str) -> Sequence[bytes]:
    """Return the keys in a file or a variable, one a word. Raises MasterKeyError."""
    found = []
    for word in words.split():
        try:
            key = base64.b64decode(word, validate=True)
        except ValueError:
            key = b""
        if len(key) != BYTES:
            raise MasterKeyError("A master key is 32 bytes in base64: openssl rand -base64 32")
        found.append(key)
    if not found:
        raise MasterKeyError("There is no master key. Make one: openssl rand -base64 32")
    return found


def named(key: bytes) -> str:
    """Return by what a key is known; it tells nothing of it."""
    return f"local-{hashlib.sha256(PURPOSE + key).hexdigest()[:12]}"


def master_in(path: Path) -> LocalMaster:
    """Return the master key of a key file. Raises MasterKeyError where it holds none."""
    keys_in(read(path))
    return LocalMaster(lambda: read(path))


def master_made_in(path: Path) -> LocalMaster:
    """Return the master key of a key file, which is made when it is first needed."""

    def read_or_made() -> str:
        if not path.exists():
            put_first(path)
        return read(path)

    return LocalMaster(read_or_made)


def read(path: Path) -> str:
    """Return what is in the key file. Raises MasterKeyError."""
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else "it is no text"
        raise MasterKeyError(
            f"The key file {path} cannot be read ({told}). Put it back from where you keep it "
            "safe. Only for a new installation: maca keys new-master"
        ) from error


def put_first(path: Path) -> str:
    """Put a new master key first in a key file, made where there is none, and return its id.

    Raises MasterKeyError where the file holds something else, OSError.
    """
    older = read(path) if path.exists() else ""
    if older:
        keys_in(older)
    key = os.urandom(BYTES)
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    write_new(beside, f"{base64.b64encode(key).decode()}\n{older}".encode())
    beside.replace(path)
    sync_folder(path.parent)
    return named(key)


def own_ring(folder: Path) -> Ring:
    """Return a ring whose keys, and the master key too, lie beside a folder of data.

    For what is tried out on one machine: keys that are kept so near protect little.
    """
    beside = folder.with_name(f"{folder.name}-keys")
    return Ring(KeyFolder(beside), master_made_in(beside / MASTER))
