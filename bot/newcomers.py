"""Knows somebody who writes for the first time by their work e-mail, as Teams itself tells it.

A roster has e-mails; Teams' messages have account ids. The first message of somebody who is on a
roster ties the one to the other, for good. Nothing that the message itself says of an e-mail
counts: it is asked of Teams, over the bot's own connection. Whose address is only nearly one on the
roster waits until a coordinator has said whose the account is; until then nothing is shown.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from audits.access import named_to_set_up
from audits.claim import Account, alike
from audits.claiming import opened
from audits.people import Partnership, Person
from audits.roster import person_id
from audits.steps import taking_part
from bot import log
from bot.clock import Clock
from bot.connector import Connectors
from bot.identity import inner, tenant_of, text
from bot.retry import SendFailed
from storage.contract import Batch, Store

LOG = log.logger(__name__)
SECONDS = 30.0
"""After which Teams is asked again about somebody whom it did not make known."""
MOST_STRANGERS = 1_000
TRIES = 5
LONGEST = 320
"""Characters of a name or an address: no e-mail address is longer."""


class Newcomers:
    """Asks Teams who somebody is whom the roster does not know by their account."""

    def __init__(self, connectors: Connectors, partnership: Partnership, clock: Clock) -> None:
        self._clock = clock
        self._connectors = connectors
        self._partnership = partnership
        self._strangers: dict[str, float] = {}
        """Until when nobody is asked about them again, by account."""

    async def found(self, activity: Mapping[str, Any], store: Store) -> Person | None:
        """Return the person, known by their account from now on; None for a stranger."""
        tenant, object_id = tenant_of(activity), text(inner(activity, "from"), "aadObjectId")
        if not object_id or not tenant or not self._partnership.lets_in(tenant):
            return None
        if self._strangers.get(object_id, 0.0) > time.monotonic():
            return None
        if len(self._strangers) >= MOST_STRANGERS:
            self._strangers.clear()
        self._strangers[object_id] = time.monotonic() + SECONDS
        account = await self._told(activity, tenant, object_id)
        person = await self._tied(account, store) or await self._named(account, store)
        if person is None:
            await self._ask(account, store)
        return person

    async def _tied(self, account: Account, store: Store) -> Person | None:
        """Return the person whose very address this is, with the account from now on.

        Another tenant's directory may say any e-mail of its people, but no address to sign in with
        on a domain that is not its own.
        """
        emails = [
            one.casefold() for one in ((account.email if account.home else ""), account.upn) if one
        ]
        known = await store.people_by_email(emails)
        for email in emails:
            person = known.get(email)
            if person is not None and not person.object_id:
                tied = replace(person, tenant=account.tenant, object_id=account.object_id)
                await store.keep_person(tied)
                return tied
        return None

    async def _ask(self, account: Account, store: Store) -> None:
        """Have the account wait in each audit with somebody whom it may be."""
        for audit in await store.audits():
            for _ in range(TRIES):
                if await self._asked(account, audit.id, store):
                    break

    async def _asked(self, account: Account, audit_id: str, store: Store) -> bool:
        """Do so in one audit; False where it was changed meanwhile."""
        audit = await store.audit(audit_id)
        if audit is None or audit.closed_at:
            return True
        standings = await store.returns_in(audit_id)
        people = await store.people(sorted(taking_part(audit, standings)))
        like = alike(account, people.values())
        done = opened(audit, account, like, standings=standings, at=self._clock.now())
        if done is None:
            return True
        LOG.info("newcomer.waits", audit=audit_id)
        return await store.keep_batch(Batch(audits=(done.audit,), lines=(done.line,)))

    async def _named(self, account: Account, store: Store) -> Person | None:
        """Return somebody whom the operator named to set up audits, new on the roster."""
        email = (account.email if account.home else "").casefold() or account.upn.casefold()
        made = Person(
            id=person_id(email or account.object_id), tenant=account.tenant,
            object_id=account.object_id, name=account.name or email, email=email,
        )  # fmt: skip
        others = await store.people([made.id])
        if others or not named_to_set_up(made, self._partnership):
            return None
        await store.keep_person(made)
        return made

    async def _told(self, activity: Mapping[str, Any], tenant: str, object_id: str) -> Account:
        """Return what Teams tells of the sender; no address where it tells none, or of another."""
        home = self._partnership.is_home(tenant)
        nothing = Account(tenant=tenant, object_id=object_id, home=home)
        try:
            client = await self._connectors.create(activity["serviceUrl"])
            member = await client.conversations.get_conversation_member(
                activity["conversation"]["id"], activity["from"]["id"]
            )
        except (SendFailed, OSError) as error:
            LOG.warning("newcomer.not_told", code=type(error).__name__)
            return nothing
        except Exception as error:  # noqa: BLE001 - the SDK raises errors of many kinds
            LOG.warning("newcomer.not_told", code=type(error).__name__)
            return nothing
        told: dict[str, Any] = {**(member.additional_properties or {}), "name": member.name}
        same = str(told.get("objectId") or getattr(member, "aad_object_id", "") or object_id)
        if same.casefold() != object_id.casefold():
            return nothing
        return replace(
            nothing, name=_line(told, "name"), email=_line(told, "email"),
            upn=_line(told, "userPrincipalName"),
        )  # fmt: skip


def _line(told: Mapping[str, Any], name: str) -> str:
    """Return a text of what Teams tells, on one line and of a bearable length."""
    return " ".join(text(told, name).split())[:LONGEST]
