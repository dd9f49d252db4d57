"""What is measured is gathered: the table that `make bench` ends with."""

from pathlib import Path

import pytest

from bench.__main__ import SHORT
from bench._table import KEPT_IN, Row, at_most, kept, note, table

ROOT = Path(__file__).resolve().parent.parent
NO_GOALS = {"profile"}
"""Tells where time goes, and measures nothing against anything."""


def test_every_part_is_run() -> None:
    """A part that measures, and is not in the list, would be forgotten."""
    parts = {path.stem for path in (ROOT / "bench").glob("[a-z]*.py")}
    assert parts - NO_GOALS == set(SHORT)


def test_a_figure_over_its_goal_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is at the goal meets it; what is over it is missed, and both stand in the table."""
    monkeypatch.setenv(KEPT_IN, str(tmp_path / "rows"))
    assert not at_most("a", 2.0, 2.0, "s")
    assert at_most("b", 2.01, 2.0, "s")
    assert not note(Row(what="c", ours="1"))
    rows = kept(tmp_path / "rows")
    assert [row.met for row in rows] == [True, False, None]
    assert "MISSED" in table(rows)[3]


def test_a_part_alone_keeps_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who runs one part sees what it prints; nothing is written anywhere."""
    monkeypatch.delenv(KEPT_IN, raising=False)
    monkeypatch.chdir(tmp_path)
    assert at_most("a", 3.0, 2.0, "s")
    assert not list(tmp_path.iterdir())
