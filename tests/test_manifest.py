"""The Teams app package offers what the bot understands, and no more than Teams takes."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from cards import commands
from dialogs import router

FOLDER = Path(__file__).resolve().parent.parent / "manifest"
MANIFEST: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
(BOT,) = MANIFEST["bots"]
OFFERED = {one["scopes"][0]: one["commands"] for one in BOT["commandLists"]}


def test_the_menu_is_that_of_the_bot() -> None:
    """Each line stands in one place of the code; the manifest repeats it."""
    menu = [{"title": one.word, "description": one.menu} for one in commands.MENU]
    assert OFFERED["personal"] == menu


@pytest.mark.parametrize("scope", ["personal", "team"])
def test_each_line_of_the_menu_leads_somewhere(scope: str) -> None:
    """A command that Teams offers and the bot does not understand would be a dead end."""
    for one in OFFERED[scope]:
        verb = router.verb_for(one["title"])
        assert verb != "lost"
        assert verb in router.VERBS
        if scope == "team":
            assert verb in router.IN_A_CHANNEL


def test_the_menu_is_of_a_length_that_teams_takes() -> None:
    """Ten commands, 32 characters of title, 128 of description (manifest schema up to 1.20)."""
    for offered in OFFERED.values():
        assert 1 <= len(offered) <= 10
        assert all(len(one["title"]) <= 32 for one in offered)
        assert all(len(one["description"]) <= 128 for one in offered)
    assert len(MANIFEST["name"]["short"]) <= 30
    assert len(MANIFEST["name"]["full"]) <= 100
    assert len(MANIFEST["description"]["short"]) <= 80


def test_the_bot_takes_files_and_reads_nothing() -> None:
    """File consent needs `supportsFiles`; nothing needs anybody's chats, mail or files."""
    assert BOT["supportsFiles"] is True
    assert set(BOT["scopes"]) == {"personal", "team"}
    assert set(MANIFEST["permissions"]) == {"identity", "messageTeamMembers"}
    assert "authorization" not in MANIFEST
    assert "webApplicationInfo" not in MANIFEST


@pytest.mark.parametrize(("icon", "size"), [("color.png", 192), ("outline.png", 32)])
def test_icons_are_of_the_size_that_teams_wants(icon: str, size: int) -> None:
    """Width and height stand in the first bytes of a PNG."""
    assert icon in MANIFEST["icons"].values()
    assert struct.unpack(">II", (FOLDER / icon).read_bytes()[16:24]) == (size, size)
