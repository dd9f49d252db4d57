"""How many times a second one core draws the grid of who owes what, beside its peers' echoes.

Run as `python -m bench.status`. Ours answers the refresh button of a business manager whose audit
has 300 returns of 15 services about 20 families: the token checked, rights looked up, how each
return stands counted, the grid drawn. The others give back what they got. Exits 1 when ours is
not at least ten times as fast as the stock SDK's echo and as fast as the Agents SDK's.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

import msgspec

from bench import _answered, turns
from bench._pages import ENCODE, pressed
from bench.turns import Line, Server, beside, echoing, measure, running, table, token_and_key

FAMILIES, AGENCIES = 20, 15
PEERS = ("ours", "stock", "agents", "bare")


async def seen(server: Server, token: str, body: bytes) -> int:
    """Press once, and return how many bytes the grid has; raises RuntimeError for another card."""
    async with Line(server.port, token) as line:
        answer = await line.post(body)
    if b'"Table"' not in answer or not msgspec.json.decode(answer)["value"]["actions"]:
        raise RuntimeError("What came is not the grid.")
    return len(answer)


async def measured(servers: list[Server], token: str) -> None:
    """Measure all servers in turns."""
    asked = {"audit": "a", "start": 0}
    body = ENCODE(pressed(_answered.MANAGER, "status", asked))
    size = await seen(servers[0], token, body)
    print(f"\nThe grid of {FAMILIES * AGENCIES} returns: {size:,} bytes")
    for number in range(turns.ROUNDS):
        shift = number % len(servers)
        for server in (*servers[shift:], *servers[:shift]):
            await measure(server, echoing(body), token)


def main() -> int:
    """Measure, print, and return 1 when a goal was missed."""
    with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
        folder = Path(name)
        token = token_and_key(folder)
        asyncio.run(_answered.fill(folder / "ours", _answered.audit(FAMILIES, AGENCIES)))
        with running(PEERS, folder) as servers:
            asyncio.run(measured(servers, token))
        table("Grids a second on one core", servers)
        by_name = {server.name: server for server in servers}
        missed = [beside("a status", by_name, one) for one in PEERS[1:]]
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
