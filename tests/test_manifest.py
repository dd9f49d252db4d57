"""The Teams app package is what Teams takes: by its published schema, and by the store's rules."""

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator, Draft6Validator

from bot import manifest_rules, package
from bot.__main__ import main
from bot.manifest_shape import VERSIONS, translated
from cards import commands
from tests.breaking import BOT_ID, DOMAIN, VALUES, Files, as_manifest
from tests.broken_packages import BROKEN
from tests.cards.lint import SCHEMAS

FILES = package.files_in(package.OURS, VALUES)
MANIFEST: dict[str, Any] = json.loads(FILES["manifest.json"])
(BOT,) = MANIFEST["bots"]
OFFERED = {one["scopes"][0]: one["commands"] for one in BOT["commandLists"]}
GIVEN = ["--bot-id", BOT_ID, "--domain", DOMAIN]


def wrong(files: Files) -> list[str]:
    """All that is wrong with these files."""
    return manifest_rules.faults(files, domain=DOMAIN, bot_id=BOT_ID)


def published(name: str) -> dict[str, Any]:
    """Microsoft's schema, which lies beside the checkout."""
    path = SCHEMAS / name
    if not path.is_file():
        if os.environ.get("MACA_REQUIRE_SCHEMAS") == "1":
            pytest.fail(f"{path} is not there. It is required here: MACA_REQUIRE_SCHEMAS=1.")
        pytest.skip(f"{path} is not there: set MACA_SCHEMAS to the folder with the schemas.")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_the_menu_is_that_of_the_bot() -> None:
    """Each line stands in one place of the code; the manifest repeats it."""
    menu = [{"title": one.word, "description": one.menu} for one in commands.MENU]
    assert OFFERED["personal"] == menu


def test_the_bot_takes_files_and_reads_nothing() -> None:
    """File consent needs `supportsFiles`; nothing needs anybody's chats, mail or files."""
    assert BOT["supportsFiles"] is True
    assert set(BOT["scopes"]) == {"personal", "team"}
    assert set(MANIFEST["permissions"]) == {"identity", "messageTeamMembers"}
    assert "authorization" not in MANIFEST
    assert "webApplicationInfo" not in MANIFEST


@pytest.mark.parametrize("graph", [False, True])
@pytest.mark.parametrize("version", VERSIONS)
def test_package_is_right_by_our_own_rules(version: str, *, graph: bool) -> None:
    """At every version of the schema that is offered."""
    assert wrong(package.files_in(package.OURS, VALUES | {"SCHEMA": version}, graph=graph)) == []


@pytest.mark.parametrize("graph", [False, True])
def test_package_is_valid_by_the_published_schema(*, graph: bool) -> None:
    """That of the newest version; draft 6 also reads the `const` that a draft 4 schema holds."""
    files = package.files_in(package.OURS, VALUES | {"SCHEMA": VERSIONS[-1]}, graph=graph)
    manifest = json.loads(files["manifest.json"])
    schema = published("teams-manifest.json")
    for read in (Draft4Validator, Draft6Validator):
        assert [fault.message for fault in read(schema).iter_errors(manifest)] == []
    if not graph:
        manifest["name"]["short"] = "x" * 31
        assert not Draft4Validator(schema).is_valid(manifest)


def test_language_file_is_valid_by_the_published_schema() -> None:
    """What we ask of one is what Microsoft's schema lets in."""
    strings = dict.fromkeys(translated(MANIFEST), "Dyfyniad")
    schema = published("teams-manifest-localization.json")
    assert [fault.message for fault in Draft4Validator(schema).iter_errors(strings)] == []


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_broken_package_is_refused_with_its_reason(name: str) -> None:
    """One fault, one sentence that says where and what."""
    broken = BROKEN[name]
    told = wrong(broken.made(dict(FILES)))
    assert len([line for line in told if broken.reason in line]) == broken.times, told
    assert len(told) <= broken.at_most, told


@pytest.mark.parametrize("name", sorted(one for one in BROKEN if BROKEN[one].by_schema))
def test_what_the_published_schema_refuses_we_refuse(name: str) -> None:
    """These are faults of the schema's kind, and not only of ours."""
    manifest = as_manifest(BROKEN[name].made(dict(FILES)))
    assert not Draft4Validator(published("teams-manifest.json")).is_valid(manifest)


def test_enough_kinds_of_faults_are_tried() -> None:
    """Twenty are asked for."""
    assert len(BROKEN) >= 20


def test_command_writes_the_same_bytes_each_time(tmp_path: Path) -> None:
    """So that somebody else can make the package again, and compare."""
    made = []
    for name in ("one.zip", "two.zip"):
        told = CliRunner().invoke(main, ["package", *GIVEN, "-o", str(tmp_path / name)])
        assert told.exit_code == 0, told.output
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["color.png", "manifest.json", "outline.png"]
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["bots"][0]["botId"] == BOT_ID
    assert manifest["developer"]["privacyUrl"] == f"https://{DOMAIN}/privacy"


def test_command_takes_what_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id and an address that are set need not be given again."""
    monkeypatch.setenv("MACA_APP_ID", BOT_ID)
    monkeypatch.setenv("MACA_ADDRESS", f"https://{DOMAIN}")
    monkeypatch.setenv("MACA_PARTNERSHIP", "Elsewhere SCP")
    told = CliRunner().invoke(main, ["package", "-o", str(tmp_path / "a.zip")])
    assert told.exit_code == 0, told.output
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert json.loads(archive.read("manifest.json"))["developer"]["name"] == "Elsewhere SCP"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "--bot-id is not given, and MACA_APP_ID is not set."),
        (["--bot-id", BOT_ID], "--domain is not given, and MACA_ADDRESS is not set."),
        (["--bot-id", BOT_ID, "--domain", "example.org"], "stands for no real domain"),
        (["--bot-id", "my bot", "--domain", DOMAIN], "bots[0].botId must be an id like"),
        ([*GIVEN, "--version", "1.0"], "version must be three numbers"),
        ([*GIVEN, "--developer", "x" * 33], "developer.name has 33 characters; Teams takes 32."),
        ([*GIVEN, "--website", "http://elsewhere.example"], "must be an address that begins with"),
    ],
)
def test_command_writes_nothing_that_is_wrong(tmp_path: Path, given: list[str], told: str) -> None:
    """It says why, and leaves no file behind."""
    found = CliRunner().invoke(main, ["package", *given, "-o", str(tmp_path / "a.zip")])
    assert found.exit_code == 1
    assert told in found.output
    assert list(tmp_path.iterdir()) == []


def test_command_reads_a_folder_of_ones_own(tmp_path: Path) -> None:
    """With another name and other pictures; a placeholder of nobody's is refused."""
    for file in package.OURS.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    (tmp_path / "manifest.json").write_text(text.replace("Case audit:", "${{MINE}}:"))
    asked = ["package", *GIVEN, "--from", str(tmp_path), "-o", str(tmp_path / "a.zip")]
    found = CliRunner().invoke(main, asked)
    assert "name.full still holds a placeholder" in found.output
    (tmp_path / "manifest.json").write_text(text.replace("Case audit", "Deep dive"))
    assert CliRunner().invoke(main, asked).exit_code == 0
