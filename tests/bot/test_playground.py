"""The demo's windows: who sits at them, and what happens when one cannot be opened."""

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import playground
from bot.playground import PlaygroundError, Window

SAM = Window("Sam Okoro", "3a6f3c52", "sam@health.example", "5f2b1f6e", 0)


@pytest.fixture
def installed() -> None:
    """Skip where `make install` has not brought the Agents Playground."""
    if not playground.PROGRAM.exists():
        if os.environ.get("MACA_REQUIRE_BROWSER") == "1":
            pytest.fail("The Agents Playground is required here. Run: make install")
        pytest.skip("The Agents Playground is not installed.")


@pytest.fixture
def busy_port() -> Iterator[int]:
    """A port on which somebody else is listening already."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_config_says_who_sits_at_the_window() -> None:
    """The bot tells people apart by tenant and object id, so the window carries both."""
    written = playground.config(SAM)
    person = written["currentUser"]
    assert isinstance(person, dict)
    assert written["tenantId"] == SAM.tenant
    assert person["aadObjectId"] == SAM.object_id
    assert (person["name"], person["email"]) == ("Sam Okoro", "sam@health.example")
    assert (person["givenName"], person["surname"]) == ("Sam", "Okoro")


def test_config_names_five_others() -> None:
    """The Playground ends without a word when it is given more or fewer."""
    others = playground.config(SAM)["users"]
    assert isinstance(others, list)
    assert len({other["id"] for other in others}) == 5


@pytest.mark.usefixtures("installed")
async def test_a_busy_port_is_named(busy_port: int, tmp_path: Path) -> None:
    """A window that cannot have its port says so, and does not take another."""
    taken = Window(SAM.name, SAM.object_id, SAM.email, SAM.tenant, busy_port)
    with pytest.raises(PlaygroundError, match=f"Port {busy_port} is in use"):
        async with playground.started([taken], bot_port=1, folder=tmp_path):
            pass


@pytest.mark.usefixtures("installed")
async def test_a_window_that_ends_gives_its_reason(free_port: int, tmp_path: Path) -> None:
    """What the Playground only writes into its log reaches the person who started the demo."""
    name_too_long = Window("N" * 300, SAM.object_id, SAM.email, SAM.tenant, free_port)
    with pytest.raises(PlaygroundError, match="NOT have more than 256 characters"):
        async with playground.started([name_too_long], bot_port=1, folder=tmp_path):
            pass


@pytest.mark.usefixtures("installed")
async def test_windows_answer_this_machine_only_and_close(free_port: int, tmp_path: Path) -> None:
    """A window listens on loopback and nowhere else, and its port is free again afterwards."""
    person = Window(SAM.name, SAM.object_id, SAM.email, SAM.tenant, free_port)
    async with playground.started([person], bot_port=1, folder=tmp_path) as addresses:
        assert addresses == [f"http://127.0.0.1:{free_port}/"]
        # All of 127.0.0.0/8 is this machine, so a second address of it stands for any other.
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.2", free_port)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", free_port)
