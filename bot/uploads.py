"""Files that people send: dropped into the chat, or by a page whose address works once."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from audits.people import Person
from audits.problems import Code, Problem
from bot import log
from bot.clock import Clock
from bot.identity import inner, text
from bot.pages import policy
from bot.settings import Settings
from cards import web_page
from dialogs.upload import key_for
from files.workbook_in import SIZE_LIMIT
from storage.contract import Store

LOG = log.logger(__name__)
VERB = "upload"
DROPPED = "application/vnd.microsoft.teams.file.download.info"
HOSTS = (".sharepoint.com", ".sharepoint.us", ".sharepoint.cn", ".svc.ms")
"""Where Teams keeps files that are sent to a bot."""
PATH = "/upload"
GOOD_FOR = timedelta(minutes=15)
MOST_LINKS = 1_000
SECONDS = 60


def attached(activity: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the first file of the message, None where there is none."""
    found = activity.get("attachments")
    for one in found if isinstance(found, list) else ():
        if isinstance(one, Mapping) and text(one, "contentType") == DROPPED:
            return one
    return None


@dataclass(frozen=True, slots=True)
class Link:
    """Who may upload one file for which draft, until when."""

    draft_id: str
    until: datetime


class Files:
    """Fetches what was dropped into a chat, and gives addresses of the upload page."""

    def __init__(self, http: aiohttp.ClientSession, settings: Settings, clock: Clock) -> None:
        self._http = http
        self._public = settings.address.rstrip("/")
        self._clock = clock
        self._links: dict[str, Link] = {}

    async def fetched(self, activity: Mapping[str, Any]) -> bytes:
        """Return the bytes of the file. Problems: `file.unreadable`, `file.too_large`."""
        found = attached(activity)
        url = text(inner(found or {}, "content"), "downloadUrl")
        if not allowed(url):
            raise Problem(Code.FILE_UNREADABLE)
        try:
            async with (
                asyncio.timeout(SECONDS),
                self._http.get(url, allow_redirects=False) as reply,
            ):
                if reply.status != web.HTTPOk.status_code:
                    raise Problem(Code.FILE_UNREADABLE)
                return await whole(reply.content)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Problem(Code.FILE_UNREADABLE) from error

    def link_for(self, _who: Person) -> Callable[[str], str]:
        """Return what makes an address of the upload page, good for one file."""
        return self._link

    def _link(self, draft_id: str) -> str:
        if not self._public:
            return ""
        now = self._clock.now()
        self._links = {key: one for key, one in self._links.items() if one.until > now}
        if len(self._links) >= MOST_LINKS:
            return ""
        secret = secrets.token_urlsafe(24)
        self._links[secret] = Link(draft_id, now + GOOD_FOR)
        return f"{self._public}{PATH}/{secret}"

    def used(self, secret: str) -> str:
        """Return for which draft this link is, and let it be good no more; empty for none."""
        link = self._links.pop(secret, None)
        return link.draft_id if link and link.until > self._clock.now() else ""

    def good(self, secret: str) -> bool:
        """Tell whether the link is good, and leave it so."""
        link = self._links.get(secret)
        return link is not None and link.until > self._clock.now()


def allowed(url: str) -> bool:
    """Tell whether Teams may keep a file there. Nothing else is ever asked for."""
    parts = urlsplit(url)
    host = (parts.hostname or "").casefold()
    return parts.scheme == "https" and host.endswith(HOSTS) and parts.port in {None, 443}


async def whole(content: aiohttp.StreamReader) -> bytes:
    """Return the whole file. Problems: `file.too_large`."""
    found = bytearray()
    async for part in content.iter_chunked(65_536):
        found += part
        if len(found) > SIZE_LIMIT:
            raise Problem(Code.FILE_TOO_LARGE)
    return bytes(found)


def add_page(app: web.Application, files: Callable[[], Files], store: Callable[[], Store]) -> None:
    """Add the upload page to the bot."""

    async def show(request: web.Request) -> web.Response:
        good = files().good(request.match_info["secret"])
        return page(FORM if good else GONE, 200 if good else 404)

    async def take(request: web.Request) -> web.Response:
        draft_id = files().used(request.match_info["secret"])
        if not draft_id:
            return page(GONE, 404)
        try:
            content = await uploaded(request)
        except Problem as problem:
            LOG.info("file.refused", refused=problem.code.value)
            return page(TOO_LARGE if problem.code is Code.FILE_TOO_LARGE else NO_FILE, 400)
        await store().keep_paper(key_for(draft_id), content)
        return page(DONE, 200)

    app.router.add_get(f"{PATH}/{{secret}}", show)
    app.router.add_post(f"{PATH}/{{secret}}", take)


async def uploaded(request: web.Request) -> bytes:
    """Return the one file of the form. Problems: `file.unreadable`, `file.too_large`."""
    if request.content_type != "multipart/form-data":
        raise Problem(Code.FILE_UNREADABLE)
    async for part in await request.multipart():
        if isinstance(part, aiohttp.BodyPartReader) and part.name == "file":
            found = bytearray()
            while chunk := await part.read_chunk(65_536):
                found += chunk
                if len(found) > SIZE_LIMIT:
                    raise Problem(Code.FILE_TOO_LARGE)
            if found:
                return bytes(found)
    raise Problem(Code.FILE_UNREADABLE)


def page(body: str, status: int) -> web.Response:
    """Return a page that loads nothing from anywhere and is kept by nobody."""
    head = {
        "Content-Security-Policy": policy(web_page.STYLE, form="'self'"),
        "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    return web.Response(text=body, status=status, content_type="text/html", headers=head)


FORM = web_page.short(
    "Upload a file",
    """<form method="post" enctype="multipart/form-data">
<label for="file">The roster, the audit tool or a document
(.xlsx, .csv, .docx or .pdf, at most 8 MB)</label>
<input id="file" name="file" type="file" accept=".xlsx,.csv,.docx,.pdf" required>
<button>Upload</button></form>""",
)
DONE = web_page.short(
    "The file is here",
    """<p>Go back to the chat and press
<b>Look at what I uploaded</b>. Nothing is taken before you say so.</p>""",
)
GONE = web_page.short(
    "This address does not work any more",
    "<p>It works once, for 15 minutes. Ask for a new one in the chat.</p>",
)
TOO_LARGE = web_page.short(
    "The file is too large", "<p>It may have at most 8 MB. Ask for a new address in the chat.</p>"
)
NO_FILE = web_page.short(
    "No file came", "<p>Ask for a new address in the chat, and choose a file.</p>"
)
