"""Has files made in a process of its own, one at a time, while turns go on."""

import asyncio
import pickle
import sys
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from bot.faults import Fault, are_faults
from bot.maker import TEMPLATE, Made, Order

ROOT = Path(__file__).resolve().parent.parent
SECONDS_AT_MOST = 300


class WorkshopError(Exception):
    """A file could not be made. `code` and `told` are safe to log: types and places, no words."""

    def __init__(self, code: str, told: list[Fault] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.told = told or []


class TemplateRefusedError(WorkshopError):
    """The partnership's own template cannot be filled. `words` say why, to a person alone."""

    def __init__(self, words: str) -> None:
        super().__init__("template.refused")
        self.words = words


@dataclass(slots=True)
class Workshop:
    """Makes files. A machine with two cores makes one at a time, and turns have the other."""

    program: tuple[str, ...] = (sys.executable, "-m", "bot.maker")
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def make(self, order: Order) -> Made:
        """Return the file; raises WorkshopError."""
        async with self._one_at_a_time:
            asked = await asyncio.to_thread(pickle.dumps, order, pickle.HIGHEST_PROTOCOL)
            process = await asyncio.create_subprocess_exec(
                *self.program,
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                async with asyncio.timeout(SECONDS_AT_MOST):
                    found, fault = await process.communicate(asked)
            except TimeoutError as error:
                raise WorkshopError("maker.too_slow") from error
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        if process.returncode == TEMPLATE:
            raise TemplateRefusedError(fault.decode(errors="replace"))
        if process.returncode:
            raise WorkshopError("maker.failed", told_in(fault))
        return msgspec.msgpack.decode(found, type=Made)


def told_in(said: bytes) -> list[Fault]:
    """Return the faults that the maker told last; whatever a library said before is left out."""
    try:
        found = msgspec.json.decode(said.splitlines()[-1] if said else b"[]")
    except ValueError:
        return []
    return found if are_faults(found) else []
