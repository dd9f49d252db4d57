"""Opens Teams-like windows for the demo: one Agents Playground for each person, on loopback only.

Each window is a child process with a folder of its own, because the Playground reads who is
sitting at it from a file in the folder it is started in.
"""

import asyncio
import json
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

HERE = Path(__file__).resolve().parent.parent / "playground"
PROGRAM = HERE / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
GUARD = HERE / "guard.cjs"
CONFIG = ".m365agentsplayground.yml"
LOG = Path("devTools") / "m365agentsplayground.log"
# Long enough for a slow laptop that starts several at once; usually it takes two seconds.
SECONDS_TO_START = 60
SECONDS_TO_STOP = 5
# The window needs no more of our surroundings than this, and gets no more: no secrets.
PASSED_ON = ("HOME", "LANG", "PATH", "SYSTEMROOT", "TEMP", "TMPDIR", "TZ", "USERPROFILE")


class PlaygroundError(Exception):
    """A window could not be opened; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Window:
    """One person at one Teams-like window, and the port on which it is opened."""

    name: str
    object_id: str
    email: str
    tenant: str
    port: int

    @property
    def address(self) -> str:
        """Where a browser finds the window."""
        return f"http://127.0.0.1:{self.port}/"


@asynccontextmanager
async def started(
    persons: Sequence[Window], *, bot_port: int, folder: Path
) -> AsyncIterator[Sequence[str]]:
    """Open a window for each person, give their addresses, and close all of them at the end.

    Raises PlaygroundError when one does not answer in time; those that did are closed again.
    """
    node = node_or_fail()
    async with AsyncExitStack() as closing:
        processes = []
        for person in persons:
            process = await _start(node, person, bot_port=bot_port, folder=folder)
            closing.push_async_callback(_stop, process)
            processes.append(process)
        for person, process in zip(persons, processes, strict=True):
            await _until_answering(person, process, folder)
        yield [person.address for person in persons]


def node_or_fail() -> str:
    """Find the node that `make install` put beside Python, if it had to, or else the machine's."""
    if not PROGRAM.exists():
        raise PlaygroundError("The Agents Playground is not installed. Run: make install")
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if found is None:
        raise PlaygroundError("Node.js is not installed. Run: make install")
    return found


def config(person: Window) -> dict[str, object]:
    """Describe who sits at the window, in the form that the Playground insists on.

    It wants exactly five further users, a group chat and a team, though the demo shows none.
    """
    me = _user(f"29:{person.object_id}", person.name, person.email, person.object_id)
    return {
        "version": "0.1.1",
        "tenantId": person.tenant,
        "bot": {"id": "28:maca", "name": "Case audit"},
        "currentUser": me,
        "users": [_stand_in(number) for number in range(1, 6)],
        "personalChat": {"id": f"a:{person.object_id}"},
        "groupChat": {"id": f"19:group-{person.object_id}", "name": "Group chat"},
        "team": {
            "id": f"19:team-{person.object_id}",
            "name": "Team",
            "aadGroupId": "00000000-0000-0000-0000-000000000030",
            "channels": [{"id": f"19:channel-{person.object_id}", "name": "Channel"}],
        },
    }


def _user(user_id: str, name: str, email: str, object_id: str) -> dict[str, str]:
    given, _, surname = name.rpartition(" ")
    return {
        "id": user_id,
        "name": name,
        "userPrincipleName": email,  # the Playground's own spelling
        "aadObjectId": object_id,
        "givenName": given,
        "surname": surname,
        "email": email,
    }


def _stand_in(number: int) -> dict[str, str]:
    return _user(
        f"29:stand-in-{number}",
        f"Stand-in {number}",
        f"stand-in-{number}@example.com",
        f"00000000-0000-0000-0000-00000000002{number}",
    )


async def _start(
    node: str, person: Window, *, bot_port: int, folder: Path
) -> asyncio.subprocess.Process:
    _port_free_or_fail(person.port)
    return await asyncio.create_subprocess_exec(
        *_command(node, person, bot_port),
        cwd=_prepared(person, folder),
        env=_surroundings(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )


def _prepared(person: Window, folder: Path) -> Path:
    place = _place(person, folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / LOG).unlink(missing_ok=True)
    # The file is read as YAML, and JSON is YAML.
    (place / CONFIG).write_text(json.dumps(config(person), indent=2), encoding="utf-8")
    return place


def _command(node: str, person: Window, bot_port: int) -> list[str]:
    return [
        *(node, "--require", str(GUARD), str(PROGRAM), "start"),
        *("--app-endpoint", f"http://127.0.0.1:{bot_port}/api/messages"),
        *("--channel-id", "msteams"),
        *("--port", str(person.port)),
        *("--service-url", f"{person.address}_connector"),
        "--disable-telemetry",
    ]


def _surroundings() -> dict[str, str]:
    kept = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    return kept | {"TEAMSAPPTESTER_BROWSER": "none"}


def _place(person: Window, folder: Path) -> Path:
    return folder / str(person.port)


def _port_free_or_fail(port: int) -> None:
    """Check first, because the Playground would quietly take some other port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PlaygroundError(
                f"Port {port} is in use. Is a demo still running? Stop it, or choose another port."
            ) from error


async def _until_answering(
    person: Window, process: asyncio.subprocess.Process, folder: Path
) -> None:
    try:
        async with asyncio.timeout(SECONDS_TO_START), aiohttp.ClientSession() as http:
            while not await _answers(http, person):
                if process.returncode is not None:
                    raise PlaygroundError(_what_went_wrong(person, folder))
                await asyncio.sleep(0.1)
    except TimeoutError as error:
        raise PlaygroundError(_what_went_wrong(person, folder)) from error


async def _answers(http: aiohttp.ClientSession, person: Window) -> bool:
    try:
        async with http.get(person.address) as reply:
            return reply.ok
    except aiohttp.ClientError:
        return False


def _what_went_wrong(person: Window, folder: Path) -> str:
    log = _place(person, folder) / LOG
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    reasons = [line.removeprefix("error ") for line in lines if line.startswith("error Reason")]
    reason = reasons[-1] if reasons else f"No reason was given. See {log}"
    return f"The window of {person.name} did not open on port {person.port}. {reason}"


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Close its input, which the guard takes as the end. A signal might only reach a wrapper."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), SECONDS_TO_STOP)
    except TimeoutError:
        process.kill()
        await process.wait()
