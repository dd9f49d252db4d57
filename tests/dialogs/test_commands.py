"""What is typed: commands with words after them, near misses, help on one command, a channel."""

from typing import Any

import pytest

from audits.collected import Only
from audits.problems import Code, Problem
from cards.command import Whose
from cards.commands import ALL, MENU
from dialogs import commands, router, scope
from dialogs.turn import Place, Turn
from storage.contract import Store
from tests import cast
from tests.cards.lint import faults_but_schema
from tests.dialogs.conftest import Desk, actions
from tests.dialogs.test_answer import words


async def typed(desk: Desk, text: str, place: Place = Place.PERSONAL) -> dict[str, Any]:
    """The card that somebody gets for what they typed, linted."""
    turn = Turn(who=desk.who, verb=router.verb_for(text), at=desk.at, data={"text": text},
                partnership=cast.PARTNERSHIP, place=place)  # fmt: skip
    desk.card = (await router.take(turn, desk.store)).card
    assert not faults_but_schema(desk.card)
    return desk.card


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("Summary theme 2", "summary", "theme 2"),
        ("read C Police.", "read_one", "c police"),
        ("pack all", "pack", "all"),
        ("nudge now", "nudge", ""),
        ("who is late?", "outstanding", ""),
        ("help pack", "help", "pack"),
    ],
)
def test_words_after_a_command_are_read(text: str, verb: str, rest: str) -> None:
    """The longest command counts, and what follows it is kept."""
    found = commands.understood(text)
    assert found
    assert (found.command.verb, found.rest) == (verb, rest)


@pytest.mark.parametrize("text", ["status of things", "later I will", "my returns please", "🙂"])
def test_words_after_a_command_that_takes_none_are_not_guessed_at(text: str) -> None:
    """A sentence that begins like a command is none."""
    assert router.verb_for(text) == "lost"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("statsu", "status"),
        ("sumary theme 2", "summary theme 2"),
        ("raed c police", "read c police"),
        ("mismaches", "mismatches"),
        ("oustanding police", "outstanding police"),
        ("my retruns", "my returns"),
    ],
)
def test_near_miss_is_understood(text: str, meant: str) -> None:
    """What is like a command is offered first, with what followed it."""
    assert next(iter(commands.alike(text, set(Whose)))) == meant


def test_nothing_like_a_command_suggests_nothing() -> None:
    """A guess out of nowhere would mislead."""
    assert not commands.alike("the weather is fine today", set(Whose))


async def test_near_miss_is_a_button_that_does_it(manager: Desk) -> None:
    """Pressing what was meant is the same as typing it."""
    card = await typed(manager, "sumary police")
    assert "sumary police" in words(card)
    assert "Returns in: 0 of 1" in words(await manager.press("“summary police”"))


async def test_near_miss_offers_only_ones_own_commands(visitor: Desk) -> None:
    """Who answers is not led to a command of the audit team."""
    titles = [action["title"] for action in actions(await typed(visitor, "statsu"))]
    assert not [title for title in titles if "status" in title]


async def test_help_tells_of_one_command(manager: Desk, visitor: Desk) -> None:
    """What it does, what may follow it, and a button; to others, whose it is."""
    assert "“summary theme 2”" in words(await typed(manager, "help summary"))
    assert "Returns in" in words(await manager.press("Summary"))
    card = await typed(visitor, "help export")
    assert "This is for the business manager" in words(card)
    assert [action["title"] for action in actions(card)] == ["All commands"]
    assert "Did you mean" in words(await typed(manager, "help sumary"))


async def test_help_lists_only_ones_own_commands(
    manager: Desk, visitor: Desk, store: Store
) -> None:
    """The manager all, an observer the summary, who answers none of the team's."""
    observer = Desk(store, cast.OBSERVER)
    shown = {desk.who.id: words(await typed(desk, "help")) for desk in (manager, visitor, observer)}
    assert all(f"**{one.word}**" in shown["bm"] for one in ALL
               if one.whose is not Whose.COORDINATORS)  # fmt: skip
    assert "**summary**" in shown["obs"]
    assert "**status**" not in shown["obs"]
    assert "**summary**" not in shown["hv"]


def test_every_command_leads_somewhere_and_is_typed_in_one_way_only() -> None:
    """No two commands share a word; each has a verb; ten are in the menu."""
    every = [way for one in ALL for way in one.typed]
    assert len(every) == len(set(every))
    assert {one.verb for one in ALL} <= set(router.VERBS)
    assert len(MENU) == 10


@pytest.mark.parametrize(
    ("text", "only", "unknown"),
    [
        ("family c", Only(family="C"), ""),
        ("C police", Only(family="C", agency="police"), ""),
        ("theme 1 housing concern",
         Only(theme="curiosity", agency="housing", grade="concern"), ""),
        ("public health", Only(agency="phn"), ""),
        ("plice", Only(agency="police"), ""),
        ("professional curiosity", Only(theme="curiosity"), ""),
        ("cause for concern", Only(grade="concern"), ""),
        ("family z police", Only(agency="police"), "z"),
        ("theme 9", Only(), "9"),
        ("of the whole audit", Only(), ""),
        ("theme", Only(), "theme"),
    ],
)  # fmt: skip
def test_part_of_the_audit_is_understood_in_any_order(text: str, only: Only, unknown: str) -> None:
    """Codes, short names, names and near misses; what is not understood is named."""
    found = scope.of_words(cast.AUDIT, text)
    assert (found.only, found.unknown) == (only, unknown)


async def test_word_that_nothing_is_called_is_said(manager: Desk) -> None:
    """The card is about what was understood, and shows the word as text."""
    card = await typed(manager, "summary police *zebra*")
    assert "Nothing in this audit is called that" in words(card)
    assert "*zebra*" in str(card)


async def test_channel_shows_counts_and_codes_only(manager: Desk) -> None:
    """Where others read along there is no name, no risk, no way to a return."""
    await manager.ask("status")
    shared = await typed(manager, "status", Place.CHANNEL)
    assert "Returns in: 0 of 4" in words(shared)
    assert {action["verb"] for action in actions(shared)} == {"status"}
    assert not [name for name in (p.name for p in cast.EVERYBODY) if name in str(shared)]
    for text in ("outstanding", "flags", "read C police", "my returns", "export", "grade C"):
        assert "Ask me this in our own chat" in words(await typed(manager, text, Place.CHANNEL))


async def test_channel_gives_nothing_to_those_who_may_not(visitor: Desk) -> None:
    """In a channel as in one's own chat."""
    with pytest.raises(Problem) as met:
        await typed(visitor, "status", Place.CHANNEL)
    assert met.value.code is Code.VERB_NOT_YOURS
