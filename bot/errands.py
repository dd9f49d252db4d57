"""Runs errands that a turn does not wait for: has a file made, and hands it to who asked for it."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
from yarl import URL

from audits.audit import Audit
from audits.people import Partnership, Person
from audits.problems import Code, Problem
from bot import consent, log, measures
from bot.adapter import CARD
from bot.clock import Clock
from bot.consent import Consented, Uploads
from bot.destruction import kept_report
from bot.limits import Bounds, Limits
from bot.maker import Made, Order
from bot.offers import Offer, Offers
from bot.postbox import Postbox
from bot.workshop import TemplateRefusedError, Workshop, WorkshopError
from cards import offered
from cards import problem as problem_card
from cards.parts import Card
from dialogs import files_wanted, material, papers
from dialogs.turn import FileWanted, Making
from storage.contract import Store

LOG = log.logger(__name__)
UPLOAD = aiohttp.ClientTimeout(total=120, connect=5)
PATH = "/files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """How files are handed over."""

    uploads: Uploads = field(default_factory=Uploads)
    link: str = ""
    """The bot's own address, where files are fetched by a link; empty for Teams' file consent."""
    template: bytes | None = None
    """The partnership's own template for the report."""


@dataclass(slots=True, kw_only=True)
class Errands:
    """All errands on the way. What they send goes to the person's own chat and nowhere else."""

    store: Store
    postbox: Postbox
    http: aiohttp.ClientSession
    clock: Clock
    partnership: Partnership
    handing: Handing
    limits: Limits = field(default_factory=lambda: Limits(Bounds()))
    workshop: Workshop = field(default_factory=Workshop)
    offers: Offers = field(default_factory=Offers)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def fetch(self, who: Person, wanted: FileWanted) -> None:
        """Begin to make the file. The person hears of it in their own chat."""
        if self.limits.file(who.id):
            self._begin(self._fetched(who, wanted), who)
        else:
            measures.count("maca.limits.hit", limit="files")
            self._begin(self._show(who, problem_card.draw(Problem(Code.FILES_TOO_MANY), {})), who)

    def answered(self, who: Person, said: Consented) -> None:
        """Begin to put the file where Teams said, or forget it, as the person answered."""
        self._begin(self._put(who, said) if said.accepted else self._declined(who, said), who)

    def hand_over_at(self, address: str) -> None:
        """Hand files over by links on this address of the bot, and not by Teams' file consent."""
        self.handing = replace(self.handing, link=address)

    async def may_have(self, offer: Offer) -> bool:
        """Say whether the person of the offer has a right to it at this moment."""
        who = (await self.store.people([offer.person])).get(offer.person)
        return who is not None and await files_wanted.still_may(who, offer.wanted, self.store)

    @property
    def busy(self) -> bool:
        """Whether anything is on the way."""
        return bool(self._running)

    async def finish(self, seconds: float) -> None:
        """Let what is on the way arrive, but not for longer than so many seconds."""
        running = list(self._running)
        if running:
            await asyncio.wait(running, timeout=seconds)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _begin(self, errand: Any, who: Person) -> None:  # noqa: ANN401 - a coroutine of ours
        task = asyncio.get_running_loop().create_task(self._watched(errand, who))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _watched(self, errand: Any, who: Person) -> None:  # noqa: ANN401
        try:
            await errand
        except Problem as problem:
            await self._show(who, problem_card.draw(problem, {}))
        except TemplateRefusedError as refused:
            await self._show(who, offered.draw_refused(refused.words))
        except WorkshopError as error:
            LOG.error("file.not_made", code=error.code, fault=error.told)  # noqa: TRY400 - told in full
            await self._show(who, offered.draw_failed())
        except Exception:  # the one place where a fault of an errand ends
            LOG.exception("errand.failed", person=who.id)
            await self._show(who, offered.draw_failed())

    async def _fetched(self, who: Person, wanted: FileWanted) -> None:
        if wanted.making is Making.PAPER:
            await self._handed_back(who, wanted)
            return
        audit = await self.store.audit(wanted.audit_id)
        if audit is None or not await files_wanted.still_may(who, wanted, self.store):
            await self._show(who, offered.draw_not_yours())
            return
        made = await kept_report(wanted, audit, self.store) or await self._made(wanted, audit)
        await self._offer(who, wanted, made)

    async def _handed_back(self, who: Person, wanted: FileWanted) -> None:
        found = await papers.paper_for(who, wanted, self.store)
        if found is None:
            await self._show(who, offered.draw_not_yours())
        else:
            await self._offer(who, wanted, Made(name=found[0], content=found[1]))

    async def _offer(self, who: Person, wanted: FileWanted, made: Made) -> None:
        offer = self.offers.add(who.id, wanted, made=made, at=self.clock.now())
        if self.handing.link:
            address = f"{self.handing.link}{PATH}/{offer.secret}"
            await self._show(who, offered.draw(made.name, len(made.content), address))
        else:
            await self._send(who, consent.ask(offer, offered.description(made.name)))

    async def _made(self, wanted: FileWanted, audit: Audit) -> Made:
        at = self.clock.now()
        found = await material.gathered(audit, self.store, at=at, partnership=self.partnership)
        order = Order(wanted=wanted, material=found, template=self.handing.template)
        return await self.workshop.make(order)

    async def _put(self, who: Person, said: Consented) -> None:
        offer = self.offers.look(said.secret, self.clock.now())
        if offer is None or offer.person != who.id:
            await self._show(who, offered.draw_gone())
        elif not await self.may_have(offer):
            self.offers.take(said.secret, self.clock.now())
            await self._show(who, offered.draw_not_yours())
        elif not await self._uploaded(offer, said):
            await self._show(who, offered.draw_not_put())
        else:
            self.offers.take(said.secret, self.clock.now())
            await self._send(who, consent.there(said, offer.made.name))
            await self._withdraw(who, said)

    async def _uploaded(self, offer: Offer, said: Consented) -> bool:
        """Put the file where Teams said; the bot's own token is not for there."""
        if not self.handing.uploads.includes(said.upload_url):
            return False
        content = offer.made.content
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}",
        }
        where = URL(said.upload_url, encoded=True)
        try:
            async with self.http.put(
                where, data=content, headers=headers, timeout=UPLOAD, allow_redirects=False
            ) as reply:
                return reply.ok
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _declined(self, who: Person, said: Consented) -> None:
        offer = self.offers.look(said.secret, self.clock.now())
        if offer is not None and offer.person == who.id:
            self.offers.take(said.secret, self.clock.now())
        await self._withdraw(who, said)

    async def _withdraw(self, who: Person, said: Consented) -> None:
        """Take the consent card away: it would offer for ever what can be had once."""
        reach = await self.store.reach(who.id)
        if reach is not None and said.card:
            await self.postbox.withdraw(reach, said.card)

    async def _show(self, who: Person, card: Card) -> None:
        await self._send(who, {"contentType": CARD, "content": card})

    async def _send(self, who: Person, attachment: dict[str, Any]) -> None:
        reach = await self.store.reach(who.id)
        if reach is None or not reach.conversation:
            return
        answer = await self.postbox.attach(reach, attachment, offered.summary())
        if not answer.good:
            LOG.info("send.failed", person=who.id, status=answer.status, code=answer.code)
