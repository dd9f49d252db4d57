"""Somebody at work meanwhile: `python -m bench._turns_meanwhile PORT PERSON CORE`.

Asks for `my returns` every 40 ms until the input ends; then tells in JSON how long each took.
"""

import asyncio
import json
import os
import sys
import time

import aiohttp

from bench._audit import TENANT

BETWEEN = 0.04


def activity(person: str, verb: str = "my_returns", words: str = "") -> dict[str, object]:
    """Return a button as Teams sends it: "My returns", or another verb and what was typed."""
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": "http://127.0.0.1:9/_connector",
        "from": {"id": f"29:{person}", "aadObjectId": f"aad-{person}"},
        "recipient": {"id": "28:maca"},
        "conversation": {"id": f"a:{person}", "tenantId": TENANT},
        "value": {"action": {"type": "Action.Execute", "verb": verb, "data": {"text": words}}},
    }


async def main(port: int, person: str, core: int) -> None:
    """Press until the input ends."""
    if core >= 0 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})
    ended = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    took = []
    async with aiohttp.ClientSession() as http:
        while not ended.done():
            begins = time.perf_counter()
            address = f"http://127.0.0.1:{port}/api/messages"
            async with http.post(address, json=activity(person)) as reply:
                await reply.read()
                reply.raise_for_status()
            took.append(round((time.perf_counter() - begins) * 1000, 1))
            await asyncio.sleep(BETWEEN)
    sys.stdout.write(json.dumps(took) + "\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
