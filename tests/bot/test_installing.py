"""The bot installs itself, where that is wanted, for people who never opened it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from audits.ledger import Outcome
from audits.reach import Reach
from bot.clock import Clock
from bot.fresh_token import NoTokenError
from bot.graph import Graph
from bot.installing import Installing, Ours
from bot.settings import Settings, SettingsError, from_environment
from storage.tiny import TinyStore
from tests import cast
from tests.bot.fake_graph import CATALOG, FakeGraph
from tests.bot.outboxes import NINE, Post
from tests.bot.world import TENANT

HOUSING = cast.HOUSING_OFFICER


@dataclass
class Trying:
    """Installing, with a fake Graph and a clock of its own."""

    graph: FakeGraph
    store: TinyStore
    installing: Installing
    seconds: float = 0.0

    async def for_(self, person: str) -> Reach | None:
        """Install for somebody."""
        found = await self.store.reach(person) or Reach(person=person)
        return await self.installing(found)


async def token() -> str:
    """A token for Graph."""
    return "for-graph"


@pytest.fixture
async def trying(tmp_path: Path) -> AsyncIterator[Trying]:
    """A store in which the housing officer never opened the bot."""
    async with AsyncExitStack() as closing:
        fake = FakeGraph()
        server = TestServer(fake.app())
        await server.start_server()
        closing.push_async_callback(server.close)
        http = await closing.enter_async_context(ClientSession())
        store = await TinyStore.open(tmp_path / "data")
        closing.push_async_callback(store.close)
        await store.keep_person(replace(HOUSING, object_id=""))
        address = str(server.make_url("")).rstrip("/")
        graph = Graph(http=http, token=token, address=address, app=CATALOG)
        ours = Ours(tenant=TENANT, bot="28:app", service_url="https://smba.example/teams/")
        made = Trying(fake, store, Installing(store=store, graph=graph, ours=ours, clock=Clock()))
        made.installing.ticks = lambda: made.seconds
        yield made


async def test_installed_person_can_be_written_to(trying: Trying) -> None:
    """By the address on the roster; the chat that Graph gives is where messages go."""
    reach = await trying.for_("hou")
    assert reach
    assert reach.can_be_written_to
    assert (reach.conversation, reach.bot) == ("19:chat@unq.gbl.spaces", "28:app")
    assert (reach.tenant, reach.service_url) == (TENANT, "https://smba.example/teams/")
    assert await trying.store.reach("hou") == reach
    posted, listed, chat = trying.graph.got
    assert posted[1] == "/v1.0/users/hou%40x.example/teamwork/installedApps"
    assert posted[2]["teamsApp@odata.bind"].endswith(f"/v1.0/appCatalogs/teamsApps/{CATALOG}")
    assert CATALOG in listed[1]
    assert chat[1].endswith("/inst%2B1/chat")


async def test_bot_that_is_there_already_is_found(trying: Trying) -> None:
    """409 is as good as new: the chat is asked for."""
    trying.graph.installed.add("hou@x.example")
    reach = await trying.for_("hou")
    assert reach
    assert reach.conversation == "19:chat@unq.gbl.spaces"


@pytest.mark.parametrize(
    ("status", "why"),
    [(403, "install_forbidden"), (401, "install_forbidden"), (404, "install_not_found"),
     (400, "install_refused")],
)  # fmt: skip
async def test_refusal_is_told_and_not_tried_again(trying: Trying, status: int, why: str) -> None:
    """The business manager is told of who cannot be reached, with the reason."""
    trying.graph.will.append(web.json_response({"error": {"code": "x"}}, status=status))
    reach = await trying.for_("hou")
    assert reach
    assert (reach.why, reach.can_be_written_to) == (why, False)
    assert reach.unreachable_since is not None
    assert [one.person for one in await trying.store.unreachable()] == ["hou"]


async def test_busy_graph_is_left_alone_as_long_as_it_asks(trying: Trying) -> None:
    """429 with Retry-After: nobody is asked about meanwhile, and nobody is given up."""
    trying.graph.will.append(web.Response(status=429, headers={"Retry-After": "90"}))
    assert await trying.for_("hou") is None
    trying.seconds = 89
    assert await trying.for_("hou") is None
    assert len(trying.graph.got) == 1
    trying.seconds = 91
    found = await trying.for_("hou")
    assert found
    assert found.can_be_written_to


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_graph_that_stumbles_is_asked_later(trying: Trying, status: int) -> None:
    """Also without a word of how long to wait."""
    trying.graph.will.append(web.Response(status=status))
    assert await trying.for_("hou") is None
    assert await trying.store.reach("hou") is None
    trying.seconds = 61
    assert await trying.for_("hou")


async def test_chat_that_is_not_there_yet_is_asked_for_later(trying: Trying) -> None:
    """Graph tells of a new installation a moment later."""
    trying.graph.hidden = 1
    assert await trying.for_("hou") is None
    trying.seconds = 61
    found = await trying.for_("hou")
    assert found
    assert found.can_be_written_to


async def test_no_token_is_later_too(trying: Trying) -> None:
    """And raises nothing into the sweep."""

    async def none() -> str:
        raise NoTokenError

    trying.installing.graph.token = none
    assert await trying.for_("hou") is None


@pytest.mark.parametrize(
    "email", ["../../groups/x@y", "a b@x.example", "o'x#EXT#@x.example", "?x=1"]
)
async def test_address_on_the_roster_reaches_no_other_place_of_graph(
    trying: Trying, email: str
) -> None:
    """Whatever a roster says is one user, and never a path."""
    await trying.store.keep_person(replace(HOUSING, object_id="", email=email))
    await trying.for_("hou")
    assert trying.graph.installed == {email}


async def test_reminder_reaches_somebody_who_never_opened_it(tmp_path: Path) -> None:
    """The sweep installs, and sends into the chat that came of it."""
    async with AsyncExitStack() as closing:
        post = Post(tmp_path / "store")
        await post.start(closing)
        await post.only("hou")
        reach = await post.store.reach("hou")
        assert reach
        nobody = Reach(person="hou", version=reach.version)
        assert await post.store.keep_reach(nobody)

        async def install(_reach: Reach) -> Reach | None:
            return replace(post.reach("hou"), conversation="19:installed")

        post.outbox.delivery.install = install
        await post.sweep_at(NINE)
        assert (await post.outcomes())["hou"] is Outcome.SENT
        assert "19%3Ainstalled" in post.connector.got[-1].path


async def test_reminder_waits_while_graph_is_busy(tmp_path: Path) -> None:
    """It is neither lost nor told as out of reach."""
    async with AsyncExitStack() as closing:
        post = Post(tmp_path / "store")
        await post.start(closing)
        await post.only("hou")
        reach = await post.store.reach("hou")
        assert reach
        assert await post.store.keep_reach(Reach(person="hou", version=reach.version))

        async def install(_reach: Reach) -> Reach | None:
            return None

        post.outbox.delivery.install = install
        await post.sweep_at(NINE)
        assert (await post.outcomes())["hou"] is Outcome.LATER
        assert await post.store.unreachable() == []


async def test_whoever_took_it_off_is_left_alone(tmp_path: Path) -> None:
    """It is not put back against their will."""
    async with AsyncExitStack() as closing:
        post = Post(tmp_path / "store")
        await post.start(closing)
        await post.only("hou")
        reach = await post.store.reach("hou")
        assert reach
        gone = Reach(person="hou", version=reach.version, why="removed", unreachable_since=cast.AT)
        assert await post.store.keep_reach(gone)
        asked: list[str] = []

        async def install(found: Reach) -> Reach | None:
            asked.append(found.person)
            return None

        post.outbox.delivery.install = install
        await post.sweep_at(NINE)
        assert asked == []


def test_installing_is_off_unless_it_is_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """And without the id in the catalogue it cannot be."""
    assert Settings().graph_install is False
    monkeypatch.setenv("MACA_GRAPH_INSTALL", "true")
    with pytest.raises(SettingsError, match="MACA_GRAPH_INSTALL needs MACA_CATALOG_ID"):
        from_environment()
