"""Gathers every card that anybody can have, and changes what is on it in every way."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audits.people import Person
from bot import isolation
from bot.isolation import Trial
from bot.isolation_rules import Thing
from dialogs import router
from tests.pressing import presses

Button = tuple[Person, str, dict[str, Any]]
"""Whose card it is on, its verb, and what it sends with the card filled in."""
WRONG: tuple[Any, ...] = (None, True, -1, 10**9, "", "a1", "housing", [], {}, "x" * 5000)
BY_THEMSELVES: Mapping[str, dict[str, Any]] = {
    "decide_time": {"return": "a1.C.phn", "until": "2026-12-15", "granted": "yes"},
    "rule": {"audit": "a1", "nudge": "a1.C.housing", "granted": "yes"},
    "clear": {"audit": "a1", "family": "C", "start": 0, "shown": ["x"], "decision.x": "fine"},
    "rule_mismatches": {"audit": "a1", "start": 0, "shown": ["x"], "verdict.x": "discuss"},
    "place_tool": {"waits": "a2", "place": "a2"},
    "take_nominated": {"draft": "2026-1", "family": "C", "kind": "housing"},
    "look_file": {"draft": "2026-1"},
}
"""Buttons of cards that come as messages, or that are drawn of a file that was dropped in."""
TYPED = frozenset({"welcome", "lost", "helping", "invite", "check", "nominated", "upload"})
"""Verbs that no card has: they are typed, or a file is dropped in."""


def key(who: str, verb: str, carried: Mapping[str, Any]) -> str:
    """Return what tells one press from another."""
    return f"{who} {verb} {sorted(carried.items(), key=str)}"


async def drawn(
    trial: Trial,
    had: Iterable[tuple[Person, object]],
    *,
    people: Iterable[Person],
    things: Iterable[Thing],
    on: bool,
) -> list[Button]:
    """Return what can be pressed: on the cards that people had, and on all that they can get.

    `on`: also on the cards that come when those are pressed, until nothing new comes.
    """
    found: dict[str, Button] = {}
    asked = [{}, *map(isolation.carried, things)]
    wanted = [(who, verb, one) for who in people for verb in sorted(router.VERBS) for one in asked]
    wanted += list(new(found, had))
    while wanted:
        cards = [(who, (await trial.knock.press(who, verb, one))[1]) for who, verb, one in wanted]
        fresh = list(new(found, cards))
        wanted = fresh if on else []
    trial.held.taken()
    return list(found.values())


def by_themselves(people: Iterable[Person]) -> list[Button]:
    """Return the buttons of cards that nobody asks for, as the business managers get them."""
    managers = [who for who in people if who.id in {"bm", "pol"}]
    return [(who, verb, dict(one)) for who in managers for verb, one in BY_THEMSELVES.items()]


def new(found: dict[str, Button], cards: Iterable[tuple[Person, object]]) -> Iterator[Button]:
    """Note and yield what can be pressed on these cards and was not found before."""
    for who, card in cards:
        for verb, carried in presses(card):
            name = key(who.id, verb, carried)
            if name not in found:
                found[name] = (who, verb, carried)
                yield found[name]


def of_each_kind(cards: Iterable[Button]) -> list[Button]:
    """Return one of those buttons that send the same fields about the same thing.

    In what else they send the others differ from it only as they do when it is tampered with.
    """
    kinds: dict[str, Button] = {}
    for who, verb, carried in cards:
        about = [carried.get(name) for name in ("return", "audit", "draft", "family")]
        kinds.setdefault(f"{verb} {sorted(carried)} {about}", (who, verb, carried))
    return list(kinds.values())


def swapped(cards: Iterable[Button], most: int) -> dict[str, list[Any]]:
    """Return by field what stands in it on any card, of anybody: at most so many."""
    every: dict[str, list[Any]] = {}
    for _who, _verb, carried in cards:
        for name, one in carried.items():
            if one not in every.setdefault(name, []) and len(every[name]) < most:
                every[name].append(one)
    return every


def tampered(
    carried: dict[str, Any], every: Mapping[str, list[Any]], wrong: Iterable[Any]
) -> Iterator[dict[str, Any]]:
    """Yield what a button sends: as it is, and with each field dropped, changed, and swapped."""
    yield carried
    for name in carried:
        yield {field: one for field, one in carried.items() if field != name}
        yield from ({**carried, name: other} for other in (*wrong, *every.get(name, ())))
