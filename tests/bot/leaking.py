"""A process in which things go wrong in words, in each of Python's ways; for test_log_proof.py."""

import asyncio
import logging
import sys
import threading
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bot import log, log_foreign

SEED = sys.argv[-1]


class Leaves:
    """Something that fails when nobody looks any more."""

    def __del__(self) -> None:
        """Fail."""
        raise ValueError(SEED)


class Unspeakable:
    """Something that cannot even be told."""

    def __str__(self) -> str:
        """Fail."""
        raise ValueError(SEED)


def fail(words: str = SEED) -> None:
    """Fail in words, because of words."""
    try:
        dict[str, str]()[words]
    except KeyError as error:
        raise ValueError(words) from error


async def in_the_loop() -> None:
    """Fail where nobody waits."""
    log_foreign.hear_loop(asyncio.get_running_loop(), log.logger)
    done = asyncio.Event()
    asyncio.get_running_loop().call_soon(fail)
    asyncio.get_running_loop().call_soon(done.set)
    await done.wait()


def before_anything_is_configured() -> None:
    """Say things with our own log, which has its rules from the first line on."""
    log.logger("bot").error("told.early", words=SEED, code=SEED)
    try:
        fail()
    except ValueError:
        log.logger("bot").exception("failed.early", status=SEED)


def main() -> None:
    """Fail in all ways, the one that ends the process last."""
    before_anything_is_configured()
    log.configure("DEBUG")
    thread = threading.Thread(target=fail, name=SEED)
    thread.start()
    thread.join()
    Leaves()
    warnings.warn(SEED, stacklevel=1)
    asyncio.run(in_the_loop())
    logging.getLogger("library").error("Could not read %s", SEED)
    logging.getLogger("library").error(f"{SEED} %s", 1)  # noqa: G004 - as libraries do
    logging.getLogger("library").error("%s", Unspeakable())
    logging.getLogger(SEED).error("Its name is a word")
    fail()


if __name__ == "__main__":
    main()
