"""How much memory a server has at rest, and how much more for each 1,000 returns that it keeps.

Run as `python -m bench.memory`. Each figure is of a process of its own that has all of the bot
loaded and a store open. Exits 1 when the goal for a server at rest is missed.
"""

import asyncio
import importlib
import subprocess
import sys
import tempfile
from pathlib import Path

from bench._table import Row, note
from bench.saving import fill, resident
from storage.tiny import TinyStore

GOAL = 120.0
"""MB of a server that keeps nothing yet."""
RETURNS = 2_000
INSIDE = "--inside"
HEAVY = ("matplotlib", "numpy", "docx", "xlsxwriter", "openpyxl", "pyxform")
"""Packages that only some requests need."""


async def inside(folder: Path) -> None:
    """Print what a server that has this folder open takes, and what it loaded, and end."""
    importlib.import_module("bot.app")
    store = await TinyStore.open(folder)
    print(f"{resident():.1f}", *(one for one in HEAVY if one in sys.modules))
    await store.close()


def measured(folder: Path) -> tuple[float, list[str]]:
    """Return what a process of its own says of itself: MB, and the heavy packages it loaded."""
    command = [sys.executable, "-m", "bench.memory", INSIDE, str(folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    memory, *heavy = said.stdout.split()
    return float(memory), heavy


def main() -> int:
    """Print the table; 1 when the goal is missed."""
    with tempfile.TemporaryDirectory() as base:
        asyncio.run(fill(Path(base) / "none", 0))
        asyncio.run(fill(Path(base) / "many", RETURNS))
        rest, heavy = measured(Path(base) / "none")
        many, _ = measured(Path(base) / "many")
    met = rest < GOAL
    print(f"at rest: {rest:.0f} MB (goal: under {GOAL:.0f}, {'met' if met else 'missed'})")
    print(f"for each 1,000 returns: {(many - rest) * 1000 / RETURNS:.1f} MB")
    print(f"loaded at start that not every server needs: {', '.join(heavy) or 'nothing'}")
    at_rest = note(
        Row(what="memory at rest", ours=f"{rest:.0f} MB", goal=f"under {GOAL:.0f} MB", met=met)
    )
    more = f"{(many - rest) * 1000 / RETURNS:.1f} MB"
    note(Row(what="memory for each 1,000 returns in progress", ours=more))
    return int(at_rest)


if __name__ == "__main__":
    if INSIDE in sys.argv:
        asyncio.run(inside(Path(sys.argv[-1])))
    else:
        sys.exit(main())
