"""Keeps every card that is drawn while it watches, by the function that drew it.

As a plugin (`-p tests.cards.recording`, with MACA_CARDS naming a file) it watches a whole run of
tests and leaves what it saw in the file. So no list of cards has to be kept by hand: whatever
draws a card is found in the source, and what it drew at its worst is found by watching.
"""

import ast
import functools
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType
from typing import Any

from cards.parts import Card, size

ROOT = Path(__file__).resolve().parents[2]
KEPT_IN = "MACA_CARDS"
BRICK = "parts.card"
"""Every card is made of this; it is no card by itself."""
ROOMS = ("cards", "dialogs", "bot", "tests")


def drawing() -> frozenset[str]:
    """Return the name of every function in cards/ that returns a card, as `page.draw`."""
    found = set[str]()
    for path in sorted((ROOT / "cards").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and returns_a_card(node):
                found.add(f"{path.stem}.{node.name}")
    return frozenset(found - {BRICK})


def returns_a_card(function: ast.FunctionDef) -> bool:
    """Say whether it returns a card by what it says of itself, or makes one."""
    said = ast.unparse(function.returns) if function.returns else ""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    makes = any(isinstance(called, ast.Name) and called.id == "card" for called in calls)
    return makes or said in {"Card", "Card | None"}


def made_of(value: object) -> str:
    """Return what a card is made of, whatever its words are."""
    if isinstance(value, dict):
        return f"{value.get('type')}({''.join(made_of(one) for one in value.values())})"
    return "".join(dict.fromkeys(map(made_of, value))) if isinstance(value, list) else ""


class Recorder:
    """Keeps of each function the largest card of each make."""

    def __init__(self) -> None:
        self.cards: dict[str, dict[str, Card]] = {}

    def keep(self, name: str, card: Card) -> None:
        """Keep the card if it is the first of its make, or larger than the one before."""
        kept = self.cards.setdefault(name, {})
        make = made_of(card)
        if make not in kept or size(card) > size(kept[make]):
            kept[make] = json.loads(json.dumps(card))

    def watching(self, name: str, draw: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, which now tells of each card that it draws."""

        @functools.wraps(draw)
        def drawn(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as what it stands for
            card = draw(*given, **named)
            if isinstance(card, dict) and "body" in card:
                self.keep(name, card)
            return card

        return drawn


@contextmanager
def watched(recorder: Recorder) -> Iterator[None]:
    """Have the recorder see all that is drawn meanwhile, by whatever name it was imported."""
    stand_ins: dict[FunctionType, Callable[..., Any]] = {}
    for name in sorted(drawing()):
        room, _, function = name.partition(".")
        draw = getattr(importlib.import_module(f"cards.{room}"), function)
        stand_ins[draw] = recorder.watching(name, draw)
    rooms = [m for n, m in sys.modules.items() if n.partition(".")[0] in ROOMS]
    names = [
        (module, name, value)
        for module in rooms
        for name, value in vars(module).items()
        if isinstance(value, FunctionType) and value in stand_ins
    ]
    for module, name, value in names:
        setattr(module, name, stand_ins[value])
    try:
        yield
    finally:
        for module, name, value in names:
            setattr(module, name, value)


def worst(folder: Path) -> dict[str, list[Card]]:
    """Return what the tests of cards draw at its worst, by the function that drew it."""
    kept = folder / "worst.json"
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.cards.recording", "tests/cards",
         "-p", "no:cacheprovider"],
        cwd=ROOT, env=env | {KEPT_IN: str(kept)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-2_000:]
    found: dict[str, list[Card]] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def pytest_configure(config: Any) -> None:  # noqa: ANN401 - pytest's own
    """Watch from before the tests are read, which is when some of them draw."""
    seen = Recorder()
    watching = watched(seen)
    watching.__enter__()

    def finish() -> None:
        watching.__exit__(None, None, None)
        found = {name: [*cards.values()] for name, cards in sorted(seen.cards.items())}
        Path(os.environ[KEPT_IN]).write_text(json.dumps(found), encoding="utf-8")

    config.add_cleanup(finish)
