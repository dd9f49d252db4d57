"""The table of proofs adds up what processes shared, and says what is missing in it."""

import json
from pathlib import Path

import pytest

from tests import proofs


def lines(*rows: tuple[str, str, list[int]]) -> list[str]:
    """Return rows as proofs write them."""
    return [json.dumps(row) for row in rows]


def test_figures_of_shared_proofs_are_added_up() -> None:
    """Two processes that did one thing make one row; other figures stay rows of their own."""
    kept = lines(("machine", "{:,} runs", [900]), ("kills", "3 kills", []),
                 ("machine", "{:,} runs", [1_100]))  # fmt: skip
    assert proofs.summed(kept) == [("kills", "3 kills"), ("machine", "2,000 runs")]


def test_table_without_a_proof_is_not_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was not proved stands there as such, and the command fails."""
    kept = tmp_path / "proofs"
    monkeypatch.setattr("sys.argv", ["proofs", str(kept)])
    assert proofs.main() == 1
    monkeypatch.setenv(proofs.KEPT_IN, str(kept))
    for one in proofs.PROOFS[1:]:
        proofs.proved(f"{one} and so on", "as it should be")
    capsys.readouterr()
    assert proofs.main() == 1
    missing = [row for row in capsys.readouterr().out.splitlines() if "NOT PROVED" in row]
    assert len(missing) == 1
    assert proofs.PROOFS[0] in missing[0]
    proofs.proved(proofs.PROOFS[0], "as it should be")
    assert proofs.main() == 0
