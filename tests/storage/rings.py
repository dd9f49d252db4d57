"""The ring of data keys that tests of PostgreSQL seal with."""

import base64

from storage.keys import KeyKeeper
from storage.masters import LocalMaster
from storage.ring import Ring

MASTER = base64.b64encode(bytes(range(32))).decode()
"""A master key that every process of a test knows."""


def ring_for(keeper: KeyKeeper) -> Ring:
    """Return a ring whose data keys lie with this keeper."""
    return Ring(keeper, LocalMaster(lambda: MASTER))
