"""Somebody at work meanwhile: `python -m bench._turns_meanwhile PORT TENANT ID CORE`.

Asks for `my returns` every 40 ms until the input ends; then tells in JSON how long each took.
It has to be somebody on the roster: about a stranger the bot asks Teams, which takes its time.
"""

import asyncio
import json
import os
import sys
import time

import aiohttp

from audits.problems import Code
from bench._audit import TENANT

BETWEEN = 0.04


UNKNOWN = Code.PERSON_UNKNOWN.value.encode()


def activity(
    object_id: str, verb: str = "my_returns", words: str = "", *, tenant: str = TENANT
) -> dict[str, object]:
    """Return a button as Teams sends it: "My returns", or another verb and what was typed."""
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": "http://127.0.0.1:9/_connector",
        "from": {"id": f"29:{object_id}", "aadObjectId": object_id},
        "recipient": {"id": "28:maca"},
        "conversation": {"id": f"a:{object_id}", "tenantId": tenant},
        "value": {"action": {"type": "Action.Execute", "verb": verb, "data": {"text": words}}},
    }


async def main(port: int, tenant: str, object_id: str, core: int) -> None:
    """Press until the input ends."""
    pressed = activity(object_id, tenant=tenant)
    if core >= 0 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})
    ended = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    took = []
    async with aiohttp.ClientSession() as http:
        while not ended.done():
            begins = time.perf_counter()
            address = f"http://127.0.0.1:{port}/api/messages"
            async with http.post(address, json=pressed) as reply:
                card = await reply.read()
                reply.raise_for_status()
                if UNKNOWN in card:
                    raise RuntimeError("This measures somebody who is on the roster.")
            took.append(round((time.perf_counter() - begins) * 1000, 1))
            await asyncio.sleep(BETWEEN)
    sys.stdout.write(json.dumps(took) + "\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])))
