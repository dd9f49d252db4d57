"""Names of files, made of keys. Keys are ids and codes: no name of a file tells who somebody is."""

import hashlib
import re

NOT_PLAIN = re.compile(r"[^a-z0-9.-]")
LONGEST = 180
OF_AUDITS = frozenset({"audits", "drafts", "identities", "nudges", "panels", "papers", "returns"})
"""Rooms of a folder whose files are named after an audit first."""


def file_name(key: str) -> str:
    """Return a file name for any key. No two keys share one, also where case makes no difference.

    Small letters, digits, full stops and hyphens stay; all else becomes `_` and two hex digits a
    byte. What grows too long ends in `=` and a hash instead.
    """
    encoded = key.encode(errors="surrogatepass")
    name = NOT_PLAIN.sub(lambda byte: f"_{ord(byte[0]):02x}", encoded.decode("latin-1"))
    if name.startswith("."):
        name = f"_2e{name[1:]}"
    if len(name) > LONGEST or not name:
        name = f"{name[: LONGEST // 2]}={hashlib.sha256(encoded).hexdigest()}"
    return f"{name}.json"


def key_of_file(name: str) -> str:
    """Return the key that a file is named after; empty where its name holds only a hash of it."""
    parts = name.removesuffix(".json").split("_")
    if "=" in name:
        return ""
    plain = [parts[0].encode(), *(bytes.fromhex(p[:2]) + p[2:].encode() for p in parts[1:])]
    return b"".join(plain).decode(errors="surrogatepass")


def audit_aside(name: str) -> str:
    """Return the audit of a file that was set aside; empty where its name does not tell it."""
    room, _, rest = name.partition(".")
    if room not in OF_AUDITS:
        return ""
    file, _, _ = rest.rpartition(".json")
    try:
        return key_of_file(f"{file}.json").partition(".")[0]
    except ValueError:  # somebody else's file
        return ""
