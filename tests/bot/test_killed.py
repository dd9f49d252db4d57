"""The bot killed at any moment loses no answer whose card came back."""

import copy
import json
import os
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest

from audits.involvement import AgencyReturn
from bot import demo
from storage.tiny import TinyStore
from tests.demo_bot import DemoBot, free_port
from tests.proofs import proved

KILLS = 20 if os.environ.get("MACA_LONG") == "1" else 3
ANSWERS = 300
SEED = 20210419
RETURN = "demo.C.phn"
BOXES = ("day", "adults", "t1_look_evidence", "t1_look_impact", "learned_best")
CAPTURED = json.loads((Path(__file__).parent / "captured" / "execute.json").read_text("utf-8"))


def pressed(verb: str, carried: dict[str, Any]) -> dict[str, Any]:
    """The health visitor of the demo presses a button."""
    activity: dict[str, Any] = copy.deepcopy(CAPTURED)
    activity["from"]["aadObjectId"] = demo.object_id("hv1")
    activity["conversation"]["tenantId"] = activity["channelData"]["tenant"]["id"] = demo.TENANT
    activity["value"]["action"] |= {"verb": verb, "data": carried}
    return activity


def drawn_at(answer: dict[str, Any]) -> int:
    """The version at which the card that came back was drawn."""
    buttons = answer["value"]["actions"]
    return next(int(b["data"]["drawn"]) for b in buttons if "drawn" in b["data"])


class Visitor:
    """Answers box after box and remembers what came back."""

    def __init__(self, bot: DemoBot, http: aiohttp.ClientSession) -> None:
        self.address = f"http://127.0.0.1:{bot.port}/api/messages"
        self.http = http
        self.said: list[str] = []
        self.drawn = 0

    async def press(self, verb: str, carried: dict[str, Any]) -> None:
        """Press a button; raises aiohttp.ClientError when the bot is gone."""
        async with self.http.post(self.address, json=pressed(verb, carried)) as reply:
            assert reply.status == 200
            self.drawn = drawn_at(await reply.json())

    async def answer(self, number: int) -> None:
        """Answer the next box, and remember the answer once its card is back."""
        box = BOXES[number % len(BOXES)]
        text = f"{box} {number}"
        carried = {"return": RETURN, "drawn": self.drawn, "shown": [box], "go": "next"}
        await self.press("save", {**carried, f"b.{box}": text})
        self.said.append(text)


def ever_said(ret: AgencyReturn) -> set[str]:
    """Everything that stands or ever stood in the boxes."""
    kept = (words for answer in ret.answers.values() for words in (*answer.past, answer.now))
    return {words.value for words in kept}


@pytest.fixture
def bot(tmp_path: Path) -> DemoBot:
    """A demo's bot that is not running yet."""
    return DemoBot(tmp_path / "data", free_port())


async def test_no_answer_with_a_card_is_lost_when_the_bot_is_killed(bot: DemoBot) -> None:
    """SIGKILL at random moments of a run of 300 answers; every acknowledged one is there."""
    random = Random(SEED)  # noqa: S311 - when to kill is no secret
    stops = sorted(random.sample(range(1, ANSWERS), KILLS))
    async with aiohttp.ClientSession() as http:
        visitor = Visitor(bot, http)
        for first, last in zip([0, *stops], [*stops, ANSWERS], strict=True):
            await bot.start()
            await visitor.press("open", {"return": RETURN, "box": "known"})
            for number in range(first, last):
                if number == last - 1 and last != ANSWERS:
                    bot.kill_soon(random.uniform(0, 0.01))
                with suppress(aiohttp.ClientError):
                    await visitor.answer(number)
            await bot.stop()
    store = await TinyStore.open(bot.folder / "store")
    ret = await store.agency_return(RETURN)
    await store.close()
    assert ret
    assert len(visitor.said) >= ANSWERS - KILLS
    assert not set(visitor.said) - ever_said(ret)
    proved(
        "the bot killed while 300 answers are given: none acknowledged was lost", f"{KILLS} kills"
    )
