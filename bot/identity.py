"""Who is asking: the person on our roster behind the sender whom Teams vouches for."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from audits.people import Person
from audits.problems import Code, Problem
from storage.contract import Store

Joining = Callable[[Mapping[str, Any], Store], Awaitable[Person | None]]
"""Finds on the roster, by their work e-mail, somebody who writes for the first time."""

NOTHING: Mapping[str, Any] = {}


async def person_or_unknown(
    activity: Mapping[str, Any], store: Store, joining: Joining | None = None
) -> Person:
    """Return the person who sent the activity; raises Problem(PERSON_UNKNOWN).

    Only tenant and object id count. Names, addresses and whatever a card says are not looked at.
    """
    found = await known(activity, store)
    if found is None and joining is not None:
        found = await joining(activity, store)
    if found is None:
        raise Problem(Code.PERSON_UNKNOWN)
    return found


async def known(activity: Mapping[str, Any], store: Store) -> Person | None:
    """Return the person who sent the activity, None for a stranger."""
    tenant, object_id = tenant_of(activity), text(inner(activity, "from"), "aadObjectId")
    return await store.person(tenant, object_id) if tenant and object_id else None


def tenant_of(activity: Mapping[str, Any]) -> str:
    """Return the tenant that the activity names; empty when it names none, or two."""
    one = text(inner(inner(activity, "channelData"), "tenant"), "id")
    other = text(inner(activity, "conversation"), "tenantId")
    return "" if one and other and one != other else one or other


def inner(outer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the object by this name, an empty one where there is none.

    What came as JSON is a dict; to ask for any mapping takes ten times as long, 40 times a turn.
    """
    found = outer.get(name)
    return found if isinstance(found, dict) else NOTHING


def text(outer: Mapping[str, Any], name: str) -> str:
    """Return the text by this name, empty where there is none."""
    found = outer.get(name)
    return found if isinstance(found, str) else ""
