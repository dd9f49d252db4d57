"""What is deployed names settings that exist, carries what it needs, runs without rights."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.settings import Settings, variable
from bot.settings_checks import problems

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
KNOWN = {variable(name) for name in Settings.model_fields}
NAMING = sorted(
    path.relative_to(ROOT)
    for path in DEPLOY.rglob("*")
    if path.is_file() and "secrets" not in path.parts and path.name != ".env"
)


@pytest.mark.parametrize("path", NAMING, ids=str)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    """A renamed setting must not be passed over where it is deployed."""
    named = set(re.findall(r"\bMACA_[A-Z_]+\b", (ROOT / path).read_text(encoding="utf-8")))
    assert named - KNOWN == set()


def test_host_is_told_all_that_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example, as it comes, names what is missing and nothing that is wrong."""
    example = (DEPLOY / "compose" / ".env.example").read_text(encoding="utf-8")
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    for name, value in re.findall(r"^(MACA_\w+)=(.*)$", example, re.MULTILINE):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MACA_MASTER_KEY_FILE", "secrets/master_key")
    found = problems()
    assert found
    assert [line for line in found if " is not set: " not in line] == []


def test_every_secret_that_is_used_is_mounted() -> None:
    """A setting that leads to a file nobody mounts stops the start."""
    text = (DEPLOY / "compose" / "compose.yaml").read_text(encoding="utf-8")
    guide = (DEPLOY / "README.md").read_text(encoding="utf-8")
    used = set(re.findall(r"/run/secrets/(\w+)", text))
    assert used
    for name in used:
        assert f"{name}: {{file: secrets/{name}}}" in text
        assert re.search(rf"secrets/{name}\b", guide)


def test_container_carries_every_package() -> None:
    """What the project installs must be let into the build."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["tool"]["setuptools"]["packages"]["find"]["include"]
    listed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert listed.index("*") < min(listed.index(one) for one in listed if one.startswith("!"))
    needed = [one.rstrip("*") for one in wanted]
    needed += ["LICENSE", "README.md", "pyproject.toml", "requirements-azure.txt"]
    for one in needed:
        assert f"!{one}" in listed
        assert (ROOT / one).exists()


def test_container_runs_without_rights() -> None:
    """A user of its own, nothing fetched but pinned packages, and a health check."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    final = text.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER 10001", final, re.MULTILINE)
    assert final.index("USER 10001") < final.index("ENTRYPOINT")
    assert "HEALTHCHECK" in final
    assert "--require-hashes" in text
    assert "--only-binary :all:" in text
    assert not re.search(r"^ADD |curl|wget|apt-get", text, re.MULTILINE)


def test_nothing_secret_lies_in_what_is_deployed() -> None:
    """No password, key or id of anybody stands in these files."""
    for path in NAMING:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert not re.search(r"(?i)password\s*[:=]\s*['\"]?\w{8,}", text), path
        assert "BEGIN " not in text, path


@pytest.mark.parametrize(
    ("what", "asked"),
    [
        ("enablePurgeProtection: true", "the vault"),
        ("enableRbacAuthorization: true", "the vault"),
        ("passwordAuth: 'Disabled'", "the database"),
        ("publicNetworkAccess: 'Disabled'", "both"),
        ("msaAppType: 'UserAssignedMSI'", "the registration"),
        ("name: 'MsTeamsChannel'", "Teams"),
        ("param location string = 'uksouth'", "the country"),
        ("@minValue(2)", "the replicas"),
    ],
)
def test_azure_is_asked_for_what_is_promised(what: str, asked: str) -> None:
    """The safeguards that docs name stand in the file."""
    assert what in (DEPLOY / "azure" / "main.bicep").read_text(encoding="utf-8"), asked
