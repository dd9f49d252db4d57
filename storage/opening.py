"""With what a folder is kept, and the keys that are known before anything in it is read."""

from dataclasses import dataclass
from pathlib import Path

from storage.disk import Disk
from storage.masters import own_ring
from storage.ring import Ring
from storage.seal import Seal


@dataclass(frozen=True, slots=True)
class How:
    """With what a folder is kept."""

    ring: Ring
    disk: Disk
    remembered: int
    seal: Seal | None


async def looked_up(ring: Ring | None, folder: Path) -> Ring:
    """Return the ring with all keys known, or the folder's own. Raises OSError."""
    found = ring or own_ring(folder)
    await found.look()
    return found
