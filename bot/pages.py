"""The bot's own pages: what it is, privacy, terms, accessibility; anybody may read them."""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.callers import SERVER
from bot.settings import Settings, SettingsError
from cards import web_page

OURS = Path(web_page.__file__).resolve().parent / "pages"
PATHS = {
    "/": "home.md",
    "/privacy": "privacy.md",
    "/terms": "terms.md",
    "/accessibility": "accessibility.md",
}
MOST_BYTES = 200_000


def policy(style: str, *, form: str = "'none'") -> str:
    """Return the policy of a page that runs and loads nothing; its style is known by its hash."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        f"form-action {form}; frame-ancestors 'none'"
    )


OPEN = {
    "Cache-Control": "public, max-age=300",
    "Content-Security-Policy": policy(web_page.STYLE),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing is loaded, run, framed or sent; the one style is known by its hash."""


async def unversioned(_request: web.Request, response: web.StreamResponse) -> None:
    """Name the product alone on an answer, not which versions of what serve it."""
    response.headers["Server"] = SERVER


def add_to(app: web.Application, settings: Settings) -> None:
    """Add the pages to the bot; raises SettingsError for a text that cannot be shown."""
    for path, html in drawn(settings).items():
        app.router.add_get(path, _showing(html))


def _showing(html: str) -> Handler:
    async def show(_request: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html", headers=OPEN)

    return show


def drawn(settings: Settings) -> dict[str, str]:
    """Return each page by its path; raises SettingsError that lists what is wrong in the texts."""
    words = {
        "partnership": settings.partnership,
        "act_now": " ".join(line.strip() for line in settings.act_now.split("|") if line.strip()),
        "read_by": settings.read_by,
        "kept_for": settings.kept_for,
        "contact": settings.contact,
    }
    texts = {path: _text(settings.pages, name) for path, name in PATHS.items()}
    wrong = [fault for path, text in texts.items() for fault in _faults(PATHS[path], text, words)]
    if wrong:
        raise SettingsError("\n".join(f"MACA_PAGES: {fault}" for fault in wrong))
    return {path: web_page.draw(text, words, path=path) for path, text in texts.items()}


def _text(folder: Path | None, name: str) -> str:
    """Return the partnership's own text where it has one, else ours; raises SettingsError."""
    own = folder / name if folder else OURS / name
    path = own if own.exists() else OURS / name
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SettingsError(f"MACA_PAGES: {name} is larger than {MOST_BYTES} bytes.")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"MACA_PAGES: {name} is no text in UTF-8 that can be read.") from error


def _faults(name: str, text: str, words: Mapping[str, str]) -> list[str]:
    """Return what keeps a text from being shown."""
    known = ", ".join(f"{{{word}}}" for word in words)
    wrong = [
        f"{name} has {{{one}}}, which nothing stands for. There are {known}."
        for one in web_page.unknown_words(text, words)
    ]
    wrong += [
        f"{name} leads to {one}; a link begins with https://, mailto: or /."
        for one in web_page.bad_links(text)
    ]
    if not web_page.title(text):
        wrong.append(f"{name} needs one heading with a single # before it.")
    return wrong
