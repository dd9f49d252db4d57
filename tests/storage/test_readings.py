"""What the audit team has of an audit: all that is in, as it stands, in memory within a bound."""

import asyncio
from dataclasses import replace
from pathlib import Path

from audits.audit import Audit
from audits.collected import Collected, reading
from audits.involvement import AgencyReturn, Change, Involvement, Stage
from audits.tool import Tool
from storage.contract import Store
from storage.index import Standings
from storage.readings import Readings, Stood
from storage.tiny import TinyStore
from tests.storage.conftest import Place, now_and_later
from tests.storage.made import AT, answered, audit, ret


async def opened(place: Place, *rets: AgencyReturn) -> Store:
    """Open a store with an audit and these returns."""
    store = await place.open()
    await store.keep_audit(audit())
    for one in rets:
        await store.add(one)
    return store


def in_(key: str, text: str = "She was heard.") -> AgencyReturn:
    """Return a return that is in."""
    return replace(answered(ret(key), text=text).after, stage=Stage.SENT, sent_at=AT)


def said(got: Collected | None) -> dict[str, str]:
    """Return what the returns that are in say in a box, by id."""
    assert got is not None
    return {one.standing.id: one.values.get("t1_q1_evidence", "") for one in got.readings}


def evidence(key: str, text: str) -> AgencyReturn:
    """Return a return that is in, with evidence."""
    one = answered(ret(key), box="t1_q1_evidence", text=text).after
    return replace(one, stage=Stage.SENT, sent_at=AT)


class TestCollected:
    """What the audit team has, as every store gives it."""

    async def test_no_such_audit_is_none(self, store: Store) -> None:
        """What is missing is never an error."""
        assert await store.collected("nothing") is None

    async def test_everything_that_is_in_is_there_as_read(self, place: Place) -> None:
        """Standings of all, readings of those that are in: the same as read one by one."""
        plain = replace(audit(), tool=plain_tool())
        store = await place.open()
        await store.keep_audit(plain)
        rets = (evidence("demo.C.phn", "One"), ret("demo.C.tai"), evidence("demo.D.phn", "Two"))
        for one in rets:
            await store.add(one)
        async for again in now_and_later(place, store):
            got = await again.collected("demo")
            assert got is not None
            assert [s.id for s in got.standings] == [one.id for one in rets]
            assert [r.values for r in got.readings] == [
                reading(involved(got.audit, one)).values for one in (rets[0], rets[2])
            ]
            assert said(got) == {"demo.C.phn": "One", "demo.D.phn": "Two"}

    async def test_what_changes_is_seen_at_once(self, place: Place) -> None:
        """Sent, taken back, sent again in other words: each time what stands."""
        store = await place.open()
        await store.keep_audit(replace(audit(), tool=plain_tool()))
        first = evidence("demo.C.phn", "One")
        await store.add(first)
        assert said(await store.collected("demo")) == {"demo.C.phn": "One"}
        back = replace(first, stage=Stage.IN_PROGRESS, version=first.version + 1)
        await store.keep(Change(before=first, after=back))
        assert said(await store.collected("demo")) == {}
        new = answered(back, box="t1_q1_evidence", text="Two")
        again = replace(new.after, stage=Stage.SENT)
        await store.keep(replace(new, after=again))
        assert said(await store.collected("demo")) == {"demo.C.phn": "Two"}

    async def test_nothing_changed_is_the_very_same(self, place: Place) -> None:
        """What was worked out stays, until something changes."""
        store = await opened(place, in_("demo.C.phn"))
        first = await store.collected("demo")
        assert await store.collected("demo") is first
        await store.add(ret("demo.D.phn"))
        assert await store.collected("demo") is not first

    async def test_other_question_rules_are_read_anew(self, place: Place) -> None:
        """What a family is asked hangs on its facts; when they change, so does the reading."""
        store = await opened(place, in_("demo.C.phn"))
        plain = replace(audit(version=1), tool=plain_tool())
        await store.keep_audit(plain)
        got = await store.collected("demo")
        assert got is not None
        assert got.readings[0].asked == {"t1_q1", "t1_q1_evidence"}
        families = {"C": replace(plain.families["C"], facts=frozenset())}
        closed = replace(plain, version=2, families=families, tool=plain_tool("${facts} = 'x'"))
        await store.keep_audit(closed)
        got = await store.collected("demo")
        assert got is not None
        assert got.readings[0].asked == {"t1_q1_evidence"}

    async def test_return_of_a_family_that_left_is_left_out(self, place: Place) -> None:
        """Nobody can get at it; it is there again when the family is."""
        store = await opened(place, in_("demo.C.phn"), in_("demo.D.phn"))
        await store.keep_audit(audit(version=1, families={"D": audit().families["D"]}))
        got = await store.collected("demo")
        assert got is not None
        assert [s.id for s in got.standings] == ["demo.D.phn"]


def plain_tool(relevant: str = "") -> Tool:
    """Return the tool with boxes that everybody is asked, the grade's by this rule."""
    theme = audit().tool.themes[0]
    question = replace(theme.questions[0], agencies=frozenset(), relevant="")
    grade, words = question.boxes
    open_grade = replace(grade, agencies=frozenset(), relevant=relevant)
    asked = replace(question, boxes=(open_grade, words))
    return replace(audit().tool, themes=(replace(theme, relevant="", questions=(asked,)),))


def involved(found: Audit, one: AgencyReturn) -> Involvement:
    """Return the involvement that owes the return."""
    return Involvement(
        audit=found, family=found.families[one.family], agency=found.agencies[one.agency], ret=one
    )


async def test_memory_is_bounded_and_what_does_not_fit_is_read_again() -> None:
    """Whatever the bound, everything is there; no more than the bound is held."""
    rets = {one.id: one for one in (evidence(f"demo.{f}.{a}", f"Words of {f}{a}" * 50)
                                    for f in "CD" for a in ("phn", "tai"))}  # fmt: skip
    loads: list[str] = []

    async def load(key: str) -> AgencyReturn | None:
        loads.append(key)
        return rets[key]

    standings = Standings()
    found = replace(audit(), tool=plain_tool())
    size = Stood.of(next(iter(rets.values()))).size
    readings = Readings(standings, budget=2 * size + size // 2)
    for one in rets.values():
        standings.see(one)
        readings.see(one)
    got = await readings.collected(found, load)
    assert said(got) == {key: one.value("t1_q1_evidence") for key, one in sorted(rets.items())}
    assert sorted(loads) == ["demo.C.phn", "demo.C.tai"]
    assert await readings.collected(found, load) is not got


async def test_what_is_let_go_of_is_not_held_by_the_way() -> None:
    """When another audit needs the memory, what was collected of the first goes with its parts."""

    async def load(_key: str) -> AgencyReturn | None:
        return first

    first, other = evidence("demo.C.phn", "One"), evidence("next.C.phn", "Two")
    standings, found = Standings(), replace(audit(), tool=plain_tool())
    readings = Readings(standings, budget=Stood.of(first).size)
    standings.see(first)
    readings.see(first)
    got = await readings.collected(found, load)
    assert await readings.collected(found, load) is got
    readings.see(other)
    again = await readings.collected(found, load)
    assert again is not got
    assert again == got


async def test_return_that_changes_often_takes_its_place_once() -> None:
    """What it said before, or as a draft, is not held beside what it says now."""

    async def load(key: str) -> AgencyReturn | None:
        raise AssertionError(key)

    standings, found = Standings(), replace(audit(), tool=plain_tool())
    one = evidence("demo.C.phn", "One")
    readings = Readings(standings, budget=Stood.of(one).size)
    for version in range(2, 9):
        stage = Stage.IN_PROGRESS if version % 2 else Stage.SENT
        now = replace(one, version=version, stage=stage)
        standings.see(now)
        readings.see(now)
    assert said(await readings.collected(found, load)) == {"demo.C.phn": "One"}


async def test_only_what_changed_is_worked_out_again() -> None:
    """One return of many that changes costs one reading, and none of the others is loaded."""

    async def load(key: str) -> AgencyReturn | None:
        raise AssertionError(key)

    standings, found = Standings(), replace(audit(), tool=plain_tool())
    readings = Readings(standings)
    for key in ("demo.C.phn", "demo.C.tai", "demo.D.phn"):
        standings.see(evidence(key, "One"))
        readings.see(evidence(key, "One"))
    first = await readings.collected(found, load)
    again = replace(evidence("demo.C.tai", "Two"), version=7)
    standings.see(again)
    readings.see(again)
    second = await readings.collected(replace(found, version=9), load)
    same = [one is other for one, other in zip(first.readings, second.readings, strict=True)]
    assert same == [True, False, True]
    assert said(second)["demo.C.tai"] == "Two"


async def test_store_that_only_looks_shows_what_another_process_wrote(tmp_path: Path) -> None:
    """A file that was written since is read as it is now."""
    store = await TinyStore.open(tmp_path, remembered=1)
    await store.keep_audit(replace(audit(), tool=plain_tool()))
    first = evidence("demo.C.phn", "One")
    await store.add(first)
    await store.add(evidence("demo.D.phn", "Other"))
    await store.catch_up()
    looking = await TinyStore.look(tmp_path)
    looking._readings._held.clear()  # noqa: SLF001 - as if memory had been short
    new = answered(first, box="t1_q1_evidence", text="Two")
    await store.keep(replace(new, after=replace(new.after, stage=Stage.SENT)))
    await store.catch_up()
    assert said(await looking.collected("demo"))["demo.C.phn"] == "Two"
    await looking.close()
    await store.close()


async def test_two_who_ask_on_other_grounds_do_not_hold_each_other_up() -> None:
    """While the audit changes, each gets the readings of the audit that it asked about."""
    rets = {one.id: one for one in (evidence("demo.C.phn", "One"), evidence("demo.D.phn", "Two"))}
    standings = Standings()
    readings = Readings(standings, budget=0)
    for one in rets.values():
        standings.see(one)

    async def load(key: str) -> AgencyReturn | None:
        await asyncio.to_thread(standings.those, [key])
        return rets[key]

    open_, closed = (replace(audit(), tool=plain_tool(rule)) for rule in ("", "false()"))
    found = await asyncio.gather(
        *(readings.collected(one, load) for one in (open_, closed, open_, closed))
    )
    asked = [{frozenset(one.asked) for one in got.readings} for got in found]
    assert asked == [{frozenset({"t1_q1", "t1_q1_evidence"})}, {frozenset({"t1_q1_evidence"})}] * 2


async def test_reading_meanwhile_changed_is_the_newer_one() -> None:
    """What is sent again while the readings are made is read again."""
    standings = Standings()
    readings = Readings(standings)
    stored = {"demo.C.phn": evidence("demo.C.phn", "One")}
    standings.see(stored["demo.C.phn"])
    newer = replace(evidence("demo.C.phn", "Two"), version=5)

    async def load(key: str) -> AgencyReturn | None:
        found, stored[key] = stored[key], newer
        standings.see(newer)
        readings.see(newer)
        return found

    got = await readings.collected(replace(audit(), tool=plain_tool()), load)
    assert said(got) == {"demo.C.phn": "Two"}
    assert [one.version for one in got.standings] == [5]
