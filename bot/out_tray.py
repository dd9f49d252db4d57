"""Makes an audit's files on the command line, from a store that the bot may be using meanwhile.

The folder is only read (storage.tiny, `look`): each file in it is always whole, so that the bot
need not be stopped. Whoever has the keys can read all that is in it anyway.
"""

import os
from datetime import datetime
from pathlib import Path

from audits.audit import Audit
from audits.totals import completeness
from bot.destruction import kept_report
from bot.maker import Made, Order
from bot.preview import table
from bot.settings import Settings, SettingsError
from bot.stores import looked_at
from bot.workshop import Workshop
from dialogs import material
from dialogs.turn import FileWanted, Making
from storage.contract import Store

HEAD = ("audit", "returns", "opened", "due", "families", "title")
ENDINGS = {".xlsx": Making.WORKBOOK, ".zip": Making.CSV, ".json": Making.JSON}
"""Which file of the export is meant, by how its name ends."""
ALL = "all"
OWN_ONLY = 0o600


async def listed(settings: Settings, at: datetime) -> list[str]:
    """Return a line for each audit, newest first."""
    async with looked_at(settings) as store:
        rows = [await row(store, audit, at) for audit in await store.audits()]
    return table([HEAD, *rows]) if rows else ["There is no audit."]


async def row(store: Store, audit: Audit, at: datetime) -> tuple[str, ...]:
    """Return what the list says of one audit."""
    got = await store.collected(audit.id)
    sums = completeness(got, at) if got else None
    came = f"{sums.came} of {sums.expected}" if sums else "0"
    return (
        audit.id,
        came,
        f"{audit.opened:%d %b %Y}",
        f"{audit.due:%d %b %Y}",
        " ".join(sorted(audit.families)),
        audit.title,
    )


async def made(settings: Settings, making: Making, what: tuple[str, str], at: datetime) -> Made:
    """Return a file of `what`: an audit and, for a pack, a family. Raises SettingsError."""
    audit_id, family = what
    async with looked_at(settings) as store:
        audit = await chosen(store, audit_id)
        code = next((code for code in audit.families if code.lower() == family.lower()), "")
        if making is Making.PACK and not code and family.lower() != ALL:
            raise SettingsError(f"There is no family {family!r}. {codes(audit)}")
        wanted = FileWanted(making=making, audit_id=audit.id, family=code)
        if kept := await kept_report(wanted, audit, store):
            return kept
        partnership = settings.partnership_words()
        found = await material.gathered(audit, store, at=at, partnership=partnership)
    template = settings.report_template.read_bytes() if settings.report_template else None
    return await Workshop().make(Order(wanted=wanted, material=found, template=template))


def codes(audit: Audit) -> str:
    """Return which families there are."""
    return f"Families: {', '.join(sorted(audit.families))}, or all."


async def chosen(store: Store, audit_id: str) -> Audit:
    """Return the audit, or the only one where none was named. Raises SettingsError."""
    audits = await store.audits()
    found = [audit for audit in audits if audit_id in {audit.id, ""}]
    if len(found) == 1:
        return found[0]
    known = ", ".join(audit.id for audit in audits) or "none yet"
    asked = f"There is no audit {audit_id!r}." if audit_id else "Say which audit."
    raise SettingsError(f"{asked} Audits: {known}")


def partnership_or_fail(settings: Settings, *, demo: bool) -> None:
    """Raise SettingsError unless the partnership's name is set: it stands on every page."""
    if "partnership" not in settings.model_fields_set and not demo:
        raise SettingsError("MACA_PARTNERSHIP is not set: the name of your partnership.")


def put(file: Made, where: Path | None, *, over: bool) -> Path:
    """Write the file, readable for its owner alone; never over another unless asked to."""
    path = where / file.name if where and where.is_dir() else where or Path(file.name)
    how = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if over else os.O_EXCL)
    try:
        with os.fdopen(os.open(path, how, OWN_ONLY), "wb") as out:
            out.write(file.content)
    except FileExistsError as error:
        raise SettingsError(f"{path} is there already. --over writes over it.") from error
    return path
