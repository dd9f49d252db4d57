"""What a store's files say beneath their seal, for tests that look or tamper; and whole copies."""

import asyncio
import base64
import json
import os
import shutil
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage import additions, codec
from storage.kinds import RETURNS
from storage.masters import own_ring
from storage.names import file_name, key_of_file
from storage.ring import Ring


def copied(folder: Path, to: Path) -> Path:
    """Copy a store's folder with its keys, and return where."""
    shutil.copytree(folder, to)
    shutil.copytree(keys_of(folder), keys_of(to), dirs_exist_ok=True)
    return to


def keys_of(folder: Path) -> Path:
    """Return the folder of a store's own keys."""
    return folder.with_name(f"{folder.name}-keys")


async def plain_in(file: Path) -> bytes:
    """Return what is in a file of a store that has its own keys, as if it was written whole."""
    ring = own_ring(file.parent.parent)
    await ring.look()
    return plain_of(ring, name_of(file), await asyncio.to_thread(file.read_bytes))


def plain_of(ring: Ring, name: str, sealed: bytes) -> bytes:
    """Return what this file holds, as if it was written whole."""
    found = additions.opened(ring, name, sealed)
    return found[0] if len(found) == 1 else codec.encode(RETURNS.tables(found))


async def sealed_as(file: Path, plain: bytes) -> bytes:
    """Return these bytes sealed as what the file holds, as who has its keys could."""
    ring = own_ring(file.parent.parent)
    await ring.look()
    stands = additions.parts(await asyncio.to_thread(file.read_bytes))[-1]
    return ring.seal(ring.scope_of(stands), name_of(file), plain)


def name_of(file: Path) -> str:
    """Return the file's name within its store."""
    return f"{file.parent.name}/{file.name}"


async def as_before(folder: Path, keys: Path) -> None:
    """Make a store's folder what the version before sealing left, with its keys of names.

    Its files were plain, but for names and documents; those had a key for each audit.
    """
    ring = own_ring(folder)
    await ring.look()
    await asyncio.to_thread(unseal, folder, keys, ring)


def unseal(folder: Path, keys: Path, ring: Ring) -> None:
    """Write each file of the folder as it was before there were seals."""
    keys.mkdir()
    for file in sorted(folder.glob("*/*.json")):
        name, kept = name_of(file), file.read_bytes()
        if file.parent.name == "nudges":
            rows = [base64.b64decode(line) for line in kept.splitlines()]
            opened = [ring.open(ring.scope_of(row), name, row) + b"\n" for row in rows]
            file.write_bytes(b"".join(opened))
        elif file.parent.name == "papers":
            key = key_of_file(file.name)
            plain = ring.open("papers", f"papers/{key}", kept)
            file.write_bytes(old_seal(keys, "papers", key, plain))
        else:
            plain = plain_of(ring, name, kept)
            file.write_bytes(names_as_before(ring, keys, plain))
    shutil.rmtree(keys_of(folder))


def names_as_before(ring: Ring, keys: Path, plain: bytes) -> bytes:
    """Return a record with the names on it, if it is a sheet, under the seal of before."""
    tables = json.loads(plain)
    record = tables.get("identities", {}).get("1")
    if not record or not record["sealed"]:
        return plain
    sealed = base64.b64decode(record["sealed"])
    names = ring.open(f"identity/{record['audit_id']}", f"identities/{record['id']}", sealed)
    old = old_seal(keys, record["audit_id"], record["family"], names)
    record["sealed"] = base64.b64encode(old).decode()
    return json.dumps(tables).encode()


def old_seal(keys: Path, audit_id: str, family: str, plain: bytes) -> bytes:
    """Seal as the version before did, with a key that it would have made."""
    file = keys / file_name(audit_id)
    if not file.exists():
        file.write_bytes(os.urandom(32))
    nonce = os.urandom(12)
    bound = f"{audit_id}\0{family}".encode()
    return nonce + AESGCM(file.read_bytes()).encrypt(nonce, plain, bound)
