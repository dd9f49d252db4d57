"""Thirty of a hundred sends fail, in each way there is: everybody gets theirs all the same."""

from pathlib import Path

import pytest

from bench import faults

PEOPLE = 60


@pytest.mark.parametrize("kind", faults.KINDS)
async def test_everybody_gets_their_nudge_once(tmp_path: Path, kind: str) -> None:
    """Twice only those whose message Teams took without saying so; never faster than allowed."""
    told = await faults.run(kind, PEOPLE, tmp_path)
    assert told.good
    assert told.once + told.more == PEOPLE
    assert told.more <= told.doubtful
    assert (told.doubtful > 0) == (kind == "taken, then dropped")
    assert (told.requests > PEOPLE) == (kind != "none")
