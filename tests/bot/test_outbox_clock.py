"""A sweep whose clock was ahead, or is put back: nobody is told twice, and nothing is forgotten."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

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
