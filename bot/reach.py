"""Learns from every activity how its sender is reached: the newest address is the right one."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from audits.copying import altered
from audits.people import Person
from audits.reach import Reach, is_news, reached, unreachable
from bot import log
from bot.clock import Clock
from bot.identity import inner, known, tenant_of, text
from storage.contract import Store

LOG = log.logger(__name__)
TRIES = 5
LONGEST_LOCALE = 35
GONE = "removed"
"""Why somebody is out of reach who took the app off."""


async def note(activity: Mapping[str, Any], store: Store, clock: Clock) -> None:
    """Keep how the sender is reached; nothing is written when nothing is new.

    What cannot be kept is logged and no more: the person's turn goes on.
    """
    if inner(activity, "conversation").get("conversationType", "personal") != "personal":
        return
    try:
        who = await known(activity, store)
        for _ in range(TRIES if who else 0):
            if who and await _kept(activity, who, store=store, clock=clock):
                return
    except OSError as error:
        LOG.warning("reach.not_kept", code=type(error).__name__)


async def _kept(activity: Mapping[str, Any], who: Person, *, store: Store, clock: Clock) -> bool:
    found = await store.reach(who.id)
    said = said_in(activity)
    removed = activity.get("type") == "installationUpdate" and activity.get("action") == "remove"
    if found is not None and not removed and not is_news(found, said):
        return True
    before = found or Reach(person=who.id)
    after = reached(before, altered(Reach(person=who.id), **said))
    if removed:
        after = unreachable(before, GONE, clock.now())
    return after == found or await store.keep_reach(after)


def said_in(activity: Mapping[str, Any]) -> dict[str, str]:
    """Return how the sender is reached by what this activity alone says, by field of a Reach."""
    client = _client(activity)
    zone = text(client, "timezone") or text(activity, "localTimezone")
    return {
        "tenant": tenant_of(activity),
        "user": text(inner(activity, "from"), "id"),
        "bot": text(inner(activity, "recipient"), "id"),
        "service_url": text(activity, "serviceUrl"),
        "conversation": text(inner(activity, "conversation"), "id"),
        "locale": (text(client, "locale") or text(activity, "locale"))[:LONGEST_LOCALE],
        "zone": zone if is_zone(zone) else "",
    }


def _client(activity: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the activity says of the client it was written with."""
    entities = activity.get("entities")
    for entity in entities if isinstance(entities, list) else ():
        if isinstance(entity, dict) and entity.get("type") == "clientInfo":
            return entity
    return {}


@lru_cache(maxsize=1000)
def is_zone(name: str) -> bool:
    """Say whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
