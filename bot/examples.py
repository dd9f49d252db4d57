"""Makes docs/examples: the report, a pack and the workbook of the answered demo (`make examples`).

Always the same day, so that a new example differs only where the software does.
"""

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from audits import steering
from bot import answered
from bot.maker import Order, made
from bot.settings import Settings
from dialogs import material
from dialogs.turn import FileWanted, Making
from files import fair_copy, report_template
from files.material import Material
from storage.contract import Store
from storage.tiny import TinyStore

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
RUNS_IT = "bm"
FAMILY = "D"
"""Whose pack is shown."""
TEMPLATE = "report_template.docx"
WANTED = (
    (FileWanted(making=Making.WORKBOOK, audit_id=answered.BESIDE), "workbook.xlsx"),
    (FileWanted(making=Making.REPORT, audit_id=answered.BESIDE), "report.docx"),
    (FileWanted(making=Making.PACK, audit_id=answered.BESIDE, family=FAMILY), "pack.docx"),
)


async def make(folder: Path) -> Sequence[Path]:
    """Make the examples in the folder, and return where they are."""
    with TemporaryDirectory() as kept:
        store = await TinyStore.open(Path(kept))
        try:
            demo = await answered.fill(store, TODAY)
            await clear(store, demo.sample["cleared"])
            files = [(TEMPLATE, report_template.built())]
            files += [await one(store, wanted, name=name) for wanted, name in WANTED]
            return [put(folder / name, content) for name, content in files]
        finally:
            await store.close()


async def gathered(store: Store) -> Material:
    """Return what files are made of."""
    audit = await store.audit(answered.BESIDE)
    assert audit is not None  # noqa: S101 - it was filled in above
    words = Settings().partnership_words()
    return await material.gathered(audit, store, at=AT, partnership=words)


async def clear(store: Store, instead: dict[str, str]) -> None:
    """Decide about what looks like a name, as a business manager would in the chat."""
    found = await gathered(store)
    details = [*fair_copy.of_report(found), *fair_copy.of_pack(found, FAMILY)]
    decided = {one.id: instead.get(one.words, "") for one in details}
    await store.keep_audit(steering.clear(found.audit, decided, by=RUNS_IT, at=AT))


async def one(store: Store, wanted: FileWanted, *, name: str) -> tuple[str, bytes]:
    """Return one example with its name."""
    order = Order(wanted=wanted, material=await gathered(store))
    return name, (await asyncio.to_thread(made, order)).content


def put(path: Path, content: bytes) -> Path:
    """Write the example."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


if __name__ == "__main__":
    for written in asyncio.run(make(Path(sys.argv[1]))):
        sys.stdout.write(f"{written}\n")
