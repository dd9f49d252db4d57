"""Files fetched by a link on the bot's own address: once, for ten minutes, with the right to it."""

import io
import zipfile
from dataclasses import replace

import pytest

from bot.pages import policy
from cards.web_page import STYLE
from tests.bot.conftest import Build
from tests.bot.wishing import asked, offered
from tests.bot.world import SAM, World

BY_LINK = {"files_by_link": True, "address": "https://bot.example"}


async def test_a_link_hands_the_file_over_once(build: Build) -> None:
    """A page with a button; the button gives the file; afterwards there is nothing."""
    world = await asked(build, settings=BY_LINK)
    path = link_in(world)
    for _ in range(2):
        seen = await world.http.get(world.bot.make_url(path))
        assert (seen.status, seen.content_type) == (200, "text/html")
        assert seen.headers["Cache-Control"] == "no-store"
        assert seen.headers["Referrer-Policy"] == "no-referrer"
        assert "unsafe" not in seen.headers["Content-Security-Policy"]
        assert policy(STYLE, form="'self'") == seen.headers["Content-Security-Policy"]
        assert f"<style>{STYLE}</style>" in await seen.text()
    got = await world.http.post(world.bot.make_url(path))
    assert got.status == 200
    assert got.headers["Content-Disposition"].startswith('attachment; filename="')
    assert zipfile.ZipFile(io.BytesIO(await got.read())).testzip() is None
    assert (await world.http.post(world.bot.make_url(path))).status == 404
    assert (await world.http.get(world.bot.make_url(path))).status == 404


def link_in(world: World) -> str:
    """Return the path of the link in the newest card."""
    (action,) = offered(world)["content"]["actions"]
    assert action["url"].startswith("https://bot.example/files/")
    path: str = action["url"].removeprefix("https://bot.example")
    return path


async def test_a_link_ends_with_its_time(build: Build) -> None:
    """Ten minutes, by the bot's own clock."""
    world = await asked(build, settings=BY_LINK)
    world.later(minutes=10)
    assert (await world.http.post(world.bot.make_url(link_in(world)))).status == 404


async def test_a_link_ends_with_the_right_to_the_file(build: Build) -> None:
    """And the page says no more than for a link that never was."""
    world = await asked(build, settings=BY_LINK)
    found = await world.store.audit("a1")
    assert found
    await world.store.keep_audit(replace(found, team={}))
    denied = await world.http.post(world.bot.make_url(link_in(world)))
    missing = await world.http.post(world.bot.make_url("/files/never-was"))
    assert (denied.status, missing.status) == (404, 404)
    assert await denied.text() == await missing.text()


async def test_without_links_there_is_nothing_behind_them(build: Build) -> None:
    """Where Teams' file consent is used, the secret opens nothing on the web."""
    world = await asked(build)
    secret = offered(world)["content"]["acceptContext"]["offer"]
    assert (await world.http.post(world.bot.make_url(f"/files/{secret}"))).status == 404


async def test_the_log_has_no_secret_and_no_name(
    build: Build, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whoever reads the log must not be able to fetch the file: ours writes no addresses."""
    world = await asked(build, settings=BY_LINK)
    await world.http.get(world.bot.make_url(link_in(world)))
    said = capfd.readouterr().err
    assert "bot.turn" in said
    assert link_in(world).rpartition("/")[2] not in said
    assert SAM.name not in said
