"""Master keys that need no key vault: a file, a variable, and what is none."""

from pathlib import Path

import pytest

from storage.keys import MasterKeyError
from storage.masters import keys_in, master_in, put_first


async def test_a_key_file_is_private_and_gains_new_keys_in_front(tmp_path: Path) -> None:
    """What was wrapped before still opens, and a process that runs takes the new one up."""
    path = tmp_path / "safe" / "master.key"
    first = put_first(path)
    assert path.stat().st_mode & 0o777 == 0o600
    master = master_in(path)
    wrapped = await master.wrap(b"k")
    assert wrapped[0] == first
    second = put_first(path)
    assert await master.current() == second
    assert await master.unwrap(*wrapped) == b"k"


@pytest.mark.parametrize("words", ["", "c2hvcnQ=", "not base64!"])
def test_what_is_no_master_key_is_refused(words: str) -> None:
    """With how to make one."""
    with pytest.raises(MasterKeyError, match="openssl rand"):
        keys_in(words)


def test_a_key_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With what to do first: put it back."""
    with pytest.raises(MasterKeyError, match="Put it back"):
        master_in(tmp_path / "gone.key")
