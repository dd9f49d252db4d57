"""Terms of reference and case summaries as documents: kept sealed, handed back to who may read."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from audits.people import Person, Role
from audits.problems import Code, Problem
from dialogs.files_wanted import still_may
from dialogs.papers import paper_for
from dialogs.turn import FileWanted, Making
from storage.contract import Store
from storage.tiny import TinyStore
from tests import cast
from tests.dialogs.test_setup import Chat, set_up
from tests.files.test_documents import macros, pdf, word


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Store]:
    """A store with the small audit, that can seal."""
    made = await TinyStore.open(tmp_path / "data")
    for who in cast.EVERYBODY:
        await made.keep_person(who)
    await made.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await made.add(ret)
    yield made
    await made.close()


async def test_terms_are_kept_and_handed_back(running: Store, tmp_path: Path) -> None:
    """What was dropped in comes back to the letter, under a name of the software's own."""
    chat = Chat(running)
    await chat.ask("upload", file=word())
    assert "What is this document?" in str(chat.card)
    await chat.press("Keep it", document="a1|terms")
    await chat.press("All documents")
    assert "Terms of reference" in str(chat.card)
    audit = await running.audit("a1")
    assert audit is not None
    (kept,) = audit.papers
    assert (kept.name, kept.by) == ("terms-of-reference.docx", "bm")
    wanted = FileWanted(making=Making.PAPER, audit_id="a1", paper=kept.key)
    assert await paper_for(cast.BUSINESS_MANAGER, wanted, running) == (kept.name, word())
    await chat.press("Send it to me", paper=kept.key)
    assert await running.paper("a1.document.bm.waiting") is None
    assert all(b"Terms" not in file.read_bytes() for file in (tmp_path / "data").rglob("*paper*/*"))
    assert (await running.audit_journal("a1"))[-1].what == "paper.kept"


async def test_new_terms_take_the_place_of_the_old(running: Store) -> None:
    """There is one; the bytes of the one before are gone."""
    chat = Chat(running)
    keys = []
    for number, content in enumerate((word(), pdf())):
        chat.at = cast.AT.replace(minute=50 + number)
        await chat.ask("upload", file=content)
        await chat.press("Keep it", document="a1|terms")
        audit = await running.audit("a1")
        assert audit is not None
        (kept,) = audit.papers
        keys.append(kept.key)
    assert await running.paper(keys[0]) is None
    assert await running.paper(keys[1]) == pdf()


async def test_draft_has_documents_that_come_along_when_it_opens(running: Store) -> None:
    """Terms and a family's case summary; the overview says what is there."""
    chat = Chat(running)
    await set_up(chat)
    (draft,) = await running.drafts()
    for kind in ("terms", "summary"):
        await chat.ask("upload", file=pdf())
        await chat.press("Keep it", document=f"{draft.id}|{kind}", family="B")
    await chat.press("Overview")
    await chat.press("Go on", step="open")
    assert "terms of reference, case summaries: 1" in str(chat.card)
    await chat.press("Open the audit")
    audit = await running.audit(draft.id)
    assert audit is not None
    assert [paper.name for paper in audit.papers] == [
        "terms-of-reference.pdf", "case-summary-B.pdf",
    ]  # fmt: skip


async def test_document_that_runs_is_refused_and_forgotten_ones_are_gone(running: Store) -> None:
    """Nothing is kept of a document with macros, nor of one that nobody says what it is."""
    chat = Chat(running)
    with pytest.raises(Problem) as told:
        await chat.ask("upload", file=macros())
    assert told.value.code is Code.DOCUMENT_RUNS
    await chat.ask("upload", file=pdf())
    asked = chat.card
    await chat.press("Forget it")
    chat.card = asked
    with pytest.raises(Problem) as told:
        await chat.press("Keep it", document="a1|terms")
    assert told.value.code is Code.FILE_GONE


@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
async def test_documents_are_the_audit_teams(running: Store, who: Person) -> None:
    """Nobody else has them, whatever they ask; a member of the panel has, and adds none."""
    chat = Chat(running)
    await chat.ask("upload", file=pdf())
    await chat.press("Keep it", document="a1|summary", family="C")
    audit = await running.audit("a1")
    assert audit is not None
    wanted = FileWanted(making=Making.PAPER, audit_id="a1", paper=audit.papers[0].key)
    assert await still_may(who, wanted, running) is (who.id == "bm")
    if who.id != "bm":
        team = {**audit.team, who.id: Role.PANEL}
        assert await running.keep_audit(replace(audit, team=team))
        assert await still_may(who, wanted, running)
        with pytest.raises(Problem):
            await Chat(running, who=who).ask("upload", file=pdf())
    gone = replace(wanted, paper="a1.paper.terms.1")
    assert not await still_may(who, gone, running)


@pytest.mark.parametrize("document", ["", "a1", "a1|x", "a2|terms", "a1|summary"])
async def test_card_that_was_tampered_with_is_refused(running: Store, document: str) -> None:
    """Another's audit, a family that is not there, and nonsense keep nothing."""
    chat = Chat(running)
    await chat.ask("upload", file=pdf())
    with pytest.raises(Problem):
        await chat.press("Keep it", document=document, family="Z")
    audit = await running.audit("a1")
    assert audit is not None
    assert not audit.papers
