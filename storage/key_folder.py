"""Wrapped data keys in a folder that is not the data's: a file for each, private to this user."""

import asyncio
import contextlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from storage.disk import PRIVATE_FILE, PRIVATE_FOLDER, Disk
from storage.keys import SealError, WrappedKey
from storage.names import file_name

ENDING: Final = ".key"
DECODER: Final = msgspec.json.Decoder(WrappedKey)


class KeyFolder:
    """A folder of keys. What is dropped is overwritten first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def every(self) -> Sequence[WrappedKey]:
        """Return all keys that there are; none where there is no folder. Raises OSError."""
        return await asyncio.to_thread(self._every)

    def _every(self) -> Sequence[WrappedKey]:
        found = []
        for path in sorted(self.folder.glob(f"*/*{ENDING}")):
            with contextlib.suppress(FileNotFoundError):
                found.append(read(path))
        return found

    async def keep(self, key: WrappedKey) -> None:
        """Keep the key, on disk before returning. Raises OSError."""
        await asyncio.to_thread(lambda: self._keep(key))

    def _keep(self, key: WrappedKey) -> None:
        room = self._room(key.scope)
        for folder in (self.folder, room):
            folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            sync_folder(folder.parent)
        self.folder.chmod(PRIVATE_FOLDER)
        place = room / f"{key.key_id}{ENDING}"
        beside = room / f"{key.key_id}.{secrets.token_hex(4)}.new"
        write_new(beside, msgspec.json.encode(key))
        beside.replace(place)
        sync_folder(room)

    async def drop(self, scope: str) -> None:
        """Overwrite all keys of the scope and take them away. Raises OSError."""
        await asyncio.to_thread(lambda: self._drop(scope))

    def _drop(self, scope: str) -> None:
        room = self._room(scope)
        if not room.is_dir():
            return
        for path in room.iterdir():
            erase(path)
        room.rmdir()
        sync_folder(self.folder)

    async def drop_one(self, key: WrappedKey) -> None:
        """Overwrite the key and take it away. Raises OSError."""
        await asyncio.to_thread(erase, self._room(key.scope) / f"{key.key_id}{ENDING}")

    def _room(self, scope: str) -> Path:
        return self.folder / file_name(scope).removesuffix(".json")


def read(path: Path) -> WrappedKey:
    """Return the key in the file. Raises SealError where it is not whole, OSError."""
    try:
        return DECODER.decode(path.read_bytes())
    except msgspec.MsgspecError as error:
        raise SealError(f"The key file {path} is damaged. Put it back from a backup.") from error


def write_new(path: Path, kept: bytes) -> None:
    """Write a new file that only this user can read, on the disk before returning."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    file = os.open(path, flags, PRIVATE_FILE)
    try:
        os.fchmod(file, PRIVATE_FILE)
        rest = memoryview(kept)
        while rest:
            rest = rest[os.write(file, rest) :]
        os.fsync(file)
    finally:
        os.close(file)


def erase(path: Path) -> None:
    """Overwrite a file and take it away, on the disk before returning."""
    with contextlib.suppress(FileNotFoundError):
        file = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.write(file, bytes(os.fstat(file).st_size))
            os.fsync(file)
        finally:
            os.close(file)
        path.unlink()
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Return when the names in the folder are on the disk."""
    Disk().sync_folder(folder)
