"""Robots that answer returns on whichever replica they reach, and remember what they were told."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import msgspec

from audits.audit import Audit
from audits.people import Person
from bench._pages import answer_to, found, pressed
from files.tool import default_tool
from storage.contract import Store
from tests import cast
from tests.bot import crowd

Json = dict[str, Any]
PATIENCE = aiohttp.ClientTimeout(total=15)
"""So long Teams waits for a turn."""
PAUSE = 0.1
FREE_TEXT = "Input.Text"
APOLOGY = b"went wrong on our side"


@dataclass(slots=True)
class Robot:
    """Answers page after page of one return, again from the first when it is through."""

    number: int
    http: aiohttp.ClientSession
    ports: Sequence[int]
    service_url: str
    thinks: float = 0.2
    """Seconds between two presses, about."""
    card: Json = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)
    """Box and words of every answer whose card came back."""
    took: list[float] = field(default_factory=list)
    """Seconds of each turn, from its first try until its card."""
    tries: Counter[str] = field(default_factory=Counter)
    said: int = 0

    @property
    def person(self) -> Person:
        """Who it is."""
        return somebody(self.number)

    @property
    def return_id(self) -> str:
        """What it answers."""
        return f"crowd.F{self.number}.police"

    async def work(self, stop: asyncio.Event) -> None:
        """Answer until told to stop; the turn that runs then is still brought to its end."""
        while not stop.is_set():
            await asyncio.sleep(self.thinks * random.uniform(0.5, 1.5))  # noqa: S311
            save = saving(self.card)
            if save is None:
                self.card = await self.turn("open", {"return": self.return_id})
                continue
            filled = {one["id"]: self.answer(one) for one in found(self.card, "Input.")}
            self.card = await self.turn("save", {**save["data"], **filled})
            self.kept += [(box, text) for box, text in filled.items() if text.startswith("R")]

    def answer(self, box: Json) -> str:
        """Return an answer that fits; words tell who wrote them, and are never the same twice."""
        if box["type"] != FREE_TEXT:
            return answer_to(box)
        self.said += 1
        return f"R{self.number}-{self.said} she was heard, and this came of it."

    async def turn(self, verb: str, carried: Json) -> Json:
        """Press a button until a card comes that is no apology, as a patient person does."""
        body = pressed(self.person, verb, carried) | {"serviceUrl": self.service_url}
        body["from"] = {**body["from"], "id": f"29:p{self.number}"}
        begun = time.perf_counter()
        while True:
            card = await self.tried(msgspec.json.encode(body))
            if card is not None:
                self.took.append(time.perf_counter() - begun)
                self.tries["answered"] += 1
                return card
            await asyncio.sleep(PAUSE)

    async def tried(self, body: bytes) -> Json | None:
        """Return the card that comes back; None for an apology, and where nobody is there."""
        address = f"http://127.0.0.1:{random.choice(self.ports)}/api/messages"  # noqa: S311
        headers = {"Content-Type": "application/json"}
        try:
            async with self.http.post(address, data=body, headers=headers) as reply:
                answer = await reply.read()
                if reply.status != 200:
                    self.tries[f"status {reply.status}"] += 1
                    return None
        except (aiohttp.ClientError, TimeoutError):
            self.tries["no answer"] += 1
            return None
        if APOLOGY in answer:
            self.tries["apology"] += 1
            return None
        card: Json = msgspec.json.decode(answer)["value"]
        return card


def saving(card: Json) -> Json | None:
    """Return the button that keeps the page and goes on; None where there is no page."""
    ways = found(card, "Action.Execute", "save")
    return next((one for one in ways if one["data"].get("go") not in {"who", "stop"}), None)


def somebody(number: int) -> Person:
    """Return one of many."""
    who = f"p{number}"
    return Person(
        id=who, tenant=cast.TENANT, object_id=f"aad-{who}", name=f"Somebody {number}",
        email=f"{who}@police.example",
    )  # fmt: skip


def audit(count: int) -> Audit:
    """Return an audit of so many families that asks with the tool that comes with the software."""
    return replace(crowd.audit(count), tool=default_tool())


async def fill(store: Store, count: int, service_url: str) -> None:
    """Keep so many robots and their returns; all of them are to be reminded at nine."""
    await crowd.fill(store, count, service_url, audit(count))
    for number in range(count):
        await store.keep_person(somebody(number))
