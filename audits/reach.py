"""How a person is reached in Teams, as their newest activity told it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from audits.habits import Habits


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where messages to one person go, when they like to get them, and whether they can."""

    person: str
    tenant: str = ""
    user: str = ""
    """Teams' own id of the person towards this bot; empty until they wrote or installed it."""
    bot: str = ""
    service_url: str = ""
    """Teams' region for this person. It may change; the newest one counts."""
    conversation: str = ""
    """Empty when Teams no longer knows the one we had."""
    locale: str = ""
    zone: str = ""
    """The time zone of the client that they used last."""
    habits: Habits = field(default_factory=Habits)
    """Their own terms. A zone that they name there counts for more than their client's."""
    unreachable_since: datetime | None = None
    why: str = ""
    told: bool = False
    """The business manager has been told that this person cannot be reached."""
    version: int = 0

    @property
    def terms(self) -> Habits:
        """When the person may be written to, on the clock where they are."""
        named = self.habits.zone or not self.zone
        return self.habits if named else replace(self.habits, zone=self.zone)

    @property
    def can_be_written_to(self) -> bool:
        """Say whether there is any way: a conversation, or somebody to begin one with."""
        return bool(self.service_url and (self.conversation or self.user))


def unreachable(reach: Reach, why: str, at: datetime) -> Reach:
    """Return the same person marked as out of reach since this moment, or since an earlier one."""
    if reach.unreachable_since is not None:
        return reach
    return replace(reach, unreachable_since=at, why=why, told=False)


def is_news(reach: Reach, said: Mapping[str, str]) -> bool:
    """Tell whether `reached` would make another reach of this; most activities say nothing new.

    User, locale and zone need not be said; then what was known before still stands.
    """
    known = (reach.tenant, reach.bot, reach.service_url, reach.conversation)
    same = known == (said["tenant"], said["bot"], said["service_url"], said["conversation"])
    return (
        not same
        or reach.unreachable_since is not None
        or said["user"] not in {"", reach.user}
        or said["locale"] not in {"", reach.locale}
        or said["zone"] not in {"", reach.zone}
    )


def reached(reach: Reach, newest: Reach) -> Reach:
    """Return what is known after a new activity: the newest addresses, and in reach again."""
    return replace(
        newest,
        version=reach.version,
        user=newest.user or reach.user,
        locale=newest.locale or reach.locale,
        zone=newest.zone or reach.zone,
        habits=reach.habits,
    )
