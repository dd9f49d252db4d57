"""Looks through all that the whole run writes, for words that nobody may find in a log.

While the tests run the log is at DEBUG, libraries' too. When a test ends, all that it wrote to
standard output and error is looked through, and all that its subprocesses wrote. What a test keeps
in a stream of its own it looks through itself.

One PostgreSQL serves all tests of a process; it is started when the first of them wants it.
"""

import json
import logging
import re
from collections.abc import Generator, Iterator
from datetime import date
from functools import cache

import pytest
from hypothesis import settings

from bot import demo, log
from bot.log_fields import FIELDS
from tests import cast
from tests.postgres import Server, serving

SEEDED = ("Marker-", "Quokka", "eyJ")
"""Words that tests write wherever somebody can write, and the beginning of every token."""
AT_LENGTH = ("asyncio", "matplotlib", "PIL", "filelock", "hypothesis")
"""Libraries that say much at DEBUG, and nothing of what they are given."""

# How long an example takes depends on what else the machine does, and tests do not time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@cache
def forbidden() -> re.Pattern[str]:
    """Return what finds any name, work e-mail or account id of anybody in the tests."""
    from tests.bot.world import SAM  # noqa: PLC0415 - it takes a second, and most runs do without

    people = [*cast.EVERYBODY, SAM, *demo.read(date(2026, 11, 23)).people.values()]
    words = {text for one in people for text in (one.name, one.email, one.object_id) if text}
    return re.compile("|".join(map(re.escape, sorted(words | {*SEEDED}))))


def leaks(where: str, written: str) -> list[str]:
    """Return the forbidden words in this output, and log fields that are none.

    On standard output only log lines count: there a command shows a person what they asked for.
    """
    found = []
    for row in written.splitlines():
        line = row[row.find('{"') :] if '"event":' in row else ""
        found += forbidden().findall(line if "stdout" in where else row)
        try:
            found += [name for name in json.loads(line or "{}") if name not in FIELDS]
        except ValueError:  # two processes wrote at once; the words were looked at
            continue
    return found


def pytest_runtest_setup() -> None:
    """Let everything be logged that anything wants to log."""
    log.configure("DEBUG")
    logging.root.setLevel(logging.DEBUG)
    for name in AT_LENGTH:
        logging.getLogger(name).setLevel(logging.WARNING)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that left a trace of somebody in what it wrote."""
    report = yield
    if report.when == "teardown" and report.passed:
        found = [one for name, text in report.sections if "log" not in name.split()
                 for one in leaks(name, text)]  # fmt: skip
        if found:
            report.outcome = "failed"
            report.longrepr = (
                f"In the output stands what may not stand in a log: {sorted({*found})}"
            )
    return report


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Give the server; a test makes a database of its own on it."""
    with serving() as server:
        yield server
