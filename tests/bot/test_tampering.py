"""Cards that were tampered with: every field changed, dropped, swapped, and replayed too late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from audits import altering
from audits.involvement import AgencyReturn, Change, Event, Saying
from audits.people import Person
from audits.returns import send
from bot import isolation
from bot.isolation import Ground, Secrets, Trial, secrets_from
from bot.isolation_door import opened
from bot.isolation_held import Held
from bot.isolation_rules import Part
from dialogs import loading, router
from storage.tiny import TinyStore
from tests import cast as played
from tests.bot.test_isolation import filled
from tests.pressing import buttons
from tests.proofs import LONG, proved

WRONG: tuple[Any, ...] = (None, True, -1, 10**9, "", "a1", "housing", [], {}, "x" * 5000)
Button = tuple[Person, str, dict[str, Any]]
WHY = Saying(by="bm", at=played.AT, words="They left.")


async def as_it_is(_store: TinyStore) -> None:
    """Nothing happens meanwhile."""


async def sent(store: TinyStore) -> None:
    """Every return is sent."""
    for ret in played.RETURNS:
        found = await store.agency_return(ret.id)
        if found and found.sent_at is None:
            own, by = played.involved(found), ret.contacts[0]
            await store.keep(send(own, drawn=found.version, by=by, at=played.AT))


async def closed(store: TinyStore) -> None:
    """The audit is closed."""
    audit = await store.audit("a1")
    assert audit
    await loading.alter(store, altering.close(audit, WHY))


async def removed(store: TinyStore) -> None:
    """The health visitor leaves the audit."""
    audit = await store.audit("a1")
    assert audit
    await loading.remove_person(store, audit, "hv", WHY)


async def handed_over(store: TinyStore) -> None:
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


MEANWHILE = {one.__name__: one for one in (as_it_is, sent, closed, removed, handed_over)}


async def drawn(trial: Trial) -> list[Button]:
    """Return every button of every card that anybody of the cast can have drawn."""
    found: dict[str, Button] = {}
    for who in trial.ground.people:
        for verb in sorted(router.VERBS):
            for thing in trial.ground.things:
                _status, card = await trial.knock.press(who, verb, isolation.carried(thing))
                for pressed, data in buttons(card):
                    found[f"{who.id} {pressed} {sorted(data.items(), key=str)}"] = (
                        who, pressed, data,
                    )  # fmt: skip
    trial.held.taken()
    return list(found.values())


def tampered(data: dict[str, Any], every: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Yield the data as they are, and with each field dropped, changed, and swapped."""
    yield data
    for name in data:
        yield {key: one for key, one in data.items() if key != name}
        yield from ({**data, name: wrong} for wrong in WRONG)
        yield from ({**data, name: other} for other in every[name])


def faults_of(
    trial: Trial, part: Part, *, secrets: Secrets, answer: tuple[int, object]
) -> list[str]:
    """Return what a reply shows and would change that it should not."""
    status, card = answer
    found = [one for one in secrets.found_in(card, "") if "words" in one]
    found += [] if status == 200 and "on our side" not in str(card) else [f"{status}: a fault"]
    wrong = [one for one in trial.held.taken() if not trial.may_change(one, part)]
    return [*found, *(f"would have changed {one}" for one in wrong)]


@pytest.mark.parametrize("meanwhile", MEANWHILE)
async def test_tampered_cards_show_and_change_nothing_of_anothers(
    meanwhile: str, tmp_path: Path
) -> None:
    """Whoever presses whosever card, however it was changed, and whatever happened since."""
    store = await filled(tmp_path / "data")
    held = Held(store)
    async with opened(cast("Any", held), played.PARTNERSHIP) as knock:
        before = Trial(ground=await isolation.ground(store, every=True), held=held, knock=knock)
        cards = await drawn(before)
        await MEANWHILE[meanwhile](store)
        ground = await isolation.ground(store, every=True)
        trial = Trial(ground=ground, held=held, knock=knock)
        tried = await pressed_by_all(trial, cards, ground)
    await store.close()
    when = meanwhile.replace("_", " ")
    proved(f"tampered cards, {when}", f"{len(cards)} buttons, {tried:,} tries")
    assert tried > len(cards)


async def pressed_by_all(trial: Trial, cards: list[Button], ground: Ground) -> int:
    """Press each tampered card as its owner and as the next person; return how often."""
    every: dict[str, list[Any]] = {}
    for _who, _verb, data in cards:
        for name, one in data.items():
            if one not in every.setdefault(name, []) and len(every[name]) < (12 if LONG else 3):
                every[name].append(one)
    step = 1 if LONG else max(1, len(cards) // 15)
    everybody = (*(owner for owner, _verb, _data in cards), *ground.people)
    people, count = tuple({who.id: who for who in everybody}.values()), 0
    parts = {who.id: Part(who=who, audits=ground.audits) for who in people}
    secrets = {who.id: secrets_from(parts[who.id], ground) for who in people}
    for number, (owner, verb, data) in enumerate(cards[::step]):
        for changed in tampered(data, every):
            for who in (owner, people[number % len(people)]):
                answer = await trial.knock.press(who, verb, changed)
                count += 1
                wrong = faults_of(trial, parts[who.id], secrets=secrets[who.id], answer=answer)
                assert not wrong, (who.id, owner.id, verb, changed, wrong)
    return count
