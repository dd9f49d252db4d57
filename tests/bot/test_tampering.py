"""Cards that were tampered with: every field changed, dropped, swapped, and replayed too late."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from audits import altering
from audits.involvement import AgencyReturn, Change, Event, Saying
from audits.problems import Code, Problem
from audits.returns import send
from bot import isolation
from bot.isolation import CODE, OUTSIDER, Trial, broken
from bot.isolation_door import opened
from bot.isolation_held import Held
from bot.isolation_rules import Part, Verdict, verdict
from bot.isolation_secrets import secrets_from, texts
from dialogs import loading, router
from dialogs.turn import Reply, Turn
from storage.contract import Store
from tests import cast as played
from tests.bot import one_of_each
from tests.bot.one_of_each import laid
from tests.bot.tampering import (
    TYPED,
    WRONG,
    Button,
    by_themselves,
    drawn,
    key,
    of_each_kind,
    swapped,
    tampered,
)  # fmt: skip
from tests.proofs import LONG, proved, quiet

WHY = Saying(by="bm", at=played.AT, words="They left.")


async def as_it_is(_store: Store) -> None:
    """Nothing happens meanwhile."""


async def sent(store: Store) -> None:
    """Every return is sent."""
    for ret in played.RETURNS:
        found = await store.agency_return(ret.id)
        if found and found.sent_at is None:
            own, by = played.involved(found), ret.contacts[0]
            await store.keep(send(own, drawn=found.version, by=by, at=played.AT))


async def closed(store: Store) -> None:
    """The audit is closed."""
    audit = await store.audit("a1")
    assert audit
    await loading.alter(store, altering.close(audit, WHY))


async def removed(store: Store) -> None:
    """The health visitor leaves the audit."""
    audit = await store.audit("a1")
    assert audit
    await loading.remove_person(store, audit, "hv", WHY)


async def handed_over(store: Store) -> None:
    """The police officer's return goes to the housing officer's hands, and the other way round."""
    given = {"a1.C.police": ("hou",), "a1.C.housing": ("pol",)}
    for which, to in given.items():
        found = await store.agency_return(which)
        assert found
        after = replace(found, contacts=to, version=found.version + 1)
        await store.keep(change(found, after))


def change(before: AgencyReturn, after: AgencyReturn) -> Change:
    """Return the change from one to the other, with a line in the journal."""
    at = played.AT + timedelta(hours=1)
    event = Event(at=at, by="bm", what="return.assigned", version=after.version)
    return Change(before=before, after=after, events=(event,))


ALL = 10**9
"""Values of other cards that are put into each field in the long mode: all that there are."""
VERBS = 25
"""But for the verb that old clients send beside a button's data: no button's own turn reads it."""
MEANWHILE = {one.__name__: one for one in (as_it_is, sent, closed, removed, handed_over)}


class Judge:
    """Presses as somebody, and says what came of it that should not have."""

    def __init__(self, trial: Trial) -> None:
        ground = trial.ground
        self.trial, self.tried = trial, set[str]()
        self.parts = {
            who.id: Part(who=who, audits=ground.audits, drafts=ground.drafts)
            for who in (*one_of_each.EVERYBODY, OUTSIDER)
        }
        self.secrets = {who: secrets_from(part, ground) for who, part in self.parts.items()}
        self.things = {thing.id: thing for thing in ground.things}

    def refused(self, who: str, verb: str, carried: dict[str, Any]) -> bool:
        """Whether this is about a return that is not the person's to do this with."""
        thing = self.things.get(str(carried.get("return")))
        if who == OUTSIDER.id or thing is None:
            return who == OUTSIDER.id
        return verdict(verb, self.parts[who], thing) is Verdict.REFUSED

    async def faults(self, who: str, verb: str, carried: dict[str, Any]) -> list[str]:
        """Press once, and return what was not as it should be; the same again is not tried."""
        if key(who, verb, carried) in self.tried:
            return []
        self.tried.add(key(who, verb, carried))
        status, card = await self.trial.knock.press(self.parts[who].who, verb, carried)
        never = self.refused(who, verb, carried)
        found = [
            one for one in self.secrets[who].found_in(card, "", carried) if one.startswith("shows")
        ]
        if never and not any(map(CODE.match, texts(card))):
            found.append("should be refused, and got an answer")
        wrong = self.trial.wrongly(verb, self.parts[who], never=never)
        return [*broken(status, card), *found, *(f"would have changed {one}" for one in wrong)]


@asynccontextmanager
async def before(folder: Path) -> AsyncIterator[tuple[Trial, list[Button]]]:
    """Give the bot's door, and all that can be pressed before anything happens."""
    store, had = await laid(folder)
    held = Held(store)
    async with opened(cast("Any", held), played.PARTNERSHIP) as knock:
        ground = await isolation.gathered(store, every=True)
        trial = Trial(ground=ground, held=held, knock=knock)
        people = [one for one in ground.people if LONG or one.id in {"hv", "bm", "phnc"}]
        things = [one for one in ground.things if LONG or one.id == "a1.C.phn"]
        cards = await drawn(trial, had, people=people, things=things, on=LONG)
        yield trial, [*cards, *by_themselves(ground.people)]
    await store.close()


@pytest.mark.parametrize("meanwhile", MEANWHILE)
async def test_tampered_cards_show_and_change_nothing_of_anothers(
    meanwhile: str, tmp_path: Path
) -> None:
    """Whoever presses whosever card, however it was changed, and whatever happened since."""
    quiet()
    async with before(tmp_path / "data") as (trial, cards):
        if LONG:
            assert {verb for _who, verb, _carried in cards} == set(router.VERBS) - TYPED
        await MEANWHILE[meanwhile](trial.held.store)
        ground = await isolation.gathered(trial.held.store, every=True)
        judge = Judge(replace(trial, ground=ground))
        wrong = WRONG if meanwhile == "as_it_is" else ()  # what is no answer at all stays none
        buttons = await pressed_by_all(judge, cards, wrong)
    when = meanwhile.replace("_", " ")
    fields = len({name for _who, _verb, carried in cards for name in carried})
    proved(f"tampered cards, {when}",
           f"{buttons:,} buttons, {fields} fields, {len(judge.tried):,} tries")  # fmt: skip
    assert len(judge.tried) > 10 * buttons


async def pressed_by_all(judge: Judge, cards: list[Button], values: Iterable[Any]) -> int:
    """Press each tampered card as its owner and as others; return how many buttons were tried."""
    every = swapped(cards, ALL if LONG else 3)
    every["verb"] = every.get("verb", [])[:VERBS]
    kinds = of_each_kind(cards)
    chosen = kinds if LONG else kinds[:: max(1, len(kinds) // 15)]
    people, wrong = list(judge.parts), list[object]()
    for number, (owner, verb, carried) in enumerate(chosen):
        others = people if LONG else people[number % len(people) :][:1]
        presses = [(who, carried) for who in others]  # a card that was only passed on
        for turn, changed in enumerate(tampered(carried, every, values)):
            presses += [(who, changed) for who in (owner.id, people[(number + turn) % len(people)])]
        for who, changed in presses:
            found = await judge.faults(who, verb, changed)
            wrong += [(who, owner.id, verb, changed, found)] if found else []
    assert not wrong[:20]
    return len(chosen)


async def generous(turn: Turn, store: Store) -> Reply:
    """Believe what a card says of whose the return is."""
    found = await store.agency_return(str(turn.data.get("return")))
    if found is None:
        raise Problem(Code.RETURN_NOT_FOUND)
    await store.keep(change(found, replace(found, version=found.version + 1)))
    return Reply(card={"type": "AdaptiveCard", "body": []})


async def failing(_turn: Turn, _store: Store) -> Reply:
    """Trip over what came."""
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("talk", "found"),
    [
        (
            generous,
            [
                "should be refused, and got an answer",
                "would have changed return a1.C.police",
            ],
        ),
        (failing, ["made the bot fail", "should be refused, and got an answer"]),
    ],
)
async def test_judge_notices_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, talk: router.Talk, found: list[str]
) -> None:
    """The proof can fail: a conversation that believes a card, or fails over it, is found out."""
    monkeypatch.setattr(router, "VERBS", {**router.VERBS, "save": (talk, router.ANSWERING)})
    async with before(tmp_path / "data") as (trial, _cards):
        carried = {"return": "a1.C.police"}
        assert await Judge(trial).faults("hv", "save", carried) == found
