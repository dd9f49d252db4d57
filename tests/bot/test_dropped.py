"""Files dropped into the chat: fetched over TLS from where Teams keeps them, by who is known."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, TCPConnector, web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from audits.problems import Code, Problem
from bot import uploads
from bot.clock import Clock
from bot.settings import Settings
from bot.uploads import Files
from files.workbook_in import SIZE_LIMIT
from tests.bot.world import World

HOST = "riverbridge-my.sharepoint.com"
Fetch = Callable[[str], Awaitable[bytes]]


def dropped(url: str) -> dict[str, Any]:
    """A message with a file, as Teams sends it."""
    content = {"downloadUrl": url, "uniqueId": "1", "fileType": "xlsx"}
    one = {"contentType": uploads.DROPPED, "name": "Families Smith.xlsx", "content": content}
    return {"attachments": [one], "text": ""}


def certified(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server proves itself with as the host, and what trusts it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    start = datetime.now(UTC) - timedelta(days=1)
    names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.IPAddress(
        ip_address("127.0.0.1"))])  # fmt: skip
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), start,
                                start + timedelta(days=9))
        .add_extension(names, critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    chain, secret = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption()))  # fmt: skip
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(chain, secret)
    return served, ssl.create_default_context(cafile=str(chain))


class ToHere(AbstractResolver):
    """Finds every host on this machine, at one port."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        """Return this machine."""
        return [ResolveResult(hostname=host, host="127.0.0.1", port=self.port or port,
                              family=family or 2, proto=0, flags=0)]  # fmt: skip

    async def close(self) -> None:
        """Nothing is held."""


@pytest.fixture
async def fetch(tmp_path: Path) -> AsyncIterator[Fetch]:
    """Fetch a path as the bot fetches what was dropped into a chat."""
    app = web.Application()
    large = b"x" * (SIZE_LIMIT + 1)
    pages = {"/roster": web.Response(body=b"PK roster"), "/large": web.Response(body=large),
             "/moved": web.Response(status=302, headers={"Location": f"https://{HOST}/roster"}),
             "/gone": web.Response(status=404)}  # fmt: skip

    async def found(request: web.Request) -> web.Response:
        return pages[request.path]

    app.router.add_get("/{name}", found)
    served, trusting = certified(tmp_path)
    server = TestServer(app)
    await server.start_server(ssl=served)
    resolver = ToHere(server.port or 0)
    async with ClientSession(connector=TCPConnector(resolver=resolver, ssl=trusting)) as http:
        files = Files(http, Settings(), Clock())
        yield lambda path: files.fetched(dropped(f"https://{HOST}{path}"))
    await server.close()


async def test_file_is_fetched_whole(fetch: Fetch) -> None:
    """What Teams keeps is what is read."""
    assert await fetch("/roster?tempauth=1") == b"PK roster"


@pytest.mark.parametrize(
    ("path", "code"),
    [("/large", Code.FILE_TOO_LARGE), ("/moved", Code.FILE_UNREADABLE),
     ("/gone", Code.FILE_UNREADABLE)],
)  # fmt: skip
async def test_file_is_refused(fetch: Fetch, path: str, code: Code) -> None:
    """One that is too large, that leads elsewhere, or that is not there."""
    with pytest.raises(Problem) as told:
        await fetch(path)
    assert told.value.code is code


async def test_stranger_has_nothing_fetched(world: World) -> None:
    """Who is not on a roster is told so; the address in the message is not asked for."""
    stranger = {"id": "29:x", "aadObjectId": "aad-nobody"}
    told = dropped(f"https://{HOST}/roster")
    assert (await world.told("message", **{**told, "from": stranger})).status == 200
    assert not world.router.turns
    assert "not on the list" in str(world.connector.got[-1].card)


async def test_file_from_elsewhere_is_told_and_nothing_else_happens(world: World) -> None:
    """Somebody known sends an address that Teams does not keep files at."""
    assert (await world.told("message", **dropped("https://127.0.0.1/roster"))).status == 200
    assert not world.router.turns
    card = str(world.connector.got[-1].card)
    assert "could not fetch the file" in card
    assert "Smith" not in card
