"""Installs the bot for people who never opened it, so that their first reminder reaches them.

Only where the operator switched it on. Without it they get a link by e-mail: `maca invite`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from audits.people import Person
from audits.reach import Reach, reached, unreachable
from bot import log
from bot.clock import Clock
from bot.clouds import CLOUDS
from bot.connector import Connectors
from bot.fresh_token import FreshToken
from bot.graph import MADE, NOT_FOUND, THERE_ALREADY, Graph, GraphAnswer
from bot.settings import Settings
from storage.contract import Store

LOG = log.logger(__name__)
FORBIDDEN, NOBODY, REFUSED = "install_forbidden", "install_not_found", "install_refused"
"""Why somebody is out of reach for whom the bot could not be installed."""
WHY = {401: FORBIDDEN, 403: FORBIDDEN, NOT_FOUND: NOBODY}
SECONDS_WHEN_BUSY = 60.0
LONGEST_WAIT = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """How a chat that Graph gives is written to."""

    tenant: str
    bot: str
    service_url: str
    """Teams' own first address; the newest that comes from the person takes its place."""


@dataclass(slots=True, kw_only=True)
class Installing:
    """Asks Graph, once for each person; when Graph is busy, nobody is asked about for a while."""

    store: Store
    graph: Graph
    ours: Ours
    clock: Clock
    ticks: Callable[[], float] = time.monotonic
    _not_before: float = field(default=0.0)

    async def __call__(self, reach: Reach) -> Reach | None:
        """Return how the person is reached from now on, or why not; None where Graph is busy.

        What is returned is kept already. Doing it again is harmless: Graph says 409.
        """
        person = (await self.store.people((reach.person,))).get(reach.person)
        if person is None or self.ticks() < self._not_before:
            return None if person else reach
        user = self._user(person)
        answer = await self.graph.install(user) if user else GraphAnswer(status=NOT_FOUND)
        if answer.status in {MADE, THERE_ALREADY}:
            answer = await self.graph.chat(user)
            if answer.status == NOT_FOUND:  # made just now, and not told everywhere yet
                answer = GraphAnswer(status=0)
        if answer.busy:
            self._rest(answer)
            return None
        return await self._learnt(reach, answer)

    def _user(self, person: Person) -> str:
        """Return how Graph knows the person: by id where they have one here, else by address."""
        at_home = person.object_id and person.tenant == self.ours.tenant
        return person.object_id if at_home else person.email

    def _rest(self, answer: GraphAnswer) -> None:
        wait = SECONDS_WHEN_BUSY if answer.after is None else answer.after
        self._not_before = self.ticks() + min(wait, LONGEST_WAIT)
        LOG.info("graph.busy", status=answer.status)

    async def _learnt(self, reach: Reach, answer: GraphAnswer) -> Reach:
        chat = answer.found.get("id")
        if isinstance(chat, str) and chat:
            after = reached(
                reach,
                Reach(
                    person=reach.person,
                    tenant=self.ours.tenant,
                    bot=self.ours.bot,
                    service_url=self.ours.service_url,
                    conversation=chat,
                ),
            )
        else:
            LOG.info("graph.refused", person=reach.person, status=answer.status)
            why = WHY.get(answer.status, REFUSED)
            fresh = unreachable(Reach(person=reach.person), why, self.clock.now())
            after = reached(reach, fresh)
        if await self.store.keep_reach(after):
            return await self.store.reach(reach.person) or after
        return await self.store.reach(reach.person) or reach


def installing_for(
    settings: Settings, store: Store, clock: Clock, *, connectors: Connectors
) -> Installing | None:
    """Return what installs the bot for people; None where that is not switched on."""
    if not settings.graph_install or connectors.credential is None:
        return None
    cloud = CLOUDS[settings.cloud]
    graph = Graph(
        http=connectors.http,
        token=FreshToken(connectors.credential, cloud.graph_scope),
        address=cloud.graph,
        app=settings.catalog_id,
    )
    ours = Ours(
        tenant=settings.tenant_id, bot=f"28:{settings.app_id}", service_url=cloud.service_url
    )
    return Installing(store=store, graph=graph, ours=ours, clock=clock)
