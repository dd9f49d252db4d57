"""One PostgreSQL for each process that runs tests, started when the first test wants it."""

from collections.abc import Iterator

import pytest

from tests.postgres import Server, serving


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Give the server; a test makes a database of its own on it."""
    with serving() as server:
        yield server
