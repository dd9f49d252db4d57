"""A sweep whose clock was ahead or is put back, or that comes late.

Nobody is told twice or at night, and nothing is forgotten.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from audits.ledger import Outcome
from audits.plan import Kind
from tests import cast
from tests.bot.outboxes import NINE, REMINDED, Post


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    """An outbox with the cast."""
    async with AsyncExitStack() as closing:
        found = Post(tmp_path / "store")
        await found.start(closing)
        yield found


async def test_clock_that_is_put_back_repeats_nothing(post: Post) -> None:
    """What the ledger holds is not sent again, whatever the time is."""
    await post.sweep_at(NINE + timedelta(days=1))
    assert set(REMINDED) <= set(post.got())
    for minutes in range(3):
        assert not await post.sweep_at(NINE + timedelta(minutes=minutes))
    await post.another().sweep()
    assert [post.got().count(who) for who in REMINDED] == [1] * len(REMINDED)


async def test_clock_that_was_ahead_forgets_nothing(post: Post) -> None:
    """A sweep at a wrong hour, a day or a year ahead, hides nothing that falls due before it."""
    await post.store.keep_swept(cast.AUDIT.id, NINE + timedelta(days=365))
    await post.store.close()
    await post.open()
    await post.sweep_at(NINE)
    assert [post.got().count(who) for who in REMINDED] == [1] * len(REMINDED)
    await post.later(days=1)
    await post.sweep_at(NINE + timedelta(minutes=1))
    await post.another().sweep()
    assert [post.got().count(who) for who in REMINDED] == [1] * len(REMINDED)


async def test_clock_that_jumps_while_the_bot_runs_forgets_nothing(post: Post) -> None:
    """An hour ahead and back: what falls due in that hour is sent in its time."""
    await post.sweep_at(NINE - timedelta(minutes=20))
    await post.sweep_at(NINE - timedelta(minutes=5))
    assert not set(REMINDED) & set(post.got())
    post.outbox._since[cast.AUDIT.id] = NINE + timedelta(hours=1)  # noqa: SLF001 - as it was ahead
    await post.sweep_at(NINE)
    assert [post.got().count(who) for who in REMINDED] == [1] * len(REMINDED)


@pytest.mark.parametrize("down_until", [9, 14.98])
async def test_what_is_late_at_night_waits_for_the_morning(post: Post, down_until: float) -> None:
    """A bot that was down all day writes to nobody at night, but when they are next at work."""
    night = NINE + timedelta(hours=down_until)
    for minutes in range(3):
        await post.sweep_at(night + timedelta(minutes=minutes))
    await post.another().sweep()
    assert not set(REMINDED) & set(post.got())
    await post.sweep_at(NINE + timedelta(hours=23, minutes=-1))
    assert not set(REMINDED) & set(post.got())
    post.outbox = post.another()
    for minutes in range(3):
        await post.sweep_at(NINE + timedelta(days=1, minutes=minutes))
    assert [post.got().count(who) for who in REMINDED] == [1] * len(REMINDED)


async def test_what_is_late_by_day_comes_at_once(post: Post) -> None:
    """In somebody's hours nothing waits: whoever starts late reads it late."""
    await post.sweep_at(NINE + timedelta(hours=8, minutes=50))
    assert [post.got().count(who) for who in REMINDED] == [1] * len(REMINDED)


async def test_audit_that_opens_in_the_evening_is_told_of_in_the_morning(post: Post) -> None:
    """Whoever opens an audit at eight in the evening disturbs nobody then."""
    fresh = replace(cast.AUDIT, id="fresh", opened=NINE.date())
    await post.fill(fresh, [replace(ret, id=f"fresh.{ret.family}.{ret.agency}", audit_id="fresh")
                            for ret in cast.RETURNS])  # fmt: skip
    evening = NINE + timedelta(hours=11)
    await post.sweep_at(evening)
    assert not post.got()
    await post.sweep_at(NINE + timedelta(days=1))
    opened = [e for e in await post.store.ledger("fresh") if e.nudge.kind is Kind.OPENED]
    assert {entry.nudge.person for entry in opened} >= {"hv", "pol"}
    assert {entry.outcome for entry in opened} == {Outcome.SENT}
