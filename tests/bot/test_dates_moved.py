"""The due date moves while the audit runs: what the sweep then sends, and what it does not."""

from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from audits.amendments import amended
from audits.ledger import Outcome
from tests import cast
from tests.bot.outboxes import NINE, REMINDED, Post
from tests.bot.world import failing

LATER = date(2026, 12, 15)


async def move(post: Post, due: date) -> None:
    """Have the business manager move the due date now."""
    found = await post.store.audit(cast.AUDIT.id)
    assert found
    after = amended(found, replace(found, due=due), by="bm", at=post.clock.at)
    assert await post.store.keep_audit(after)


async def test_moved_date_is_told_once_and_old_reminders_do_not_come(tmp_path: Path) -> None:
    """Everybody who owes a return gets one message; at nine nothing is due any more."""
    async with AsyncExitStack() as closing:
        post = Post(tmp_path)
        await post.start(closing)
        await move(post, LATER)
        assert (await post.later(minutes=1))[Outcome.SENT] == len(REMINDED)
        assert post.got() == sorted(REMINDED)
        assert not await post.later(minutes=1)
        assert not await post.sweep_at(NINE)
        told = await post.sweep_at(NINE + timedelta(days=7))
        assert told[Outcome.SENT] == len(REMINDED)


async def test_reminder_that_waits_to_be_tried_again_is_overtaken_by_the_move(
    tmp_path: Path,
) -> None:
    """Teams would not take it at nine; when it would, the date is another."""
    async with AsyncExitStack() as closing:
        post = Post(tmp_path)
        await post.start(closing)
        await post.only("pol")
        post.connector.will_answer(*(failing(503) for _ in range(4)))
        assert (await post.sweep_at(NINE))[Outcome.LATER] == 1
        await move(post, LATER)
        told = await post.later(minutes=10)
        assert told == {Outcome.OVERTAKEN: 1, Outcome.SENT: 1}
        sent = [one.said["summary"] for one in post.connector.got]
        assert sent[-1] == "Case audit: C now due Tue 15 Dec"
