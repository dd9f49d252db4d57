"""What the product is built on: pinned by hash, with a licence, and explained line by line."""

import importlib.util
import json
import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted(ROOT.glob("requirements*.txt"))
NPM = json.loads((ROOT / "playground" / "package-lock.json").read_text(encoding="utf-8"))
ROW = re.compile(r"^\| (?!package |npm |-)([^|]+) \|(.+)\|$", re.MULTILINE)
NOT_FREE = re.compile(r"(?<!L)GPL|SSPL|BUSL|Commons Clause|proprietary", re.IGNORECASE)


def script() -> ModuleType:
    """Return deploy/licences.py, which is no part of the product."""
    path = ROOT / "deploy" / "licences.py"
    found = importlib.util.spec_from_file_location("licences", path)
    assert found
    assert found.loader
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


LICENCES = script()


def table(page: str) -> dict[str, list[str]]:
    """Return the rows of a page of docs, by the package."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return {name: [cell.strip() for cell in rest.split("|")] for name, rest in ROW.findall(text)}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_python_package_is_pinned_by_hash(lock: Path) -> None:
    """One version, and the hashes of its files: nothing else can be installed in its place."""
    pieces = re.split(r"^(?=[\w.-]+==)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(pieces) > 1
    for piece in pieces[1:]:
        assert re.match(r"[\w.-]+==[^\s;]+", piece)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", piece), piece[:60]
    assert lock.name in LICENCES.LOCKS


def test_every_npm_package_is_pinned_by_hash() -> None:
    """By the registry's own digest."""
    pinned = {path: about for path, about in NPM["packages"].items() if path}
    assert pinned
    assert all(about["integrity"].startswith("sha512-") for about in pinned.values())
    assert all(about["license"] for about in pinned.values())


def test_every_pinned_package_has_its_licence_in_the_docs() -> None:
    """Those that others bring along too; what is installed here says the same of itself."""
    told = table("licences.md")
    names = {*LICENCES.locked(), *(f"{name} (npm)" for name, _said, _by in LICENCES.packed())}
    assert set(told) == names, "Run: make licences"
    assert all(licence and by for _what, licence, by in told.values())
    for one in distributions():
        name = LICENCES.plain(one.metadata["Name"])
        if name in told:
            assert told[name][1] == LICENCES.licence(one, name), "Run: make licences"


def test_no_licence_binds_what_is_shipped() -> None:
    """None asks that our own code be given away; one of the lesser kind is used as a library."""
    told = table("licences.md")
    assert [name for name, row in told.items() if NOT_FREE.search(row[1])] == []
    assert [name for name, row in told.items() if "LGPL" in row[1]] == ["docxtpl"]


def test_every_direct_dependency_is_explained_and_nothing_else_is() -> None:
    """What it does for us, who keeps it, what would replace it, its licence."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [
        project["project"]["dependencies"], project["build-system"]["requires"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]  # fmt: skip
    wanted = {re.split(r"[=<>\[]", one)[0] for group in groups for one in group}
    wanted |= set(NPM["packages"][""]["dependencies"]) | {"uv"}  # which `make lock` fetches
    told = {name.split()[0]: row for name, row in table("dependencies.md").items()}
    assert set(told) == wanted
    assert all(len(row) == 4 and all(row) for row in told.values())


def test_versions_that_the_docs_name_are_those_that_are_pinned() -> None:
    """A reader who looks one up finds what is installed."""
    pins = "\n".join(lock.read_text(encoding="utf-8") for lock in LOCKS)
    pinned = {LICENCES.plain(name): version for name, version in re.findall(
        r"^([\w.-]+)==([^\s;]+)", pins, re.MULTILINE)}  # fmt: skip
    pinned |= {path.removeprefix("node_modules/"): about["version"]
               for path, about in NPM["packages"].items() if path}  # fmt: skip
    named = [name.split() for name in table("dependencies.md") if " " in name]
    assert named
    for name, version in named:
        assert pinned[name] == version
