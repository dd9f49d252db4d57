"""An answer in one piece: the same as aiohttp’s own, to whoever stays and whoever leaves."""

import asyncio
import email
import json
from email.message import Message
from email.utils import parsedate_to_datetime

import pytest

from tests.bot.world import World


def pressed(world: World, version: str = "1.1", **fields: str) -> bytes:
    """Return a button that is pressed, as it comes over the wire."""
    body = json.dumps(world.activity("execute")).encode()
    head = {
        "Host": "x",
        "Authorization": f"Bearer {world.keys.signers[0].token(world.connector.url)}",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **fields,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"POST /api/messages HTTP/{version}\r\n{lines}\r\n".encode() + body


async def answered(reader: asyncio.StreamReader) -> tuple[bytes, Message, bytes]:
    """Return status line, fields and body of the next answer."""
    async with asyncio.timeout(20):
        status, _, fields = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")
        head = email.message_from_bytes(fields)
        return status, head, await reader.readexactly(int(head["Content-Length"]))


async def test_whoever_stays_on_the_line_is_answered_again(world: World) -> None:
    """Two buttons at once are answered one after the other, each with a whole head."""
    reader, writer = await asyncio.open_connection("127.0.0.1", world.bot.port)
    writer.write(pressed(world) * 2)
    for _ in range(2):
        status, head, body = await answered(reader)
        assert status == b"HTTP/1.1 200 OK"
        assert sorted(head) == ["Content-Length", "Content-Type", "Date", "Server"]
        assert (head["Content-Type"], head["Server"]) == ("application/json", "maca")
        assert parsedate_to_datetime(head["Date"]).tzinfo is not None
        assert json.loads(body)["statusCode"] == 200
    writer.close()


@pytest.mark.parametrize(("version", "fields"), [("1.1", {"Connection": "close"}), ("1.0", {})])
async def test_whoever_leaves_is_answered_the_same(
    world: World, version: str, fields: dict[str, str]
) -> None:
    """They get what the others get, and the connection is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", world.bot.port)
    writer.write(pressed(world))
    _, kept, body = await answered(reader)
    writer.close()
    reader, writer = await asyncio.open_connection("127.0.0.1", world.bot.port)
    writer.write(pressed(world, version, **fields))
    status, head, same = await answered(reader)
    async with asyncio.timeout(5):
        assert await reader.read() == b""
    writer.close()
    assert status == f"HTTP/{version} 200 OK".encode()
    assert same == body
    for name in ("Content-Type", "Content-Length", "Server"):
        assert head[name] == kept[name]
