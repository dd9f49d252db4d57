"""The one clock. It is read once a turn; everything behind the door is handed the time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class Clock:
    """Tells the time. A demo or a test may put it forward; nothing else may."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the moment, aware and in UTC."""
        return datetime.now(UTC) + self.ahead
