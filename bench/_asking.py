"""Somebody of the audit team who asks: `python -m bench._asking PORT PERSON TIMES COMMAND ...`.

Asks each command so many times in turn, and tells in JSON by command how long each took in ms.
"""

import asyncio
import json
import os
import sys
import time

import aiohttp

from bench._turns_meanwhile import activity

BETWEEN = 0.02


async def main(port: int, person: str, times: int, commands: list[str]) -> None:
    """Ask, and tell."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {0})
    took: dict[str, list[float]] = {command: [] for command in commands}
    address = f"http://127.0.0.1:{port}/api/messages"
    async with aiohttp.ClientSession() as http:
        for command in commands * (times + 1):
            begins = time.perf_counter()
            asked = activity(f"aad-{person}", command.split()[0], command)
            async with http.post(address, json=asked) as reply:
                card = await reply.json()
                reply.raise_for_status()
            took[command].append(round((time.perf_counter() - begins) * 1000, 1))
            if card["type"] != "application/vnd.microsoft.card.adaptive":
                raise RuntimeError(command)
            await asyncio.sleep(BETWEEN)
    sys.stdout.write(json.dumps({command: taken[1:] for command, taken in took.items()}) + "\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4:]))
