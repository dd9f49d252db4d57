"""What a store's files say beneath their seal, for tests that look or tamper; and whole copies."""

import asyncio
import shutil
from pathlib import Path

from storage.masters import own_ring


def copied(folder: Path, to: Path) -> Path:
    """Copy a store's folder with its keys, and return where."""
    shutil.copytree(folder, to)
    shutil.copytree(keys_of(folder), keys_of(to), dirs_exist_ok=True)
    return to


def keys_of(folder: Path) -> Path:
    """Return the folder of a store's own keys."""
    return folder.with_name(f"{folder.name}-keys")


async def plain_in(file: Path) -> bytes:
    """Return what is in a file of a store that has its own keys."""
    ring = own_ring(file.parent.parent)
    await ring.look()
    sealed = await asyncio.to_thread(file.read_bytes)
    return ring.open(ring.scope_of(sealed), name_of(file), sealed)


async def sealed_as(file: Path, plain: bytes) -> bytes:
    """Return these bytes sealed as what the file holds, as who has its keys could."""
    ring = own_ring(file.parent.parent)
    await ring.look()
    stands = await asyncio.to_thread(file.read_bytes)
    return ring.seal(ring.scope_of(stands), name_of(file), plain)


def name_of(file: Path) -> str:
    """Return the file's name within its store."""
    return f"{file.parent.name}/{file.name}"
