"""How long one may seal by keys that cannot be looked at: what is sealed has to open later."""

from dataclasses import dataclass
from typing import Final

from storage.keys import KeysUnsureError

SURE_FOR: Final = 240.0
"""Seconds. Another process destroys a key five minutes after it was retired (bot/renewal.py); what
was sealed by it here, after that, would be lost."""


@dataclass(slots=True)
class Sureness:
    """When it was last known which keys there are, on the clock of who asks."""

    known_at: float = float("-inf")

    def none_left_or_fail(self, kept: int, known: int) -> None:
        """Raise KeysUnsureError where all keys are gone at once: they were moved, not destroyed."""
        if not kept and known > 1:
            self.known_at = float("-inf")
            raise KeysUnsureError("No data key is where they were. Put them back.")

    def or_fail(self, now: float) -> None:
        """Raise KeysUnsureError where the keys could not be looked at for too long."""
        if now - self.known_at > SURE_FOR:
            raise KeysUnsureError(
                "The data keys cannot be looked at, so nothing is kept. See that the folder or "
                "the database of the keys is there, whole and can be read."
            )
