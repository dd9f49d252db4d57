"""What the log says of a turn, and what it never says, at any level."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from audits.problems import Code, Problem
from bot import log
from tests.bot.conftest import Build
from tests.bot.world import SAM, World, failing

MARK = "Marker-7f3a, he said, with an ’"
SECRETS = ("Marker-7f3a", SAM.name, SAM.email, SAM.object_id, "eyJ")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Let everything be logged that anything wants to log, libraries too."""
    stream = io.StringIO()
    log.configure("DEBUG", stream)
    loggers = [logging.getLogger(name) for name in ("", *logging.root.manager.loggerDict)]
    levels = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield stream
    for logger, level in levels:
        logger.setLevel(level)
    log.configure("DEBUG")


def lines(written: io.StringIO, source: str) -> list[dict[str, Any]]:
    """Return the lines of one source."""
    told = [json.loads(line) for line in written.getvalue().splitlines()]
    return [line for line in told if line["from"] == source]


async def test_turn_is_one_line(world: World, written: io.StringIO) -> None:
    """Turn, person, verb, outcome, milliseconds."""
    await world.told("execute")
    [line] = lines(written, "bot.turn")
    assert len(line.pop("turn")) == 12
    assert line.pop("ms") >= 0
    del line["at"]
    assert line == {
        "level": "info", "from": "bot.turn", "event": "turn", "person": "p-sam", "verb": "next",
        "outcome": "ok",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fails", "outcome"),
    [(Problem(Code.RETURN_SENT), "return.sent"), (ValueError(MARK), "fault.ValueError")],
)
async def test_outcome_is_a_code(
    world: World, written: io.StringIO, fails: Exception, outcome: str
) -> None:
    """The code of the problem, or the kind of fault."""
    world.router.fails = fails
    await world.told("execute")
    assert lines(written, "bot.turn")[0]["outcome"] == outcome


async def test_reply_that_was_not_taken_is_noted(world: World, written: io.StringIO) -> None:
    """With status and Microsoft's code; a code that is no code is left out."""
    for code in ("ConversationBlockedByUser", f"{MARK} is no code"):
        world.connector.will_answer(failing(403, code))
        await world.told("message")
    sent = [line["sent"] for line in lines(written, "bot.turn")]
    assert sent == ["403 ConversationBlockedByUser", "403"]


@pytest.mark.parametrize("status", [401, 400])
async def test_refusal_is_one_line(world: World, written: io.StringIO, status: int) -> None:
    """Its reason is one of our own words."""
    await world.post(MARK.encode(), "garbage" if status == 401 else "")
    [line] = lines(written, "bot.app")
    assert line["status"] == status
    assert line["refused"] == {401: "token.unreadable", 400: "body.bad_json"}[status]


@pytest.mark.parametrize("fails", [None, ValueError(MARK), Problem(Code.RETURN_SENT, MARK)])
async def test_answers_names_and_tokens_leave_no_trace(
    build: Build, written: io.StringIO, fails: Exception | None
) -> None:
    """At DEBUG level, with every library's log, in good turns and bad, typed or on a card."""
    world = await build()
    world.router.fails = fails
    data = {"verb": MARK, "q1": MARK, MARK: MARK}
    world.connector.will_answer(failing(404, MARK), failing(500, MARK))
    await world.told("execute", value={"action": {"verb": MARK, "data": data}, MARK: MARK})
    await world.told("submit", value=data)
    await world.told("message", text=MARK)
    await world.told("execute", name=MARK)
    await world.told("message", id=MARK, replyToId=MARK, locale=MARK, type=MARK)
    await world.post(world.activity("execute", channelId=MARK))
    assert len(lines(written, "bot.turn")) == 3
    assert not [secret for secret in SECRETS if secret in written.getvalue()]


def fail_twice() -> None:
    """Raise one exception because of another."""
    try:
        float(MARK)
    except ValueError as error:
        raise LookupError(MARK) from error


async def test_exception_that_nobody_caught_leaves_no_trace(written: io.StringIO) -> None:
    """Not even by way of another one, or of asyncio."""
    with pytest.raises(LookupError, match="Marker") as raised:
        fail_twice()
    told = f"Task failed: {raised.value!r}"
    logging.getLogger("library.tasks").error(told, exc_info=raised.value)
    logging.getLogger("library").error("Could not read %s", MARK)
    assert "Marker" not in written.getvalue()
    [line] = lines(written, "library.tasks")
    assert [fault["type"] for fault in line["fault"]] == ["LookupError", "ValueError"]
    assert "test_log.py" in line["fault"][0]["places"][0]


async def test_forged_verb_is_not_repeated(world: World, written: io.StringIO) -> None:
    """A word that we do not know may be anybody's."""
    world.router.fails = Problem(Code.VERB_UNKNOWN)
    await world.told("submit", value={"verb": "smith"})
    assert lines(written, "bot.turn")[0]["verb"] == "?"


GOOD: dict[str, Any] = {
    "turn": "085dc3000001",
    "person": "p-sam",
    "verb": "next",
    "outcome": "return.sent",
}
FORGED = {"a quote": 'p"', "a space": "p q", "a line": "p\n", "a name": "Żaneta", "long": "p" * 101}


@pytest.mark.parametrize("told", [GOOD, GOOD | {"person": "", "verb": ""}])
def test_turn_is_written_as_the_chain_would(written: io.StringIO, told: dict[str, Any]) -> None:
    """The usual line takes a shorter way, and is the same but for when it was, and how long."""
    log.Line(**told).write()
    log.TURNS.tell("info", "turn", {**told, "ms": 12.3})
    pattern = re.compile(r'("at":"[^"]+"|"ms":[\d.]+)')
    short, chain = (pattern.sub("", line) for line in written.getvalue().splitlines())
    assert short == chain


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_what_has_another_shape_is_not_said(written: io.StringIO, name: str, forged: str) -> None:
    """No field of a turn passes for the next, or ends the line."""
    log.Line(**GOOD | {name: forged}).write()
    [line] = lines(written, "bot.turn")
    assert {field: line[field] for field in GOOD} == GOOD | {name: "?"}
