"""The bot killed in mid-sweep: all that was due is sent, and twice only what was under way."""

import os
from pathlib import Path

from bot.outbox import AT_ONCE
from tests.bot import crowd
from tests.bot.killing import again_and_again
from tests.proofs import proved

KILLS = 10 if os.environ.get("MACA_LONG") == "1" else 3
PEOPLE = 100 * KILLS


async def test_killed_sweep_forgets_nobody_and_repeats_only_what_was_under_way(
    tmp_path: Path,
) -> None:
    """SIGKILL at random moments; each start goes on where the last one was killed."""
    found = await again_and_again(tmp_path, kills=KILLS, people=PEOPLE)
    assert set(found.got) == set(crowd.names(PEOPLE))
    doubled = {who for who, times in found.got.items() if times > 1}
    assert set().union(*found.taken) <= doubled <= found.doubtful
    assert max(found.got.values()) <= 2
    assert all(0 < len(claimed) <= AT_ONCE for claimed in found.claimed)
    proved(
        "the bot killed while it nudges: everybody is told, nobody a third time", f"{KILLS} kills"
    )
