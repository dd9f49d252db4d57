"""The examples in the documentation are made by the software itself."""

import io
import zipfile
from pathlib import Path

from bot import examples


async def test_examples_are_made_and_checked_for_names(tmp_path: Path) -> None:
    """What gave somebody away in an answer stands in none of the documents."""
    written = {path.name: path.read_bytes() for path in await examples.make(tmp_path)}
    assert set(written) == {"workbook.xlsx", "report.docx", "pack.docx", "report_template.docx"}
    for name in ("report.docx", "pack.docx"):
        with zipfile.ZipFile(io.BytesIO(written[name])) as archive:
            text = archive.read("word/document.xml").decode()
        assert "index child" in text.lower()
        assert not [slip for slip in ("Lowe", "Kyle", "RB4 7QT") if slip in text]
