"""Opens connections that say nothing: `python -m tests.bot.silence PORT COUNT`.

It says "open" and how many are, then "closed" and how many the other side closed.
"""

import asyncio
import resource
import sys
from contextlib import suppress

AT_ONCE = 100


class Silent(asyncio.Protocol):
    """A connection that says nothing, and notes that it is closed."""

    closed = 0
    wanted = 0
    over = asyncio.Event()

    def connection_lost(self, _error: Exception | None) -> None:
        """Note it."""
        Silent.closed += 1
        if Silent.closed >= Silent.wanted:
            Silent.over.set()


async def be_silent(port: int, count: int) -> None:
    """Open so many, and wait until all are closed."""
    loop = asyncio.get_running_loop()
    Silent.wanted = count
    left = iter(range(count))
    opened = 0

    async def some() -> None:
        nonlocal opened
        for _ in left:
            await loop.create_connection(Silent, "127.0.0.1", port)
            opened += 1

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    say("open", opened)
    with suppress(TimeoutError):
        async with asyncio.timeout(180):
            await Silent.over.wait()
    say("closed", Silent.closed)


def say(word: str, count: int) -> None:
    """Tell whoever started this."""
    sys.stdout.write(f"{word} {count}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(be_silent(*map(int, sys.argv[1:])))
