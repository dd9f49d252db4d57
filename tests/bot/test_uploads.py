"""Files that people send: only from where Teams keeps them, only as large as we read."""

import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from bot import uploads
from bot.clock import Clock
from bot.settings import Settings
from bot.uploads import Files, allowed, attached
from files.workbook_in import SIZE_LIMIT
from tests.cast import STRANGER


class StillClock(Clock):
    """A clock that is moved by hand."""

    at = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def now(self) -> datetime:
        """Say the moment that was set."""
        return self.at


class Papers:
    """A store of documents, and of nothing else."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def keep_paper(self, key: str, content: bytes) -> None:
        """Keep it."""
        self.kept[key] = content


def page() -> tuple[web.Application, Files, Papers, StillClock]:
    """The upload page by itself."""
    clock, papers = StillClock(), Papers()
    settings = Settings(address="http://127.0.0.1:3978")
    files = Files(None, settings, clock)  # type: ignore[arg-type]
    app = web.Application()
    store: Any = papers
    uploads.add_page(app, lambda: files, lambda: store)
    return app, files, papers, clock


def path_of(files: Files, draft: str = "2026-1") -> str:
    """A fresh address, without its host."""
    return files.link_for(STRANGER)(draft).removeprefix("http://127.0.0.1:3978")


def form(content: bytes) -> FormData:
    """A form with one file."""
    made = FormData()
    made.add_field("file", BytesIO(content), filename="roster.xlsx")
    return made


async def test_link_takes_one_file_once() -> None:
    """The first file is kept under its draft; the second time the address is good no more."""
    app, files, papers, _ = page()
    address = path_of(files)
    async with TestClient(TestServer(app)) as client:
        shown = await client.get(address)
        assert shown.status == 200
        policy = shown.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        (style,) = re.findall("<style>(.*)</style>", await shown.text(), re.DOTALL)
        digest = b64encode(sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in policy
        assert (await client.post(address, data=form(b"PK"))).status == 200
        assert (await client.post(address, data=form(b"again"))).status == 404
        assert (await client.get(address)).status == 404
    assert papers.kept == {"2026-1.waiting": b"PK"}


@pytest.mark.parametrize("later", [timedelta(minutes=15), timedelta(days=1)])
async def test_old_or_invented_link_is_good_for_nothing(later: timedelta) -> None:
    """After a quarter of an hour the address is forgotten; nobody can guess one."""
    app, files, papers, clock = page()
    address = path_of(files)
    clock.at += later
    async with TestClient(TestServer(app)) as client:
        assert (await client.post(address, data=form(b"PK"))).status == 404
        assert (await client.get("/upload/guess")).status == 404
    assert not papers.kept


@pytest.mark.parametrize("content", [b"", b"x" * (SIZE_LIMIT + 1)], ids=["none", "large"])
async def test_no_file_or_a_huge_one_is_refused(content: bytes) -> None:
    """Nothing is kept of what is not a file that we read."""
    app, files, papers, _ = page()
    async with TestClient(TestServer(app)) as client:
        assert (await client.post(path_of(files), data=form(content))).status == 400
        assert (await client.post(path_of(files), data=b"{}")).status == 400
    assert not papers.kept


def test_without_a_public_address_there_is_no_link() -> None:
    """A bot that browsers cannot reach offers no page."""
    files = Files(None, Settings(), StillClock())  # type: ignore[arg-type]
    assert files.link_for(STRANGER)("2026-1") == ""


@pytest.mark.parametrize(("url", "is_allowed"), [
    ("https://riverbridge-my.sharepoint.com/personal/x/roster.xlsx?tempauth=1", True),
    ("http://riverbridge-my.sharepoint.com/x", False),
    ("https://sharepoint.com.evil.example/x", False),
    ("https://evilsharepoint.com/x", False),
    ("https://127.0.0.1/x", False),
    ("https://x.sharepoint.com:8443/x", False),
    ("file:///etc/passwd", False),
    ("", False),
])  # fmt: skip
def test_file_is_fetched_only_from_where_teams_keeps_it(url: str, is_allowed: bool) -> None:  # noqa: FBT001
    """No message makes the bot ask any other address."""
    assert allowed(url) is is_allowed


def test_file_in_a_message_is_found() -> None:
    """Pictures and cards are no files."""
    one = {"contentType": uploads.DROPPED, "name": "r.xlsx", "content": {"downloadUrl": "x"}}
    assert attached({"attachments": [{"contentType": "text/html"}, one]}) == one
    assert attached({"attachments": "x"}) is None
    assert attached({}) is None
