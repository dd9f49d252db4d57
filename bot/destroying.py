"""Destroys the names of an audit's families: one person asks for it, another one agrees."""

from dataclasses import replace

from audits.altering import Alteration, line
from audits.involvement import Saying
from audits.journal import Happening
from audits.people import Person
from audits.roster import person_id
from bot.clock import Clock
from bot.settings import Settings
from dialogs import loading
from storage.contract import Store


async def destroyed(store: Store, settings: Settings, audit_id: str, email: str) -> str:
    """Ask for it, or agree to it, and return what was done in a sentence."""
    audit, at = await store.audit(audit_id), Clock().now()
    if audit is None:
        return f"There is no audit {audit_id}. Nothing was destroyed."
    if audit.retention.hold:
        return "This audit is held: nothing of it is destroyed before two people lift the hold."
    found = await store.people_by_email([email])
    who = next(iter(found.values()), None) or Person(
        id=person_id(email), tenant=settings.tenant_id, object_id="", name=email, email=email
    )
    saying = Saying(by=who.id, at=at)
    if audit.names_end_by in {"", who.id}:
        asked = replace(audit, names_end_by=who.id)
        lines = line(audit, "identity.end_asked", saying)
        await loading.alter(store, Alteration(audit=asked, lines=lines))
        return ("You asked for all names of this audit to be destroyed. Nothing is destroyed yet: "
                "somebody else has to give the same command.")  # fmt: skip
    end = Happening(at=at, by=who.id, what="identity.destroyed", about=(audit.names_end_by,))
    count = await store.destroy_identities(audit_id, end)
    after = replace(audit, names_end_by="")
    lines = line(audit, "identity.destroyed", saying, audit.names_end_by)
    await loading.alter(store, Alteration(audit=after, lines=lines))
    return f"The names of {count} families are destroyed for good. The returns stay readable."
