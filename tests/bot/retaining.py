"""A closed audit in a store, whose data is kept to its periods; a clock, and stewards."""

import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from audits import keeping, moderating
from audits.altering import close
from audits.drafts import begun
from audits.identity import Identity, Particulars, key_of
from audits.involvement import Saying, Sheet
from audits.keeping import State
from audits.panel import Panel
from audits.retention import DataClass, Periods
from audits.returns import save, send
from bot.maker import Made
from bot.retention import Steward
from bot.workshop import Workshop
from dialogs import loading, upload
from storage.contract import Batch
from storage.moving import WholeStore
from storage.tiny import TinyStore
from tests import cast
from tests.bot.outboxes import StoodClock

CLOSED = datetime(2026, 12, 18, 12, tzinfo=UTC)
SECRET, OPINION = "Zebrafinch at the window", "Quincewood opinion"
ENDS = {
    DataClass.IDENTITY: datetime(2027, 3, 18, tzinfo=UTC),
    DataClass.RETURNS: datetime(2027, 12, 18, tzinfo=UTC),
    DataClass.REPORT: datetime(2032, 12, 18, tzinfo=UTC),
    DataClass.JOURNAL: datetime(2036, 12, 18, tzinfo=UTC),
}
"""Three, twelve, 72 and 120 months later."""
FAST = "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write({!r})"
MADE = msgspec.msgpack.encode(Made(name="report.docx", content=b"the report"))
BROKEN = "import sys; sys.stdin.buffer.read(); sys.exit(1)"


def workshop(program: str = FAST.format(MADE)) -> Workshop:
    """Return a workshop whose process does this."""
    return Workshop(program=(sys.executable, "-c", program))


@dataclass
class Kept:
    """A store with a closed audit in it, and who keeps to its periods."""

    store: TinyStore
    folder: Path
    clock: StoodClock

    def steward(self, program: str = FAST.format(MADE)) -> Steward:
        """Return one more replica's steward."""
        return Steward(
            store=self.store, clock=self.clock, partnership=cast.PARTNERSHIP,
            workshop=workshop(program),
        )  # fmt: skip

    async def at(self, moment: datetime) -> list[DataClass]:
        """Sweep at this moment, and return which classes were destroyed."""
        self.clock.at = moment
        return [one.data for one in await self.steward().sweep()]

    async def until(self, data: DataClass) -> None:
        """Let time pass until this class is destroyed: announced first, two weeks before."""
        for each in DataClass:
            await self.at(ENDS[each] - keeping.NOTICE)
            assert await self.at(ENDS[each]) == [each]
            if each is data:
                return

    async def state(self, data: DataClass) -> State:
        """Return how a class stands now."""
        audit = await self.store.audit("a1")
        assert audit is not None
        return keeping.standing(audit, data, Periods(), self.clock.now()).state


async def filled(store: WholeStore) -> None:
    """Keep the cast's audit, closed: a sent return, names, a panel's record, a waiting roster."""
    for who in cast.EVERYBODY:
        await store.keep_person(who)
    people = (Particulars(role="Mother", names=SECRET),)
    sheet = Identity(id=key_of("a1", "C"), audit_id="a1", family="C", people=people)
    draft = replace(begun("a1", by="bm", at=CLOSED), families=cast.AUDIT.families, opened_at=CLOSED)
    await store.keep_batch(Batch(audits=(cast.AUDIT,), returns=cast.RETURNS, drafts=(draft,),
                                 identities=(sheet,)))  # fmt: skip
    own = cast.involved()
    answers = {**cast.ENOUGH, "look_evidence": SECRET}
    saving = save(own, Sheet(drawn=0, answers=answers), by="hv", at=cast.AT)
    await store.keep(saving)
    await store.keep(send(own.after(saving), drawn=1, by="hv", at=cast.AT))
    said = Saying(by="bm", at=cast.AT, words=OPINION)
    await store.keep_panel(moderating.summarise(Panel(audit_id="a1", family="C"), said, drawn=0))
    await store.keep_paper(upload.key_for("a1"), SECRET.encode())
    audit = await store.audit("a1")
    assert audit is not None
    await loading.alter(store, close(audit, Saying(by="bm", at=CLOSED)))


def said(by: str, words: str = "") -> Saying:
    """Return what somebody says."""
    return Saying(by=by, at=CLOSED, words=words)


async def altered(kept: Kept, change: object) -> None:
    """Keep a change to the audit as it stands."""
    audit = await kept.store.audit("a1")
    assert audit is not None
    await loading.alter(kept.store, change(audit))  # type: ignore[operator]
