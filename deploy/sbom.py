"""Writes what the software is made of: every pinned package with its hashes, licence and needs.

`make sbom` gives dist/sbom.json (CycloneDX) and dist/licences.md. The same lock file gives the same
bytes. Hashes come from the lock file, licences and needs from what was installed by it.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

CYCLONE = "cyclonedx_py"
NOT_TOLD = {"pyxform": "BSD-2-Clause"}
"""Licences that stand in a package's own licence file and not in what it says of itself."""
Bom = dict[str, Any]


def main(python: Path, lock: Path, folder: Path, *, checked: bool) -> None:
    """Write both files into a folder; ends with a message where a licence is not known.

    Holding the list against CycloneDX's own schema takes a while; `--unchecked` leaves it out.
    """
    project = Path(__file__).resolve().parent.parent / "pyproject.toml"
    made = merged(
        told("environment", str(python), "--pyproject", str(project)),
        told("requirements", str(lock), "--pyproject", str(project)),
        needed=tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"],
    )
    unknown = [one["name"] for one in made["components"] if not licence(one)]
    if unknown:
        sys.exit(f"No licence is known of: {', '.join(unknown)}. Look, and add it to NOT_TOLD.")
    text = json.dumps(made, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if checked and (fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)):
        sys.exit(f"The list is no CycloneDX: {fault}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sbom.json").write_text(text, encoding="utf-8")
    (folder / "licences.md").write_text("".join(listed(made)), encoding="utf-8")


def told(*asked: str) -> Bom:
    """Return what cyclonedx-bom makes of an environment or a lock file."""
    way = ("--output-reproducible", "--no-validate", "--of", "JSON", "-o", "-")
    words = [sys.executable, "-W", "ignore", "-m", CYCLONE, *asked, *way]
    done = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    found: Bom = json.loads(done.stdout)
    return found


def merged(installed: Bom, locked: Bom, *, needed: list[str]) -> Bom:
    """Return the installed packages that are pinned, with the hashes of the lock file."""
    hashes = {named(one): one["externalReferences"] for one in locked["components"]}
    kept = {named(one): one for one in installed["components"] if named(one) in hashes}
    missing = sorted({name for name, _ in hashes} - {name for name, _ in kept})
    if missing:
        sys.exit(f"Pinned, but not installed here: {', '.join(missing)}.")
    refs = {one["bom-ref"] for one in kept.values()}
    root = installed["metadata"]["component"]["bom-ref"]
    direct = {plain(re.split(r"[=<>\[;]", one)[0]) for one in needed}
    graph = [
        {**one, "dependsOn": sorted(set(one.get("dependsOn", [])) & refs)}
        for one in installed["dependencies"]
        if one["ref"] in refs
    ]
    graph.append(
        {
            "ref": root,
            "dependsOn": sorted(
                one["bom-ref"] for (name, _), one in kept.items() if name in direct
            ),
        }
    )
    return {
        **installed,
        "components": [completed(kept[one], hashes[one]) for one in sorted(kept)],
        "dependencies": sorted(graph, key=lambda one: str(one["ref"])),
    }


def completed(one: Bom, references: list[Bom]) -> Bom:
    """Return a package with its hashes, and with its licence where it says none itself."""
    name = plain(one["name"])
    done = {**one, "externalReferences": [*one.get("externalReferences", []), *references]}
    if not licence(one) and name in NOT_TOLD:
        done["licenses"] = [{"license": {"id": NOT_TOLD[name]}}]
    return done


def licence(one: Mapping[str, Any]) -> str:
    """Return a package's licence in words; empty where none is known."""
    return ", ".join(dict.fromkeys(_licences(one)))


def _licences(one: Mapping[str, Any]) -> Iterator[str]:
    for found in one.get("licenses", []):
        about = found.get("license", {})
        words = found.get("expression") or about.get("id") or about.get("name") or ""
        first = words.strip().splitlines()[0] if words.strip() else ""  # some give a whole text
        yield first.removeprefix("License :: ").removeprefix("OSI Approved :: ")


def listed(made: Bom) -> Iterator[str]:
    """Give the list of licences, a line for each package."""
    yield "# Licences of what the software is made of\n\n"
    yield "| package | version | licence |\n|---|---|---|\n"
    for one in made["components"]:
        yield f"| {one['name']} | {one['version']} | {licence(one).replace('|', '/')} |\n"


def named(one: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a package is known by: a lock file may pin more than one version of it."""
    return plain(one["name"]), one["version"]


def plain(name: str) -> str:
    """Return a package's name as indexes write it."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), checked="--unchecked" not in sys.argv)
