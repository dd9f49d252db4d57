"""The check for names before a pack or the report goes out: each detail is decided about."""

import asyncio
from collections.abc import Sequence

from audits import steering
from audits.audit import Audit
from cards import check as card
from cards.check import Checked, Detail
from dialogs import load, material
from dialogs.turn import Reply, Turn
from files import fair_copy
from files.identifiers import Finding
from files.material import Material
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the details that nobody has decided about yet."""
    filled = card.read(turn.data)
    audit = await load.audit_run(turn, store, filled.audit_id)
    return await drawn(audit, filled, turn, store)


async def drawn(
    audit: Audit, filled: card.Filled, turn: Turn, store: Store, *, told: str = ""
) -> Reply:
    """Return the card of what is left of the document."""
    family = filled.family if filled.family in audit.families else ""
    left, decided = await details_of(audit, family, turn, store)
    return Reply(card=card.draw(Checked(
        audit=audit, family=family, details=left, decided=decided, start=filled.start, told=told,
    )))  # fmt: skip


async def details_of(
    audit: Audit, family: str, turn: Turn, store: Store
) -> tuple[list[Detail], int]:
    """Return what waits for a decision in the pack or the report, and how many are decided.

    The search is long, so that it runs beside the loop.
    """
    gathered = await material.gathered(
        audit, store, at=turn.at, partnership=turn.partnership
    )  # fmt: skip
    found = await asyncio.to_thread(searched, gathered, family)
    left = [detail(one) for one in found if one.id not in audit.cleared]
    return left, len(found) - len(left)


def searched(gathered: Material, family: str) -> Sequence[Finding]:
    """Return all that might say who somebody is."""
    return fair_copy.of_pack(gathered, family) if family else fair_copy.of_report(gathered)


def detail(one: Finding) -> Detail:
    """Return a finding as the card shows it."""
    return Detail(
        id=one.id, place=one.place, kind=one.kind, words=one.words, before=one.before,
        after=one.after,
    )  # fmt: skip


async def clear(turn: Turn, store: Store) -> Reply:
    """Keep what was decided, and show what is left."""
    filled = card.read(turn.data)
    audit = await load.audit_run(turn, store, filled.audit_id)
    after = steering.clear(audit, filled.cleared, by=turn.who.id, at=turn.at)
    if after is not audit and not await store.keep_audit(after):
        return await clear(turn, store)
    told = "**Kept.**" if filled.cleared else "**Nothing was chosen yet.**"
    kept = await load.audit_run(turn, store, audit.id)
    return await drawn(kept, filled, turn, store, told=told)
