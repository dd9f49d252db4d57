"""Certificates of destruction: in Word and as JSON, by counts and codes."""

import json
from datetime import UTC, date, datetime
from io import BytesIO

import docx

from audits.retention import Certificate, DataClass
from files import certificates

ONE = Certificate(
    number=2, audit_id="2026-1", title="Unborn and under two", data=DataClass.RETURNS,
    closed_on=date(2026, 12, 18), months=12, announced_at=datetime(2027, 12, 4, 9, tzinfo=UTC),
    destroyed_at=datetime(2027, 12, 18, 0, 5, tzinfo=UTC), counts={"returns": 93},
    digest="ab" * 32, stays="The report stays.",
)  # fmt: skip


def test_word_file_says_what_how_many_when_and_by_which_rule() -> None:
    """Each in its row, and the marking on the page."""
    page = docx.Document(BytesIO(certificates.document([ONE, ONE], "Riverbridge")))
    rows = {row.cells[0].text: row.cells[1].text for row in page.tables[0].rows}
    assert rows["How many"] == "93 returns"
    assert rows["Rule"] == "12 months after the audit was closed on 18 December 2026"
    assert rows["Destroyed"] == "18 December 2027 at 00:05"
    assert rows["Hash of what it was"] == "ab" * 32
    assert rows["Hash of this certificate"] == certificates.hash_of(ONE)
    assert "OFFICIAL-SENSITIVE" in page.sections[0].header.paragraphs[0].text
    assert len(page.tables) == 2


def test_json_carries_a_hash_that_any_change_breaks() -> None:
    """Whoever has the file can work it out again."""
    told = json.loads(certificates.as_json([ONE]))
    (one,) = told["certificates"]
    kept = one.pop("hash")
    assert one.pop("reference") == "2026-1-D2"
    again = json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert kept == certificates.DIGEST(again.encode()).hexdigest()
    changed = again.replace("93", "92")
    assert kept != certificates.DIGEST(changed.encode()).hexdigest()


def test_no_certificate_is_said_in_words() -> None:
    """An empty file would look like a fault."""
    page = docx.Document(BytesIO(certificates.document([], "Riverbridge")))
    assert "Nothing has been destroyed so far." in [p.text for p in page.paragraphs]
