"""Where a file is fetched by its link: a page with a button, and the file behind it, once."""

from aiohttp import web

from bot.errands import PATH, Errands
from bot.offers import Offer
from bot.pages import policy
from cards import offered, web_page

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "zip": "application/zip",
}
CLOSED = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": policy(web_page.STYLE, form="'self'"),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""Nothing of the page is kept, framed or told to anybody."""


def add_to(app: web.Application, errands: web.AppKey[Errands]) -> None:
    """Let the application hand files over."""

    async def show(request: web.Request) -> web.Response:
        """Show the page. Programs that look at links fetch it too; it changes nothing."""
        offer = await offer_behind(request, request.app[errands])
        return page(offered.page(offer.made.name)) if offer else gone()

    async def hand_over(request: web.Request) -> web.Response:
        """Hand the file over, and forget it."""
        desk = request.app[errands]
        offer = await offer_behind(request, desk)
        if offer is None or desk.offers.take(offer.secret, desk.clock.now()) is None:
            return gone()
        name = offer.made.name
        kind = KINDS.get(name.rpartition(".")[2], "application/octet-stream")
        told = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=offer.made.content, content_type=kind, headers=CLOSED | told)

    app.router.add_get(f"{PATH}/{{secret}}", show)
    app.router.add_post(f"{PATH}/{{secret}}", hand_over)


async def offer_behind(request: web.Request, errands: Errands) -> Offer | None:
    """Return the offer behind the link, if its person has a right to it at this moment."""
    if not errands.handing.link:
        return None
    offer = errands.offers.look(request.match_info["secret"], errands.clock.now())
    return offer if offer and await errands.may_have(offer) else None


def page(html: str, status: int = 200) -> web.Response:
    """Return a page."""
    return web.Response(text=html, status=status, content_type="text/html", headers=CLOSED)


def gone() -> web.Response:
    """Return what every link leads to that leads nowhere: used, old, forged or forbidden."""
    return page(offered.gone_page(), status=404)
