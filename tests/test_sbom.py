"""The list of what the software is made of: whole, with hashes and licences, always the same."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"


def made(folder: Path, lock: Path = LOCK) -> subprocess.CompletedProcess[str]:
    """Make the list of what is installed here by this lock file."""
    words = [
        sys.executable,
        str(ROOT / "deploy" / "sbom.py"),
        sys.executable,
        str(lock),
        str(folder),
    ]
    return subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - ours


@pytest.fixture(scope="module")
def sbom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both files."""
    folder = tmp_path_factory.mktemp("sbom")
    done = made(folder)
    assert done.returncode == 0, done.stderr
    return folder


def read(folder: Path) -> dict[str, Any]:
    """The list itself."""
    found: dict[str, Any] = json.loads((folder / "sbom.json").read_text(encoding="utf-8"))
    return found


def test_every_pinned_package_is_on_it(sbom: Path) -> None:
    """With the version that is pinned, and nothing that only tests need."""
    pinned = re.findall(r"^([\w.-]+)==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    both = [(name.lower().replace("_", "-"), version) for name, version in pinned]
    rows = read(sbom)["components"]
    listed = {one["name"].lower().replace("_", "-"): one["version"] for one in rows}
    assert set(listed) == {name for name, _ in both}
    assert set(listed.items()) <= set(both)
    assert "pytest" not in listed


def test_every_package_has_hashes_a_licence_and_its_needs(sbom: Path) -> None:
    """What a check for holes, or a lawyer, looks for."""
    found = read(sbom)
    assert (found["bomFormat"], found["metadata"]["component"]["name"]) == ("CycloneDX", "maca")
    for one in found["components"]:
        kept = [ref for ref in one["externalReferences"] if ref.get("hashes")]
        assert kept, one["name"]
        assert one["licenses"], one["name"]
        assert one["purl"].startswith("pkg:pypi/")
    needs = {one["ref"]: one["dependsOn"] for one in found["dependencies"]}
    root = needs[found["metadata"]["component"]["bom-ref"]]
    assert any(ref.startswith("aiohttp==") for ref in root)
    assert set(needs) >= {one["bom-ref"] for one in found["components"]}
    licences = (sbom / "licences.md").read_text(encoding="utf-8")
    assert "| aiohttp | " in licences
    assert "License ::" not in licences


def test_list_is_the_same_each_time(sbom: Path, tmp_path: Path) -> None:
    """Neither the time nor chance is in it, and no path of this machine."""
    assert made(tmp_path).returncode == 0
    for name in ("sbom.json", "licences.md"):
        assert (tmp_path / name).read_bytes() == (sbom / name).read_bytes()
        assert str(ROOT) not in (tmp_path / name).read_text(encoding="utf-8")


def test_what_is_pinned_and_not_installed_is_named(tmp_path: Path) -> None:
    """Instead of a list that lacks something."""
    lock = tmp_path / "lock.txt"
    lock.write_text(f"not-there-at-all==1.0 --hash=sha256:{'0' * 64}\n")
    done = made(tmp_path / "out", lock)
    assert done.returncode == 1
    assert "not installed here: not-there-at-all" in done.stderr
    assert not (tmp_path / "out").exists()
