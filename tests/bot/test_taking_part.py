"""What the chat does to an audit that runs or is set up, done by command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.bot.test_setting_up import BM, begun, draft_id, maca, run
from tests.changed_tool import NEW, book
from tests.files.test_documents import macros, pdf, word

__all__ = ["run"]
WHY = ("--by", BM, "--reason", "A return names it")


@pytest.fixture
def opened(run: CliRunner) -> str:
    """An audit of three families and five agencies that runs."""
    number = draft_id(begun(run))
    maca(run, "audit", "open", number)
    return number


def test_service_and_contact_are_added_and_taken_out(run: CliRunner, opened: str) -> None:
    """Each with a reason; by somebody who may; the same again changes nothing."""
    new = ("--name", "Riverbridge Housing", "--short", "Hou", "--kind", "housing",
           "--coordinator", "hc@housing.example", "--coordinator-name", "Jo Hart",
           "--family", "A", "--family", "B")  # fmt: skip
    done = maca(run, "audit", "add-agency", opened, *new, *WHY)
    assert "Riverbridge Housing is asked now about family A, B" in done.output
    more = maca(run, "audit", "add-agency", opened, "--agency", "hou", "--family", "D", *WHY)
    assert "about family D" in more.output
    who = ("--email", "h2@housing.example", "--name", "Al Hart", "--family", "A")
    for words in ("Al Hart may answer", "Nothing changed"):
        assert words in maca(run, "audit", "add-contact", opened, "hou", *who, *WHY).output
    assert "asked no longer" in maca(run, "audit", "remove-agency", opened, "hou", *WHY).output
    stranger = ("--by", "nobody@x.example", "--reason", "x")
    refused = maca(run, "audit", "remove-agency", opened, "pol", *stranger, code=1)
    assert "Error" in refused.output


def test_helpers_are_named_and_taken_out(run: CliRunner, opened: str) -> None:
    """A helper may change the audit; once taken out, no more."""
    named = ("--email", "help@council.example", "--name", "Ann Help")
    done = maca(run, "audit", "helper", opened, *named, "--by", BM)
    assert "Ann Help" in done.output
    theirs = ("--by", "help@council.example", "--reason", "x")
    maca(run, "audit", "remove-agency", opened, "gp", *theirs)
    maca(run, "audit", "helper", opened, *named, "--remove", "--by", BM)
    maca(run, "audit", "remove-agency", opened, "pol", *theirs, code=1)


def test_changed_tool_is_shown_first_and_taken_with_a_reason(
    run: CliRunner, opened: str, tmp_path: Path
) -> None:
    """Without a reason the differences are told and nothing changes."""
    file = tmp_path / "new.xlsx"
    file.write_bytes(book(NEW))
    shown = maca(run, "audit", "tool", opened, str(file), "--by", BM)
    assert "Nothing is changed without --reason" in shown.output
    assert "Did you meet both parents?" in shown.output
    taken = maca(run, "audit", "tool", opened, str(file), *WHY)
    assert "Version 2 is asked" in taken.output
    again = maca(run, "audit", "tool", opened, str(file), *WHY, code=1)
    assert "asks what is asked already" in again.output


def test_documents_are_kept_listed_and_written(run: CliRunner, opened: str, tmp_path: Path) -> None:
    """Terms and case summaries; what holds macros is refused, and nothing is kept."""
    for name, content in (("t.docx", word()), ("s.pdf", pdf()), ("m.docx", macros())):
        (tmp_path / name).write_bytes(content)
    maca(run, "audit", "terms", opened, "t.docx", "--by", BM)
    maca(run, "audit", "summary", opened, "b", "s.pdf", "--by", BM)
    refused = maca(run, "audit", "terms", opened, "m.docx", "--by", BM, code=1)
    assert "macros" in refused.output
    listed = maca(run, "audit", "papers", opened).output
    assert "terms-of-reference.docx" in listed
    assert "case-summary-B.pdf" in listed
    maca(run, "audit", "papers", opened, "--take", "terms-of-reference.docx", "-o", "out.docx")
    assert (tmp_path / "out.docx").read_bytes() == word()
    maca(run, "audit", "papers", opened, "--take", "nothing.pdf", code=1)


def test_audit_is_prepared_by_command_line(run: CliRunner, tmp_path: Path) -> None:
    """Words, dates, themes, a case summary in words, a genogram looked at, then dropped."""
    number = draft_id(begun(run))
    maca(run, "audit", "change", number, "--title", "Another title", "--answer-days", "15",
         "--theme", "t1", "--audit-day", "2099-03-03")  # fmt: skip
    unknown = maca(run, "audit", "change", number, "--theme", "x", code=1)
    assert "There is no theme x" in unknown.output
    (tmp_path / "b.txt").write_text("B1 lives with B3.", encoding="utf-8")
    maca(run, "audit", "summary", number, "B", "b.txt", "--by", BM)
    maca(run, "audit", "genogram", number, "B", "-o", "b.png", "--right", "--by", BM)
    assert (tmp_path / "b.png").read_bytes().startswith(b"\x89PNG")
    maca(run, "audit", "genogram", number, "Z", "--by", BM, code=1)
    maca(run, "audit", "drop", number)
    maca(run, "audit", "open", number, code=1)


def test_audit_is_copied(run: CliRunner, opened: str) -> None:
    """Words, tool, services and team come along; families do not."""
    done = maca(run, "audit", "copy", "--by", BM)
    assert "families: load a roster" in done.output
    named = maca(run, "audit", "copy", opened, "--by", BM)
    assert "families: load a roster" in named.output
    maca(run, "audit", "copy", "2000-1", "--by", BM, code=1)


def test_proposals_are_listed(run: CliRunner, opened: str) -> None:
    """Where nobody names anything else, it says so."""
    assert "Every service" in maca(run, "audit", "proposals", opened, "--by", BM).output
