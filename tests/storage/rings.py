"""Rings of data keys that tests seal with."""

import base64
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from storage.key_folder import KeyFolder
from storage.keys import KeyKeeper
from storage.masters import LocalMaster, own_ring
from storage.ring import Ring

MASTER = base64.b64encode(bytes(range(32))).decode()
"""A master key that every process of a test knows."""


def ring_for(keeper: KeyKeeper) -> Ring:
    """Return a ring whose data keys lie with this keeper."""
    return Ring(keeper, LocalMaster(lambda: MASTER))


def ring_beside(folder: Path, now: Callable[[], datetime]) -> Ring:
    """Return a ring like that of a store's own, which tells the age of its keys by this clock."""
    usual = own_ring(folder)
    return Ring(KeyFolder(folder.with_name(f"{folder.name}-keys")), usual.master, now=now)
