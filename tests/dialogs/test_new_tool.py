"""The business manager drops a changed tool into the chat of an audit that runs."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from audits.editions import asks
from audits.problems import Code, Problem
from files.tool import load_tool
from storage.contract import Store
from storage.tiny import TinyStore
from tests import cast
from tests.changed_tool import AUDIT, FORM, HOW, NEW_ROWS, OLD, OLD_ROWS, THIRD, book, tool
from tests.dialogs.conftest import Desk
from tests.dialogs.test_setup import Chat
from tests.files.rosters import plain_book

REASON = {"b.words": "Two services asked"}


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Store]:
    """A store with the small audit, asked by the old version."""
    made = await TinyStore.open(tmp_path / "data")
    for who in cast.EVERYBODY:
        await made.keep_person(who)
    await made.keep_audit(AUDIT)
    for ret in cast.RETURNS:
        await made.add(ret)
    yield made
    await made.close()


async def answered(running: Store) -> Desk:
    """The health visitor, who has answered the first page under the old version."""
    desk = Desk(running, cast.HEALTH_VISITOR)
    await desk.ask("open", {"return": cast.MINE.id})
    filled = {"b.father": "yes", "b.seen": "phone", "b.words": "Come again"}
    await desk.press("Save and next", filled)
    return desk


async def test_changed_tool_is_shown_taken_and_marked(running: Store) -> None:
    """Differences first, then a reason, then everybody is asked by it; answers stay, marked."""
    desk = await answered(running)
    chat = Chat(running)
    shown = str(await chat.ask("upload", file=book()))
    for words in (
        "Nothing has been changed yet",
        "Did you meet both parents?",
        "What is planned?",
        "Anything else?",
        "Family C, PHN: 1 answer",
    ):
        assert words in shown, words
    with pytest.raises(Problem) as told:
        await chat.press("Ask by this version from now on")
    assert told.value.code is Code.CHANGE_NO_REASON
    await chat.press("Ask by this version from now on", **REASON)
    assert "Version 2 is asked" in str(chat.card)
    audit = await running.audit("a1")
    assert audit is not None
    assert asks(audit).version == "2"
    assert (await running.audit_journal("a1"))[-1].what == "tool.changed"
    page = str(await desk.ask("open", {"return": cast.MINE.id, "box": "father"}))
    assert "You answered this under version 1" in page
    assert "Please answer again" in page
    assert "By telephone" in page


async def test_review_drawn_before_the_change_sends_nothing(running: Store) -> None:
    """Who pressed Send on an old card sees first what has become of the questions."""
    desk = await answered(running)
    await desk.press("Save and review", {"b.bye": ""})
    review = desk.card
    chat = Chat(running)
    await chat.ask("upload", file=book())
    await chat.press("Ask by this version from now on", **REASON)
    again = str(await desk.press_on(review, "Send to the audit team"))
    assert "2 answers are missing" in again
    assert "Answered before the question was changed" in again
    ret = await running.agency_return(cast.MINE.id)
    assert ret is not None
    assert not ret.times_sent


async def test_sent_return_is_read_under_its_own_version(running: Store) -> None:
    """The audit team reads what was asked on that day, and the card says so."""
    desk = await answered(running)
    await desk.press("Save and review", {"b.bye": "Thank you"})
    await desk.press("Send to the audit team")
    chat = Chat(running)
    await chat.ask("upload", file=book())
    await chat.press("Ask by this version from now on", **REASON)
    read = str(await chat.ask("read", {"return": cast.MINE.id}))
    for words in (
        "Answered under version 1",
        "Did you meet the father?",
        "By telephone",
        "Thank you",
    ):
        assert words in read, words


async def test_pressing_twice_and_an_old_preview_change_nothing_more(running: Store) -> None:
    """A repeated press shows what was done; a preview from before another change is shown anew."""
    chat = Chat(running)
    await chat.ask("upload", file=book())
    preview = chat.card
    await chat.press("Ask by this version from now on", **REASON)
    chat.card = preview
    await chat.press("Ask by this version from now on", **REASON)
    assert "Version 2 is asked" in str(chat.card)
    audit = await running.audit("a1")
    assert audit is not None
    assert len(audit.editions) == 2
    await chat.ask("upload", file=book(THIRD))
    old = chat.card
    audit = await running.audit("a1")
    assert audit is not None
    await running.keep_audit(replace(audit, title="Changed meanwhile"))
    chat.card = old
    await chat.press("Ask by this version from now on", **REASON)
    assert "Nothing has been changed yet" in str(chat.card)


async def test_faulty_and_same_tool_are_refused(running: Store) -> None:
    """What is wrong is told; a workbook that asks the same, or has an old version, is not taken."""
    chat = Chat(running)
    same = tool(NEW_ROWS, HOW, "1")
    for one, code in ((OLD, Code.TOOL_SAME), (same, Code.TOOL_SAME_VERSION)):
        with pytest.raises(Problem) as told:
            await chat.ask("upload", file=book(one))
        assert told.value.code is code
    spoilt = plain_book({}, lambda made: made.create_sheet("survey").append(["kind", "x"]))
    assert "to put right" in str(await chat.ask("upload", file=spoilt))
    await chat.ask("upload", file=book())
    await chat.press("Leave the tool as it is")
    audit = await running.audit("a1")
    assert audit is not None
    assert not audit.editions
    assert await running.paper("a1.tool.waiting") is None


async def test_tool_that_may_be_for_two_audits_is_asked_about(running: Store) -> None:
    """With one audit set up and one that runs, the card asks for which it is."""
    chat = Chat(running)
    await chat.ask("begin_audit")
    await chat.ask("upload", file=book())
    assert "Which audit is this tool for?" in str(chat.card)
    draft = (await running.drafts())[0]
    asked = chat.card
    await chat.press("Go on", target="a1")
    assert "A new version of the tool" in str(chat.card)
    chat.card = asked
    with pytest.raises(Problem) as told:
        await chat.press("Go on", target=draft.id)
    assert told.value.code is Code.FILE_GONE
    await chat.ask("upload", file=book())
    await chat.press("Go on", target=draft.id)
    assert "version 2" in str(chat.card)


async def test_theme_that_was_unticked_stays_out(running: Store) -> None:
    """The workbook has all themes; those that this audit does not ask are not new to it."""
    more = (
        "| | begin_group | t2 | Second theme | |\n| | text | other | What else? | |\n"
        "| | end_group | | | |"
    )
    ends = "| | end_group | | | |"
    whole, changed_one = (
        load_tool(FORM.format(rows=rows, choices=HOW, version=version).replace(
            ends, f"{ends}\n{more}", 1))
        for rows, version in ((OLD_ROWS, "1"), (NEW_ROWS, "2"))
    )  # fmt: skip
    audit = await running.audit("a1")
    assert audit is not None
    asked = replace(whole, themes=whole.themes[:1])
    await running.keep_audit(replace(audit, tool=asked))
    chat = Chat(running)
    await chat.ask("upload", file=book(changed_one))
    assert "What is planned?" in str(chat.card)
    assert "What else?" not in str(chat.card)
    await chat.press("Ask by this version from now on", **REASON)
    after = await running.audit("a1")
    assert after is not None
    assert [theme.name for theme in asks(after).themes] == ["t1"]
