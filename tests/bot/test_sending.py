"""How replies are sent: what is tried again, for how long, with which token, in which bytes."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError

from bot.retry import Patience, SendFailed, seconds_in
from tests.bot.conftest import Build
from tests.bot.world import World, failing


@dataclass
class Credential:
    """Gives out tokens that last as long as it is told; counts them."""

    lasts: list[int] = field(default_factory=list)
    given: int = 0
    closed: bool = False
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    async def get_token(self, *scopes: str, **_options: object) -> AccessToken:
        """Give a token, or fail when there is none left to give."""
        assert scopes == ("https://api.botframework.com/.default",)
        if not self.lasts:
            raise ClientAuthenticationError("the secret is wrong: hunter2")
        self.given += 1
        token = AccessToken(f"t{self.given}", int(time.time()) + self.lasts.pop(0))
        await self.ready.wait()
        return token

    async def close(self) -> None:
        """Note it."""
        self.closed = True


async def signing(build: Build, *lasts: int) -> tuple[World, Credential]:
    """Build a world whose bot has a credential."""
    credential = Credential(list(lasts))
    credential.ready.set()
    return await build(outside={"credential": lambda _settings: credential}), credential


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
@pytest.mark.parametrize("name", ["message", "submit"])
async def test_what_may_pass_is_tried_again(world: World, name: str, status: int) -> None:
    """Messages and updates alike; the SDK tries messages never, and 412 never."""
    world.connector.will_answer(failing(status), failing(status))
    assert (await world.told(name)).status == 200
    assert len(world.connector.got) == 3
    assert len({(sent.method, sent.path, sent.body) for sent in world.connector.got}) == 1
    assert all(0 <= seconds <= 2 for seconds in world.waits.seconds)


@pytest.mark.parametrize("status", [400, 401, 403, 408, 409, 413, 500, 501])
async def test_what_will_not_pass_is_not_tried_again(world: World, status: int) -> None:
    """Microsoft forbids it: a bot that hammers is throttled. The SDK repeats updates after 500."""
    world.connector.will_answer(failing(status))
    await world.told("message")
    assert len(world.connector.got) == 1
    world.connector.will_answer(failing(500))
    assert (await world.told("submit")).status == 502
    assert len(world.connector.got) == 2


async def test_trying_ends(world: World) -> None:
    """Three attempts, then whoever asked must ask again."""
    world.connector.will_answer(*[failing(429) for _ in range(9)])
    assert (await world.told("message")).status == 502
    assert len(world.connector.got) == 3


async def test_retry_after_is_honoured_up_to_three_seconds(world: World) -> None:
    """Teams waits for us about 15 s in all."""
    late = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    world.connector.will_answer(failing(429, Retry_After="2"), failing(429, Retry_After=late))
    await world.told("message")
    assert world.waits.seconds == [2, 3]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("Mon, 23 Nov 2026 06:15:30 GMT", 30),
        ("Mon, 23 Nov 2026 06:14:00 GMT", 0),
        ("Mon, 23 Nov 2026 06:15:30 -0000", 30),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    """Both are allowed, and nonsense is as good as nothing."""
    assert seconds_in(header, datetime(2026, 11, 23, 6, 15, tzinfo=UTC)) == seconds


async def test_page_of_html_is_tried_again_like_any_502(world: World) -> None:
    """Proxies answer in HTML, over which the SDK's parser stumbles before it sees the status."""
    world.connector.will_answer(web.Response(status=502, text="<p>Oh", content_type="text/html"))
    assert (await world.told("message")).status == 200
    assert len(world.connector.got) == 2


@pytest.mark.parametrize("body", [b"", b"[]", b'"m-1"', b"{bad"])
async def test_strange_success_is_success(world: World, body: bytes) -> None:
    """The message has been taken; what else is said does not matter."""
    answer = web.Response(status=200, body=body, content_type="application/json")
    world.connector.will_answer(answer)
    assert (await world.told("message")).status == 200
    assert len(world.connector.got) == 1


async def test_slow_connector_is_not_asked_twice(build: Build) -> None:
    """A message that was not answered may have arrived."""
    world = await build(patience=Patience(deadline=0.1))
    done = asyncio.Event()

    async def never(_request: web.Request) -> web.Response:
        await done.wait()
        return web.Response()

    world.connector.will_answer(never)
    assert (await world.told("message")).status == 502
    done.set()
    assert len(world.connector.got) == 1


async def test_connection_that_breaks_is_not_tried_again(world: World) -> None:
    """The same holds when it breaks half-way."""

    async def breaks(request: web.Request) -> web.Response:
        assert request.transport
        request.transport.close()
        return web.Response()

    world.connector.will_answer(breaks)
    assert (await world.told("message")).status == 502
    assert len(world.connector.got) == 1


async def test_connector_that_is_not_there_is_tried_again(world: World) -> None:
    """Nothing has been sent yet, so nothing can arrive twice."""
    await world.connector.server.close()
    assert (await world.told("message")).status == 502
    assert len(world.waits.seconds) == 2


async def test_redirect_is_not_followed(world: World) -> None:
    """The token is for Teams, not for where somebody points."""
    there = str(world.bot.make_url("/healthz"))
    world.connector.will_answer(web.Response(status=307, headers={"Location": there}))
    assert (await world.told("message")).status == 502
    assert len(world.connector.got) == 1


async def test_card_is_sent_as_utf8(world: World) -> None:
    """Messages have a size limit, and the SDK writes six bytes for each apostrophe."""
    await world.told("message")
    [sent] = world.connector.got
    assert "You’re at".encode() in sent.body
    assert b"\\u" not in sent.body
    assert sent.headers["Content-Length"] == str(len(sent.body))


async def test_replies_share_one_connection(world: World) -> None:
    """The SDK opens one each time."""
    ports = set()

    async def noting(request: web.Request) -> web.Response:
        assert request.transport
        ports.add(request.transport.get_extra_info("peername"))
        return web.json_response({"id": "m"}, status=201)

    world.connector.will_answer(noting, noting, noting)
    for _ in range(3):
        await world.told("message")
    assert len(ports) == 1


async def test_token_is_fetched_once_for_many(build: Build) -> None:
    """Also when many turns want it at the same moment; the SDK fetches one for each turn."""
    world, credential = await signing(build, 3600, 3600, 3600, 3600, 3600)
    credential.ready.clear()

    def all_wait() -> None:
        if len(world.router.turns) == 5:
            asyncio.get_running_loop().call_soon(credential.ready.set)

    world.router.on_turn = all_wait
    await asyncio.gather(*(world.told("message") for _ in range(5)))
    assert {sent.headers["Authorization"] for sent in world.connector.got} == {"Bearer t1"}
    assert credential.given == 1


async def test_token_is_fetched_anew_five_minutes_before_its_end(build: Build) -> None:
    """A token that expires on the way is no use."""
    world, _ = await signing(build, 290, 3600)
    for _ in range(3):
        await world.told("message")
    sent = [one.headers["Authorization"] for one in world.connector.got]
    assert sent == ["Bearer t1", "Bearer t2", "Bearer t2"]


async def test_old_token_serves_until_its_end_when_there_is_no_new_one(build: Build) -> None:
    """Microsoft's sign-in may be out of order for a while."""
    world, _ = await signing(build, 290)
    for _ in range(2):
        assert (await world.told("message")).status == 200


async def test_without_a_token_nothing_is_sent(build: Build) -> None:
    """A wrong secret is our fault, and worth another try once it is put right."""
    world, _ = await signing(build)
    assert (await world.told("message")).status == 502
    assert not world.connector.got


async def test_credential_is_closed_with_the_bot(build: Build) -> None:
    """Whatever is opened is closed."""
    world, credential = await signing(build, 3600)
    await world.bot.close()
    assert credential.closed


def test_failure_says_its_status_and_microsofts_code() -> None:
    """Decide by the status, then by the code."""
    blocked = SendFailed(403, "ConversationBlockedByUser")
    assert str(blocked) == "403 ConversationBlockedByUser"
    assert blocked.final
    assert not SendFailed(0, "timeout").final
