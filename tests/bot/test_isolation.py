"""Who can read what: every person, verb and return through the door, against a table of rules."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, cast

import pytest

from audits.involvement import Sheet
from audits.problems import Code, Problem
from audits.returns import save, send
from bot import answered, demo, isolation, isolation_report
from bot.isolation_held import Held
from bot.isolation_rules import RULES, Verdict
from dialogs import router
from dialogs.turn import Reply, Turn
from storage.contract import Store
from storage.tiny import TinyStore
from tests import cast as played
from tests.bot.one_of_each import EVERYBODY, THERE, laid
from tests.proofs import LONG, proved, quiet

WORDS = "She told the officer about the blue door and the neighbour."
TODAY = date(2026, 11, 23)
PARTS = 4 if LONG else 1
"""The long mode lets several processes share the people."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyStore]:
    """The small audit: a sent return and a draft of another, each with words of its own."""
    made = await filled(tmp_path / "data")
    yield made
    await made.close()


async def filled(folder: Path) -> TinyStore:
    """Fill a store with the small audit."""
    made = await TinyStore.open(folder)
    for who in played.EVERYBODY:
        await made.keep_person(who)
    await made.keep_audit(played.AUDIT)
    for ret in played.RETURNS:
        await made.add(ret)
        own = played.involved(ret)
        words = {"look_evidence": f"{WORDS} {ret.id}", **played.ENOUGH}
        saving = save(own, Sheet(drawn=0, answers=words), by=ret.contacts[0], at=played.AT)
        await made.keep(saving)
        if ret.agency == "police":
            await made.keep(send(own.after(saving), drawn=1, by=ret.contacts[0], at=played.AT))
    return made


def faults(tries: list[isolation.Tried]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return who did what that was not as it should be."""
    return [(t.who.id, t.verb, t.thing.id, t.faults) for t in tries if t.faults]


def test_every_verb_has_a_rule() -> None:
    """A verb of which the table does not say who may fails here, before anybody can try it."""
    assert {who for _talk, who in router.VERBS.values()} == set(RULES)


async def test_everybody_tries_everything_and_nobody_gets_what_is_not_theirs(
    store: TinyStore,
) -> None:
    """Person by verb by return, through HTTP: each cell comes out as the short table says."""
    tries = await isolation.tries(store, played.PARTNERSHIP)
    assert not faults(tries)
    counts = Counter(one.expected for one in tries)
    assert min(counts[verdict] for verdict in Verdict) > 100
    assert cells(tries) >= set(
        product(
            [one.id for one in played.EVERYBODY if one is not played.STRANGER],
            [verb for verb, (_talk, who) in router.VERBS.items() if who != router.SETTING_UP],
            [one.id for one in played.RETURNS if one.family == "C"],
        )
    )


async def test_who_runs_one_audit_has_no_more_rights_in_another(tmp_path: Path) -> None:
    """Person by verb by object of three audits and two drafts; the long mode tries every verb."""
    quiet()
    store, _had = await laid(tmp_path / "data")
    verbs = sorted(router.VERBS)[:: 1 if LONG else 5]
    found = await isolation.gathered(store, every=LONG)
    tries = await isolation.tries(store, played.PARTNERSHIP, ground=found, verbs=verbs)
    drafts = [one.id for one in await store.drafts()]
    await store.close()
    assert not faults(tries)
    people = [one.id for one in (*EVERYBODY, isolation.OUTSIDER)]
    returns = [one.id for one in (*played.RETURNS, *THERE)] if LONG else [played.MINE.id]
    for verb in verbs:
        things = drafts if router.VERBS[verb][1] == router.SETTING_UP else returns
        assert cells(tries) >= set(product(people, [verb], things))
    proved("who can do what, three audits and two drafts with one of each", "{:,} tries",
           len(tries))  # fmt: skip


def cells(tries: list[isolation.Tried]) -> set[tuple[str, str, str]]:
    """Return which person tried which verb on what."""
    return {(one.who.id, one.verb, one.thing.id) for one in tries}


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("made", [demo, answered], ids=["running", "answered"])
async def test_demo_tries_and_nobody_gets_what_is_not_theirs(
    made: Any,  # noqa: ANN401 - one of two modules
    part: int,
    tmp_path: Path,
) -> None:
    """All of the demo's people on each service's returns; the long mode tries every verb."""
    quiet()
    store = await TinyStore.open(tmp_path / "data")
    await made.fill(store, TODAY)
    verbs = sorted(router.VERBS if LONG else {"open", "read_one"})
    found = await isolation.gathered(store, every=False)
    shared = replace(found, people=found.people[part::PARTS])
    tries = await isolation.tries(store, played.PARTNERSHIP, ground=shared, verbs=verbs)
    assert not faults(tries)
    suited = sum(thing.suits(verb) for verb in verbs for thing in found.things)
    assert len(tries) == len(shared.people) * suited > 0
    proved(
        f"who can read what, {made.__name__}: as the table of rules says",
        f"{{:,}} people, each {len(verbs)} buttons on {len(found.things)} things: {{:,}} tries",
        len(shared.people), len(tries),
    )  # fmt: skip
    await store.close()


async def leaky(turn: Turn, store: Store) -> Reply:
    """Show a return to whoever asks, as a fault of ours might."""
    found = await store.agency_return(str(turn.data.get("return")))
    if found is None:
        raise Problem(Code.RETURN_NOT_FOUND)
    words = " ".join(one.now.value for one in found.answers.values())
    return Reply(card={"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": words}]})


async def changing(_turn: Turn, store: Store) -> Reply:
    """Take the audit over, and refuse politely."""
    audit = await store.audit("a1")
    assert audit
    await store.keep_audit(replace(audit, title="Mine"))
    raise Problem(Code.RETURN_NOT_FOUND)


async def naming(_turn: Turn, store: Store) -> Reply:
    """Tell who a family is to whoever asks."""
    sheet = await store.identity("a1.F")
    assert sheet
    words = {"type": "TextBlock", "text": sheet.people[0].names}
    return Reply(card={"type": "AdaptiveCard", "body": [words]})


async def tripping(_turn: Turn, _store: Store) -> Reply:
    """Fail, as nobody expects."""
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("talk", "found"),
    [
        (leaky, "shows words that are not theirs to read"),
        (leaky, "should be refused, and got an answer"),
        (changing, "would have changed audit a1"),
        (naming, "shows who a family is that is not theirs"),
        (tripping, "made the bot fail"),
    ],
)
async def test_fault_in_a_conversation_is_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    talk: router.Talk,
    found: str,
) -> None:
    """A conversation that forgets to ask for the right to a return does not go unnoticed."""
    verbs = {**router.VERBS, "review": (talk, router.ANSWERING)}
    monkeypatch.setattr(router, "VERBS", verbs)
    store, _had = await laid(tmp_path / "laid")
    tries = await isolation.tries(store, played.PARTNERSHIP, verbs=["review"])
    await store.close()
    assert any(found in one.faults for one in tries)
    assert any("TRIES WERE NOT" in line for line in isolation_report.told(tries, [played.AUDIT]))


async def test_held_store_keeps_nothing(store: TinyStore) -> None:
    """What stands before the store lets nothing through that changes it, known or new."""
    held = cast("Store", Held(store))
    await held.keep_audit(replace(played.AUDIT, version=1, title="Another"))
    assert (await store.audits())[0].title == played.AUDIT.title
    with pytest.raises(AttributeError):
        held.rewrite  # type: ignore[attr-defined]  # noqa: B018 - that it cannot be had is the test
