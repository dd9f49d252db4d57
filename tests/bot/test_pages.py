"""The bot’s own pages: anybody may read them, nothing runs in them, partnerships may write them."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import pages
from bot.__main__ import main
from bot.settings import Settings, SettingsError
from cards import web_page
from tests.bot.conftest import Build

PATHS = sorted(pages.PATHS)
HOSTILE = "<script>alert(1)</script> **x** [x](https://elsewhere.example) \"' {kept_for} \0"


class Marks(HTMLParser):
    """All elements of a page, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]


@pytest.mark.parametrize("path", PATHS)
async def test_page_is_served_to_anybody(build: Build, path: str) -> None:
    """Without a token: the store and people without an account read them too."""
    world = await build()
    seen = await world.http.get(world.bot.make_url(path))
    assert (seen.status, seen.content_type) == (200, "text/html")
    assert "Riverbridge Safeguarding Children Partnership" in await seen.text()
    policy = seen.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script" not in policy
    assert "Set-Cookie" not in seen.headers
    assert seen.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere", "/api/messages"])
async def test_answer_names_no_versions(build: Build, path: str) -> None:
    """A page, a probe, what is not there and what is refused say alike what serves them."""
    world = await build()
    seen = await world.http.get(world.bot.make_url(path))
    assert seen.headers.getall("Server") == ["maca"]


@pytest.mark.parametrize("path", PATHS)
def test_page_is_marked_up_for_everybody(path: str) -> None:
    """One first heading, a language, a title, landmarks; nothing that runs or is fetched."""
    html = pages.drawn(Settings())[path]
    marks = Marks(html)
    assert marks.tags.count("h1") == 1
    assert '<html lang="en-GB">' in html
    assert re.search(r"<title>[^<]{5,}</title>", html)
    assert {"main", "nav", "header", "footer"} <= {*marks.tags}
    assert not {"script", "img", "link", "iframe", "form", "object"} & {*marks.tags}
    assert not {one for one in marks.attributes if one.startswith("on") or one in {"src", "style"}}
    assert {"/", "/privacy", "/terms", "/accessibility"} <= {*marks.links}
    assert "{" not in html.split("</style>")[1]


def test_page_says_the_partnerships_own_words() -> None:
    """Its name, whom to ring, who reads, how long it is kept, and whom to ask."""
    settings = Settings(
        partnership="Elsewhere & Co", act_now="Ring 999.|Ring us.", read_by="the panel",
        kept_for="for a year", contact="write to ask@elsewhere.example",
    )  # fmt: skip
    drawn = pages.drawn(settings)
    assert "Elsewhere &amp; Co" in drawn["/"]
    assert "Ring 999. Ring us." in drawn["/terms"]
    assert "read by the panel" in drawn["/privacy"]
    assert "It is kept for a year." in drawn["/privacy"]
    assert '<a href="mailto:ask@elsewhere.example">' in drawn["/accessibility"]


@pytest.mark.parametrize("path", PATHS)
def test_words_of_a_setting_never_become_markup(path: str) -> None:
    """Neither elements nor links nor placeholders: they are shown as they stand."""
    settings = Settings(
        partnership=HOSTILE, act_now=HOSTILE, read_by=HOSTILE, kept_for=HOSTILE, contact=HOSTILE
    )
    plain, hostile = Marks(pages.drawn(Settings())[path]), Marks(pages.drawn(settings)[path])
    assert hostile.tags == plain.tags
    assert hostile.links == plain.links


def test_partnerships_own_text_takes_the_place_of_ours(tmp_path: Path) -> None:
    """One page at a time; what it does not write stays as it comes."""
    words = (
        "# Ours\r\n\r\nKept {kept_for}. <b>plain</b>\r\n\r\n- one\r\n- [two](mailto:a@b.example)"
    )
    (tmp_path / "privacy.md").write_text("\ufeff" + words, encoding="utf-8", newline="")
    drawn = pages.drawn(Settings(pages=tmp_path, kept_for="for a year"))
    assert "<h1>Ours</h1>" in drawn["/privacy"]
    assert "Kept for a year. &lt;b&gt;plain&lt;/b&gt;" in drawn["/privacy"]
    assert '<li><a href="mailto:a@b.example">two</a></li>' in drawn["/privacy"]
    assert drawn["/terms"] == pages.drawn(Settings(kept_for="for a year"))["/terms"]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (b"", "privacy.md needs one heading"),
        (b"Words without a heading", "privacy.md needs one heading"),
        (b"# One\n\n# Two", "privacy.md needs one heading"),
        (b"# One\n\n{kept}", "privacy.md has {kept}, which nothing stands for. There are {partn"),
        (b"# One\n\n[x](javascript:alert)", "privacy.md leads to javascript:alert; a link begins"),
        (b"# One\n\n[x](//elsewhere.example)", "privacy.md leads to //elsewhere.example"),
        (b"# \xff", "privacy.md is no text in UTF-8"),
        (b"# One\n\n" + b"x" * 200_000, "privacy.md is larger than 200000 bytes"),
    ],
)
def test_text_that_cannot_be_shown_stops_the_start(
    tmp_path: Path, written: bytes, reason: str
) -> None:
    """With the file's name and what to do, instead of a page that says nothing."""
    (tmp_path / "privacy.md").write_bytes(written)
    with pytest.raises(SettingsError) as raised:
        pages.drawn(Settings(pages=tmp_path))
    assert f"MACA_PAGES: {reason}" in str(raised.value)


def test_check_of_settings_reads_the_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is started."""
    from tests.bot.test_settings import COMPLETE  # noqa: PLC0415 - all that real use needs

    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "terms.md").write_text("no heading")
    monkeypatch.setenv("MACA_PAGES", str(tmp_path))
    told = CliRunner().invoke(main, ["settings", "check"])
    assert told.exit_code == 1
    assert "MACA_PAGES: terms.md needs one heading" in told.output
    monkeypatch.setenv("MACA_PAGES", str(tmp_path / "nowhere"))
    told = CliRunner().invoke(main, ["settings", "check"])
    assert "MACA_PAGES: must be the path of a folder." in told.output


def test_style_is_the_one_that_the_policy_lets_in() -> None:
    """A browser would show the page bare otherwise."""
    html = pages.drawn(Settings())["/"]
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style == web_page.STYLE
