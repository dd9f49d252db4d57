"""Whatever is done in whatever order, the store says what a plain dictionary would say."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from audits.involvement import AgencyReturn, Change, Event, Stage
from storage.tiny import TinyStore
from tests.storage.disks import NoSync
from tests.storage.made import AT, answered, audit, ret

KEYS = ["demo.C.phn", "demo.c.phn", "demo.D.phn", "next.C.phn"]
BOX = "t1_q1_evidence"
PEOPLE = ["p.a", "p.b", "p.c"]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)

KEEPS = st.tuples(st.just("keep"), st.sampled_from(KEYS), WORDS)
STALE = st.tuples(st.just("stale"), st.sampled_from(KEYS), WORDS)
ADDS = st.tuples(st.just("add"), st.sampled_from(KEYS), st.just(""))
HANDS = st.tuples(st.just("hand"), st.sampled_from(KEYS), st.sampled_from(PEOPLE))
SENDS = st.tuples(st.just("send"), st.sampled_from(KEYS), st.just(""))
REOPENS = st.tuples(st.just("reopen"), st.just(KEYS[0]), st.just(""))
STEPS = st.lists(st.one_of(KEEPS, KEEPS, STALE, ADDS, HANDS, SENDS, REOPENS), max_size=30)


class Model:
    """What ought to be kept."""

    def __init__(self) -> None:
        self.returns: dict[str, AgencyReturn] = {}
        self.journals: dict[str, tuple[Event, ...]] = {}

    def keep(self, change: Change) -> bool:
        """Keep the change where it was made from what stands."""
        key = change.after.id
        stands = self.returns.get(key)
        if stands is None or stands.version != change.before.version:
            return False
        self.returns[key] = change.after
        self.journals[key] = (*self.journals[key], *change.events)
        return True

    def add(self, new: AgencyReturn) -> bool:
        """Add the return where there is none."""
        if new.id in self.returns:
            return False
        self.returns[new.id], self.journals[new.id] = new, ()
        return True


def handed(before: AgencyReturn, person: str) -> Change:
    """Return the change by which another person answers the return."""
    after = replace(before, version=before.version + 1, contacts=(person,))
    event = Event(at=AT, by=person, what="return.handed_over", version=after.version)
    return Change(before=before, after=after, events=(event,))


def sent(before: AgencyReturn) -> Change:
    """Return the change by which the return is sent, or taken back where it was sent."""
    stage = Stage.IN_PROGRESS if before.stage is Stage.SENT else Stage.SENT
    after = replace(before, version=before.version + 1, stage=stage, sent_at=AT)
    event = Event(at=AT, by="p.a", what="return.sent", version=after.version)
    return Change(before=before, after=after, events=(event,))


async def step(store: TinyStore, model: Model, what: tuple[str, str, str]) -> None:
    """Do the same to both, and hear the same from both."""
    verb, key, text = what
    current = model.returns.get(key, ret(key))
    if verb == "add":
        assert await store.add(ret(key)) == model.add(ret(key))
        return
    if verb == "stale":
        current = replace(current, version=max(0, current.version - 1))
    change = {
        "hand": lambda: handed(current, text),
        "send": lambda: sent(current),
    }.get(verb, lambda: answered(current, box=BOX, text=text))()
    assert await store.keep(change) == model.keep(change)


async def compare(store: TinyStore, model: Model) -> None:
    """Everything that can be asked has the same answer from both."""
    for key in KEYS:
        assert await store.agency_return(key) == model.returns.get(key)
        assert tuple(await store.journal(key)) == model.journals.get(key, ())
    for audit_id in ("demo", "next"):
        wanted = sorted(key for key, one in model.returns.items() if one.audit_id == audit_id)
        assert [one.id for one in await store.returns_in(audit_id)] == wanted
    await compare_collected(store, model)
    for person in ("p.amina", *PEOPLE):
        wanted = sorted(key for key, one in model.returns.items() if person in one.contacts)
        found = await store.returns_of(person)
        assert [one.id for one in found] == wanted
        assert [one.version for one in found] == [model.returns[key].version for key in wanted]


async def compare_collected(store: TinyStore, model: Model) -> None:
    """What the audit team has is what was sent, of families in the audit, as it stands."""
    got = await store.collected("demo")
    assert got is not None
    mine = {
        key: one for key, one in sorted(model.returns.items()) if one.family in got.audit.families
    }
    wanted = {key: one for key, one in mine.items() if one.audit_id == "demo"}
    assert [(one.id, one.version) for one in got.standings] == [
        (key, one.version) for key, one in wanted.items()
    ]
    assert {one.standing.id: one.values.get(BOX, "") for one in got.readings} == {
        key: one.value(BOX) for key, one in wanted.items() if one.stage is Stage.SENT
    }


async def run(folder: Path, steps: list[tuple[str, str, str]]) -> None:
    """Take every step, and compare after each opening and at the end."""
    model = Model()
    store = await TinyStore.open(folder, disk=NoSync(), remembered=2)
    await store.keep_audit(audit())
    for one in [*steps, ("reopen", "", "")]:
        if one[0] == "reopen":
            await compare(store, model)
            await store.close()
            store = await TinyStore.open(folder, disk=NoSync(), remembered=2)
            await compare(store, model)
        else:
            await step(store, model, one)
    await store.close()


@settings(deadline=None)
@given(STEPS)
def test_store_says_what_a_dictionary_would_say(steps: list[tuple[str, str, str]]) -> None:
    """Adding, saving, saving too late, handing over and opening again, in any order."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), steps))
