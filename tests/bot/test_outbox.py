"""The sweep: who is sent what, once, whatever Teams answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from audits.ledger import Outcome
from audits.nudges import Nudge
from bot.pace import Limits
from dialogs import outgoing
from dialogs.turn import Reply
from storage.contract import Store
from tests import cast
from tests.bot.outboxes import NINE, REMINDED, Post
from tests.bot.world import failing

Started = Callable[..., Awaitable[Post]]


@pytest.fixture
async def started(tmp_path: Path) -> AsyncIterator[Started]:
    """Start an outbox with something in it other than usual."""
    async with AsyncExitStack() as closing:

        async def start(**unusual: object) -> Post:
            post = Post(tmp_path / "store", **unusual)  # type: ignore[arg-type]
            await post.start(closing)
            return post

        yield start


@pytest.fixture
async def post(started: Started) -> Post:
    """The usual one, half an hour before four people are reminded."""
    return await started()


@pytest.fixture
async def hou(post: Post) -> Post:
    """The usual one, with nobody to be reminded but the housing officer."""
    await post.only("hou")
    return post


async def dropped(request: web.Request) -> web.StreamResponse:
    """Take the message, and hang up without a word."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def test_what_fell_due_is_sent_once_and_settled(post: Post) -> None:
    """One message to each person, and never the same again."""
    assert await post.sweep_at(NINE) == {Outcome.SENT: 4}
    assert post.got() == [*REMINDED]
    assert await post.outcomes() == dict.fromkeys(REMINDED, Outcome.SENT)
    assert not await post.later(minutes=1)
    assert not await post.later(minutes=30)
    assert len(post.connector.got) == 4


async def test_message_carries_codes_and_no_names(post: Post) -> None:
    """What a lock screen shows is the summary; it names families by code alone."""
    await post.sweep_at(NINE)
    for sent in post.connector.got:
        assert sent.said["type"] == "message"
        assert sent.said["summary"]
        assert not [one for one in cast.EVERYBODY if one.name in sent.said["summary"]]
        assert sent.card["type"] == "AdaptiveCard"


async def test_nothing_is_sent_before_its_time(post: Post) -> None:
    """A minute too early is too early."""
    assert not await post.sweep_at(NINE - timedelta(minutes=1))
    assert not post.connector.got


async def test_two_sweeps_at_once_send_one(post: Post) -> None:
    """Whoever claims it sends it."""
    post.clock.at = NINE
    told = await asyncio.gather(post.outbox.sweep(), post.another().sweep(), post.outbox.sweep())
    assert sum(one[Outcome.SENT] for one in told) == 4
    assert post.got() == [*REMINDED]


async def test_long_stop_loses_nothing_and_floods_nobody(post: Post) -> None:
    """What fell due while the bot was down is told on the next working day, in one message each."""
    post.clock.at = NINE + timedelta(days=4)
    await post.store.close()
    await post.open()
    assert not await post.outbox.sweep()
    await post.later(days=2)
    assert set(REMINDED) <= set(post.got())
    assert len(post.got()) == len(set(post.got()))


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
async def test_what_may_pass_is_tried_again(hou: Post, status: int) -> None:
    """Three refusals, then taken: one message in all."""
    hou.connector.will_answer(*(failing(status) for _ in range(3)))
    assert await hou.sweep_at(NINE) == {Outcome.SENT: 1}
    assert len(hou.connector.got) == 4
    assert [seconds for seconds in hou.time.slept if seconds >= 0.4] == [0.5, 1.0, 2.0]


async def test_retry_after_comes_first(hou: Post) -> None:
    """Teams says how long to wait, and knows best."""
    hou.connector.will_answer(failing(429, Retry_After="7"))
    assert await hou.sweep_at(NINE) == {Outcome.SENT: 1}
    assert 7.0 in hou.time.slept


async def test_what_does_not_pass_is_tried_again_by_later_sweeps_for_so_long(hou: Post) -> None:
    """Four tries a sweep, six sweeps at growing distances; then it has failed, aloud."""
    hou.connector.will_answer(*(failing(503) for _ in range(100)))
    assert await hou.sweep_at(NINE) == {Outcome.LATER: 1}
    assert not await hou.later(minutes=1)
    told = [await hou.later(minutes=minutes) for minutes in (1, 4, 8, 16, 32)]
    assert told == [*({Outcome.LATER: 1},) * 4, {Outcome.FAILED: 1}]
    assert len(hou.connector.got) == 24
    assert not await hou.later(hours=3)


@pytest.mark.parametrize("status", [400, 401, 405, 413, 500, 501])
async def test_what_cannot_pass_is_not_tried_again(hou: Post, status: int) -> None:
    """Microsoft: avoid retrying codes that are not named."""
    hou.connector.will_answer(failing(status))
    assert await hou.sweep_at(NINE) == {Outcome.FAILED: 1}
    assert not await hou.later(minutes=30)
    assert len(hou.connector.got) == 1


async def test_blocked_is_told_to_the_business_manager_once(hou: Post) -> None:
    """403: nobody writes to them again, and one message says what to do."""
    hou.connector.will_answer(failing(403, "ConversationBlockedByUser"))
    assert await hou.sweep_at(NINE) == {Outcome.UNREACHABLE: 1, Outcome.SENT: 1}
    assert hou.got() == ["bm", "hou"]
    told = hou.connector.got[-1]
    assert "Julie Penn" in str(told.card)
    assert "unblock" in str(told.card)
    assert "Julie" not in told.said["summary"]
    assert await hou.later(days=3) == {Outcome.UNREACHABLE: 1}
    assert hou.got() == ["bm", "hou"]


async def test_whoever_never_opened_the_bot_is_told_of_too(post: Post) -> None:
    """Without an address nothing is sent; the silence is not kept silent."""
    await post.only("hou")
    reach = await post.store.reach("hou")
    assert reach is not None
    gone = replace(reach, service_url="", conversation="", user="")
    assert await post.store.keep_reach(gone)
    assert await post.sweep_at(NINE) == {Outcome.UNREACHABLE: 1, Outcome.SENT: 1}
    assert post.got() == ["bm"]
    assert "has never opened Case audit" in str(post.connector.got[0].card)


async def test_lost_conversation_is_begun_anew(hou: Post) -> None:
    """404: the stored one is dropped, a new one is made from the person's id, and kept."""
    hou.connector.will_answer(
        failing(404, "ConversationNotFound"), web.json_response({"id": "a:new"}, status=201)
    )
    assert await hou.sweep_at(NINE) == {Outcome.SENT: 1}
    paths = [sent.path.partition("/v3/")[2] for sent in hou.connector.got]
    assert paths == [
        "conversations/a%3Ahou/activities", "conversations", "conversations/a%3Anew/activities",
    ]  # fmt: skip
    reach = await hou.store.reach("hou")
    assert reach is not None
    assert (reach.conversation, reach.unreachable_since) == ("a:new", None)


async def test_lost_conversation_that_cannot_be_begun_is_out_of_reach(hou: Post) -> None:
    """A second refusal is believed."""
    hou.connector.will_answer(failing(404), failing(403, "ForbiddenOperationException"))
    assert (await hou.sweep_at(NINE))[Outcome.UNREACHABLE] == 1
    reach = await hou.store.reach("hou")
    assert reach is not None
    assert (reach.conversation, reach.why) == ("", "ForbiddenOperationException")


async def test_silence_is_not_answered_at_once_but_by_later_sweeps(hou: Post) -> None:
    """It may have arrived: there is no hurry. One try a sweep, at growing distances, six in all."""
    hou.connector.will_answer(*(dropped for _ in range(9)))
    assert await hou.sweep_at(NINE) == {Outcome.UNSURE: 1}
    assert not await hou.later(minutes=1)
    told = [await hou.later(minutes=minutes) for minutes in (1, 4, 8, 16, 32)]
    assert told == [{Outcome.UNSURE: 1}] * 5
    assert not await hou.later(hours=9)
    assert len(hou.connector.got) == 6


async def test_overtaken_nudge_is_not_sent(hou: Post) -> None:
    """Somebody who sent the return meanwhile is left alone."""
    hou.connector.will_answer(*(failing(503) for _ in range(4)))
    await hou.sweep_at(NINE)
    await hou.send(cast.RETURNS[2])
    assert await hou.later(minutes=3) == {Outcome.OVERTAKEN: 1}
    assert len(hou.connector.got) == 4


async def test_nudge_is_not_sent_once_the_audit_is_closed(hou: Post) -> None:
    """Nor is what was left over."""
    hou.connector.will_answer(*(failing(503) for _ in range(4)))
    await hou.sweep_at(NINE)
    audit = await hou.store.audit(cast.AUDIT.id)
    assert audit is not None
    await hou.store.keep_audit(replace(audit, closed_at=NINE))
    assert not await hou.later(minutes=3)
    assert len(hou.connector.got) == 4


async def test_only_allowed_hosts_are_ever_called(hou: Post) -> None:
    """An address that was stored under other rules is not called."""
    reach = await hou.store.reach("hou")
    assert reach is not None
    await hou.store.keep_reach(replace(reach, service_url="https://evil.example/x"))
    assert (await hou.sweep_at(NINE))[Outcome.UNREACHABLE] == 1
    assert hou.got() == ["bm"]


async def test_card_that_cannot_be_drawn_keeps_nobody_else_waiting(started: Started) -> None:
    """One fault of ours is one message that failed."""

    async def fails(nudge: Nudge, store: Store, at: datetime) -> Reply | None:
        if nudge.person == "hou":
            raise ZeroDivisionError
        return await outgoing.drawn(nudge, store, at)

    post = await started(draw=fails)
    assert await post.sweep_at(NINE) == {Outcome.SENT: 3, Outcome.FAILED: 1}
    assert not await post.later(minutes=10)


async def test_stop_comes_between_sends(started: Started) -> None:
    """What was not claimed is left to the next start, which sends it."""

    async def stops(nudge: Nudge, store: Store, at: datetime) -> Reply | None:
        stopped.outbox.stop.ask()
        return await outgoing.drawn(nudge, store, at)

    stopped = await started(draw=stops)
    stopped.outbox.width = asyncio.Semaphore(1)
    assert await stopped.sweep_at(NINE) == {Outcome.SENT: 1}
    await stopped.store.close()
    stopped.draw = outgoing.drawn
    await stopped.open()
    assert await stopped.later(minutes=1) == {Outcome.SENT: 3}
    assert stopped.got() == [*REMINDED]


async def test_one_conversation_gets_no_more_than_its_share(started: Started) -> None:
    """Seven a second, sixty in half a minute, whatever there is to say."""
    post = await started(limits=Limits(app_a_second=1000))
    arrived: list[float] = []
    for _ in range(130):
        await post.outbox.delivery.postbox.send(post.reach("hou"), {}, "x")
        arrived.append(post.time.at)
    assert most_within(arrived, 1) <= 7
    assert most_within(arrived, 30) <= 60


async def test_all_together_get_no_more_than_their_share(started: Started) -> None:
    """Fifty a second, to however many people."""
    post = await started()
    arrived: list[float] = []
    for number in range(300):
        await post.outbox.delivery.postbox.send(post.reach(f"p{number}"), {}, "x")
        arrived.append(post.time.at)
    assert most_within(arrived, 1) <= 50
    assert arrived[-1] < 300 / 45


def most_within(times: list[float], seconds: float) -> int:
    """Return how many there are at most in any stretch of so many seconds."""
    return max(sum(start <= at < start + seconds for at in times) for start in times)
