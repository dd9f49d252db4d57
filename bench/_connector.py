"""A connector that takes everything at once: `python -m bench._connector CORE`; says its port.

On end of input it tells in one line of JSON how many came, and how many in any one second.
"""

import asyncio
import json
import os
import sys
import time

from aiohttp import web


def most_in_a_second(times: list[float]) -> int:
    """Return how many there are at most in any second."""
    most = first = 0
    for last, at in enumerate(times):
        while at - times[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most


async def main(core: int) -> None:
    """Take messages until the input ends."""
    if core >= 0 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})
    times: list[float] = []

    async def take(request: web.Request) -> web.Response:
        await request.read()
        times.append(time.monotonic())
        return web.json_response({"id": str(len(times))}, status=201)

    app = web.Application()
    app.router.add_post("/{rest:.*}", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    sys.stdout.write(json.dumps({"got": len(times), "most": most_in_a_second(times)}) + "\n")
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
