"""Every box of every card, sent back as no person fills it in: some clients send odd things."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from audits import claiming, notices
from audits.involvement import Sheet
from audits.people import Person
from audits.problems import Problem
from audits.returns import save, send
from bot import isolation
from bot.isolation_held import Held
from cards.boxes import INPUT
from cards.parts import Card, Element
from cards.words import PROBLEMS
from dialogs import outgoing, router
from dialogs.turn import Turn
from storage.contract import Batch, Store
from storage.tiny import TinyStore
from tests import cast as played
from tests.bot import one_of_each
from tests.cards.lint import elements
from tests.cards.test_setup_worst import worst
from tests.changed_tool import book
from tests.pressing import buttons
from tests.proofs import LONG, proved
from tests.storage.disks import NoSync

KEEPING = tuple(name for name in vars(Held) if name.startswith(("keep", "add", "claim", "settle",
                                                                "destroy", "drop")))  # fmt: skip
STRANGE = "zz-not-offered"
ODD: Mapping[str, Any] = {
    "null": None, "empty": "", "list": [], "object": {}, "true": True, "number": 7,
    "not offered": STRANGE, "4,000 characters": "W" * 4_000,
}  # fmt: skip
FLOOD = {f"{start}x{n}": "some words" for n in range(2_000) for start in ("", INPUT, "verdict.")}
NOT_KEPT_YET = "propose_timetable"
"""Its card shows dates that are not kept yet: of a box that tells nothing, what is kept stays."""
WEEK = timedelta(days=7)
ASKED_FOR: tuple[tuple[Person, str, dict[str, Any]], ...] = (
    (played.POLICE_OFFICER, "thread", {"return": "a1.C.police"}),
    (played.COORDINATOR, "sign_off", {"return": "a1.F.phn"}),
    (played.COORDINATOR, "newcomers", {"audit": "a1"}),
    (played.BUSINESS_MANAGER, "papers", {"audit": "a1"}),
    (played.BUSINESS_MANAGER, "query", {"return": "a1.C.police"}),
    (played.HEALTH_VISITOR, "save", {"return": "a1.C.phn", "drawn": 1, f"{INPUT}risk": "yes"}),
)
"""What leads to a card that only what others did brings up."""
BROUGHT_UP = frozenset({
    "answer_question", "confirm_person", "decide_time", "keep_document", "let_go", "paper",
    "place_tool", "reply", "send_back", "take_new_tool",
})  # fmt: skip
Kept = list[str]


class Noting(Held):
    """Keeps nothing, and notes all that it was asked to keep, word for word."""

    def __init__(self, store: TinyStore) -> None:
        super().__init__(cast("Any", store))
        self.words: Kept = []

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever it is
        found = super().__getattribute__(name)
        if name not in KEEPING:
            return found

        async def noted(*given: object) -> Any:  # noqa: ANN401
            self.words.append(f"{name}{given!r}")
            return await found(*given)

        return noted


@dataclass
class Trying:
    """A store that keeps nothing, and every card with boxes that its people are shown."""

    store: Noting
    cards: dict[tuple[str, ...], tuple[Person, Card]] = field(default_factory=dict)

    async def press(self, who: Person, verb: str, data: Mapping[str, Any]) -> tuple[Card, Kept]:
        """Return the card that comes back, the words of a refusal, and what would be kept."""
        turn = Turn(who=who, verb=verb, at=played.AT, partnership=played.PARTNERSHIP, data=data)
        self.store.words.clear()
        try:
            card = (await router.take(turn, cast("Any", self.store))).card
        except Problem as problem:
            card = {"now": PROBLEMS[problem.code].now}
        return card, [*self.store.words]

    async def look(self, who: Person, verb: str, data: Mapping[str, Any]) -> None:
        """Note the card that comes back, if it is the first with its boxes."""
        card, _kept = await self.press(who, verb, data)
        if boxes(card):
            self.cards.setdefault(signature(verb, card), (who, card))


def boxes(card: Card) -> list[Element]:
    """Return the inputs of a card."""
    return [one for one in elements(card) if str(one.get("type", "")).startswith("Input.")]


def signature(verb: str, card: Card) -> tuple[str, ...]:
    """Return what a card is known by here: where it came from, and its kinds of boxes."""
    return (verb, *sorted({str(one["id"]).partition(".")[0] for one in boxes(card)}))


def offered(card: Card) -> Iterator[dict[str, Any]]:
    """Yield a way to fill in the card for each choice that it offers, all other boxes filled."""
    usual = {"Input.Date": "2026-12-10", "Input.Time": "10:00", "Input.Number": 3}
    filled = {
        one["id"]: one["choices"][0]["value"] if one.get("choices")
        else usual.get(one["type"], one.get("value") or "Some plain words of mine.")
        for one in boxes(card)
    }  # fmt: skip
    yield filled
    for one in boxes(card):
        yield from (filled | {one["id"]: choice["value"]} for choice in one.get("choices", [])[:9])


async def gathered(folder: Path) -> Trying:
    """Return every card with boxes: what each verb shows, and what a choice leads on to."""
    store = await TinyStore.open(folder, disk=NoSync())
    for who in played.EVERYBODY:
        await store.keep_person(who)
    await store.keep_audit(played.AUDIT)
    for ret in played.RETURNS:
        await store.add(ret)
        sheet = Sheet(drawn=0, answers={"look_evidence": "Seen on 4 May.", **played.ENOUGH})
        by, own = ret.contacts[0], played.involved(ret)
        await store.keep(saving := save(own, sheet, by=by, at=played.AT))
        if ret.agency == "police":
            await store.keep(send(own.after(saving), drawn=1, by=by, at=played.AT))
    draft = replace(worst(), version=0, families=dict([*worst().families.items()][:3]), picked=None)
    assert await store.keep_batch(Batch(drafts=(draft,)))
    trying, ground = Trying(Noting(store)), await isolation.gathered(store, every=False)
    for who in ground.people:
        for verb in sorted(router.VERBS):
            for thing in ground.things:
                data = isolation.carried(thing)
                await trying.look(who, verb, data)
                await trying.look(who, verb, {**data, "draft": draft.id, "audit": ""})
    for who, card in [*trying.cards.values()]:
        for verb, data in buttons(card):
            for filled in offered(card):
                await trying.look(who, verb, data | filled)
    return trying


def spoiled(box: Element, sent: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what else may come back of a box, by what is wrong with it."""
    yield "left out", {key: one for key, one in sent.items() if key != box["id"]}
    yield from ((why, {**sent, box["id"]: odd}) for why, odd in ODD.items())


def wrong(box: Element, why: str, *, kept: Kept, usual: Kept) -> str:
    """Say what is kept that nobody said; empty where nothing is."""
    if why == "not offered" and box["type"] != "Input.Text" and STRANGE in str(kept):
        return "keeps what was not offered"
    told = "value" not in box or (why == "left out" and str(box["id"]).startswith(INPUT))
    if why in {"null", "left out"} and not told and kept and kept != usual:
        return "changes what stands, though nothing was told"
    return ""


async def brought_up(folder: Path) -> Trying:
    """Return the cards with boxes that come up only because of what somebody else did or sent."""
    store, had = await one_of_each.laid(folder)
    officer = one_of_each.Told(store, who=played.POLICE_OFFICER, every=had)
    await officer.ask("upload", file=book())  # runs an audit, sets another up: for which is it?
    trying = Trying(Noting(store))
    for who, verb, data in ASKED_FOR:
        await trying.look(who, verb, data)
    had += [one async for one in messages(store)]
    for who, card in had:  # the last of its kind counts: others show what stood before
        verbs = BROUGHT_UP & {verb for verb, _data in buttons(card)}
        if boxes(card) and verbs:
            trying.cards[signature(f"had {min(verbs)}", card)] = (who, card)
    return trying


async def messages(store: Store) -> AsyncIterator[tuple[Person, Card]]:
    """Yield the cards that come as messages, one for each thing that is told."""
    people = {who.id: who for who in one_of_each.EVERYBODY}
    for audit in await store.audits():
        standings = await store.returns_in(audit.id)
        rows = [(one, await store.journal(one.id)) for one in standings]
        span = {"since": played.AT - WEEK, "until": played.AT + WEEK}
        found = [
            *notices.of_journal(audit, rows, {}, **span),
            *notices.of_questions(audit, standings, {}, **span),
            *claiming.notices(audit, {}, **span),
        ]
        for nudge in {one.about: one for one in found}.values():
            reply = await outgoing.drawn(nudge, store, played.AT)
            if reply and nudge.person in people:
                yield people[nudge.person], reply.card


@pytest.fixture
async def trying(tmp_path: Path) -> Trying:
    """The small audit, with a draft of another."""
    return await gathered(tmp_path / "data")


async def faults_in(trying: Trying) -> tuple[int, list[str]]:
    """Send every box of every card back in every odd way; return how many, and what was wrong."""
    tried, faults = 0, list[str]()
    kept = {who.id: values(card) for (whence, *_), (who, card) in trying.cards.items()
            if whence == "timetable"}  # fmt: skip
    for (whence, *_), (who, card) in trying.cards.items():
        drawn = values(card)
        stands = kept[who.id] if whence == NOT_KEPT_YET else {}
        for verb, data in buttons(card):
            await trying.press(who, verb, data | drawn | FLOOD)
            for filled in (drawn, next(offered(card)) | drawn)[not LONG :]:
                usual = (await trying.press(who, verb, data | filled))[1]
                for box in boxes(card)[: None if LONG else 12]:
                    now = {key: one for key, one in stands.items() if key == box["id"]}
                    if now:
                        usual = (await trying.press(who, verb, data | filled | now))[1]
                    for why, sent in spoiled(box, data | filled):
                        after = (await trying.press(who, verb, sent))[1]
                        fault = wrong(box, why, kept=after, usual=usual)
                        faults += [f"{whence}, {verb}: {box['id']} {why} {fault}"] * bool(fault)
                        tried += 1
    return tried, sorted(set(faults))


def values(card: Card) -> dict[str, Any]:
    """Return what stands in the boxes of a card."""
    return {one["id"]: one["value"] for one in boxes(card) if "value" in one}


async def test_odd_answers_of_clients_break_nothing_and_are_never_kept(trying: Trying) -> None:
    """Null, nothing, another type, no such choice, 4,000 characters, thousands of boxes.

    Each gets a card or a refusal with words. Nothing is kept that nobody said: a box of which
    nothing is told stays as it is. A page's box that is left out was emptied: clients send it so.
    """
    tried, faults = await faults_in(trying)
    assert not faults, "\n".join(faults)
    assert tried > 2_000
    proved("odd answers of clients, none kept that nobody gave", f"{tried:,} tries")
    assert len(trying.cards) > 50
    await trying.store.close()


async def test_odd_answers_on_cards_that_others_bring_up(tmp_path: Path) -> None:
    """The same of queries, sign-offs, risks, documents, newcomers, changed tools and messages."""
    trying = await brought_up(tmp_path / "data")
    verbs = {verb for _who, card in trying.cards.values() for verb, _data in buttons(card)}
    assert verbs >= BROUGHT_UP
    tried, faults = await faults_in(trying)
    assert not faults, "\n".join(faults)
    proved("odd answers on cards that others bring up", f"{tried:,} tries")
    assert tried > 200
    await trying.store.close()
