"""Knows somebody who writes for the first time by their work e-mail, as Teams itself tells it.

A roster has e-mails; Teams' messages have account ids. The first message of somebody who is on a
roster ties the one to the other, for good. Nothing that the message itself says of an e-mail
counts: it is asked of Teams, over the bot's own connection.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from audits.access import named_to_set_up
from audits.people import Partnership, Person
from audits.roster import person_id
from bot import log
from bot.connector import Connectors
from bot.identity import inner, tenant_of, text
from bot.retry import SendFailed
from storage.contract import Store

LOG = log.logger(__name__)
SECONDS = 30.0
"""After which Teams is asked again about somebody whom it did not make known."""
MOST_STRANGERS = 1_000


class Newcomers:
    """Asks Teams who somebody is whom the roster does not know by their account."""

    def __init__(self, connectors: Connectors, partnership: Partnership) -> None:
        self._connectors = connectors
        self._partnership = partnership
        self._strangers: dict[str, float] = {}
        """Until when nobody is asked about them again, by account."""

    async def found(self, activity: Mapping[str, Any], store: Store) -> Person | None:
        """Return the person, known by their account from now on; None for a stranger."""
        tenant, object_id = tenant_of(activity), text(inner(activity, "from"), "aadObjectId")
        ours = self._partnership.tenant
        if not object_id or not tenant or (ours and tenant != ours):
            return None
        if self._strangers.get(object_id, 0.0) > time.monotonic():
            return None
        if len(self._strangers) >= MOST_STRANGERS:
            self._strangers.clear()
        self._strangers[object_id] = time.monotonic() + SECONDS
        told = await self._told(activity, object_id)
        emails = [one.casefold() for one in (told.get("email"), told.get("userPrincipalName"))
                  if isinstance(one, str) and one]  # fmt: skip
        known = await store.people_by_email(emails)
        for email in emails:
            person = known.get(email)
            if person is not None and not person.object_id:
                tied = replace(person, tenant=tenant, object_id=object_id)
                await store.keep_person(tied)
                return tied
        return await self._named(object_id, tenant, emails, store=store, name=told.get("name"))

    async def _named(
        self, object_id: str, tenant: str, emails: list[str], *, store: Store, name: object
    ) -> Person | None:
        """Return somebody whom the operator named to set up audits, new on the roster."""
        email = next(iter(emails), "")
        made = Person(
            id=person_id(email or object_id), tenant=tenant, object_id=object_id,
            name=name if isinstance(name, str) and name else email, email=email,
        )  # fmt: skip
        others = await store.people([made.id])
        if others or not named_to_set_up(made, self._partnership):
            return None
        await store.keep_person(made)
        return made

    async def _told(self, activity: Mapping[str, Any], object_id: str) -> Mapping[str, Any]:
        """Return what Teams tells of the sender; nothing where it tells nothing, or of another."""
        try:
            client = await self._connectors.create(activity["serviceUrl"])
            member = await client.conversations.get_conversation_member(
                activity["conversation"]["id"], activity["from"]["id"]
            )
        except (SendFailed, OSError) as error:
            LOG.warning("newcomer.not_told", code=type(error).__name__)
            return {}
        except Exception as error:  # noqa: BLE001 - the SDK raises errors of many kinds
            LOG.warning("newcomer.not_told", code=type(error).__name__)
            return {}
        told: dict[str, Any] = {**(member.additional_properties or {}), "name": member.name}
        same = str(told.get("objectId") or getattr(member, "aad_object_id", "") or object_id)
        return told if same.casefold() == object_id.casefold() else {}
