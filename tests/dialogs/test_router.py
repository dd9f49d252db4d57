"""What is typed, and what is asked for that does not exist."""

import pytest

from audits.problems import Code, Problem
from cards.commands import ALL
from dialogs.router import VERBS, verb_for
from tests.dialogs.conftest import Desk


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Hi", "welcome"),
        ("HELLO!", "welcome"),
        ("help", "help"),
        ("  My   Returns ", "my_returns"),
        ("Status.", "status"),
        ("what is this", "lost"),
        ("", "lost"),
        ("🙂", "lost"),
    ],
)
def test_message_finds_its_verb(text: str, verb: str) -> None:
    """Letter case, spaces and full stops do not matter; nonsense is `lost`."""
    assert verb_for(text) == verb


def test_every_command_has_a_verb() -> None:
    """Nothing can be typed that leads nowhere."""
    assert {*(command.verb for command in ALL), "lost"} <= set(VERBS)


async def test_unknown_verb_is_a_problem(visitor: Desk) -> None:
    """A button nobody drew is refused."""
    with pytest.raises(Problem) as met:
        await visitor.ask("drop_everything")
    assert met.value.code is Code.VERB_UNKNOWN


async def test_nonsense_is_answered_with_the_ways_on(visitor: Desk) -> None:
    """A message that is not understood is shown back with what can be done."""
    card = await visitor.ask("lost", {"text": "whats *all* this"})
    assert "whats *all* this" in str(card["body"])
    assert [action["title"] for action in card["actions"]] == ["My returns", "Help"]


async def test_welcome_says_who_reads_it_and_how_long_it_is_kept(visitor: Desk) -> None:
    """The first card answers the first questions."""
    said = str(await visitor.ask("welcome"))
    assert "the audit team" in said
    assert "at most 24 months" in said
    assert "learning, not blame" in said
