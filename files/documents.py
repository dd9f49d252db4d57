"""Takes documents with distrust: Word and PDF, no larger than 8 MB, with nothing in them that runs.

They are kept and handed back as they came; nothing in them is ever opened here.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from string import ascii_letters
from zipfile import BadZipFile, ZipFile

from audits.problems import Code, Problem
from files.tool_file import OLD, ZIPPED
from files.workbook_in import SIZE_LIMIT, UNPACKED_LIMIT

PARTS_LIMIT = 2_000
"""Files that a Word document may be packed of."""
PDF_PARTS_LIMIT = 20_000
"""Parts with bytes of their own that a PDF may have."""
PART_LIMIT = 2_000_000
"""Bytes of a part that is read to see what it leads to."""
BODY = "word/document.xml"
TYPES = "[Content_Types].xml"
PLAIN = b"wordprocessingml.document.main+xml"
"""What a document without macros says it is."""
RUNS = ("vbaproject", "vbadata", "activex/", "embeddings/", "attachedtoolbars", "afchunk")
"""Parts of a Word document that hold a program, or a file of another kind."""
LEADS_OUT = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*>")
LINK = b"/hyperlink"
HEAD, PDF = 1_024, b"%PDF-"
ACTS = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b"
)
"""What a PDF does beside being read."""
LOCKED = re.compile(rb"/Encrypt\b")
MANY, BEGINS, ENDS = b"/ObjStm", b"stream", b"endstream"
"""A part of a PDF that packs others together, and where any part's bytes begin and end."""


def is_document(content: bytes) -> bool:
    """Tell whether the file is meant to be a document: a PDF, or a Word document of any kind."""
    if PDF in content[:HEAD]:
        return True
    if not content.startswith(ZIPPED):
        return content.startswith(OLD) and b"W\0o\0r\0d\0D\0o\0c" in content
    try:
        with ZipFile(BytesIO(content)) as packed:
            return any(name.casefold().startswith("word/") for name in packed.namelist())
    except (BadZipFile, OSError, ValueError):
        return False


def ending(content: bytes) -> str:
    """Return how the document's name should end: `.docx` or `.pdf`.

    Problems: `file.too_large`, `document.none` for a file of another or an older kind or with a
    password, `document.runs` for one that holds programs or other files.
    """
    if len(content) > SIZE_LIMIT:
        raise Problem(Code.FILE_TOO_LARGE)
    if PDF in content[:HEAD]:
        check_pdf(content)
        return ".pdf"
    if not content.startswith(ZIPPED):
        raise Problem(Code.DOCUMENT_NONE)
    try:
        with ZipFile(BytesIO(content)) as packed:
            check_word(packed)
    except (BadZipFile, OSError, ValueError, KeyError, RuntimeError, NotImplementedError,
            zlib.error) as error:  # fmt: skip
        raise Problem(Code.DOCUMENT_NONE) from error
    return ".docx"


def check_word(packed: ZipFile) -> None:
    """Raise a Problem unless this is a Word document that only holds words and pictures."""
    parts = packed.infolist()
    names = [part.filename.casefold() for part in parts]
    if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise Problem(Code.FILE_TOO_LARGE)
    if any(mark in name for name in names for mark in RUNS):
        raise Problem(Code.DOCUMENT_RUNS)
    if BODY not in names or PLAIN not in read(packed, TYPES):
        raise Problem(Code.DOCUMENT_NONE if BODY not in names else Code.DOCUMENT_RUNS)
    for part in parts:
        if part.filename.casefold().endswith(".rels"):
            for found in LEADS_OUT.findall(read(packed, part.filename)):
                if b'"External"' in found and LINK not in found:
                    raise Problem(Code.DOCUMENT_RUNS)


def read(packed: ZipFile, name: str) -> bytes:
    """Return a part, as far as it is read. Raises KeyError, BadZipFile."""
    with packed.open(name) as part:
        return part.read(PART_LIMIT)


def check_pdf(content: bytes) -> None:
    """Raise a Problem unless this is a PDF that is only read."""
    if b"%%EOF" not in content[-HEAD:] and b"startxref" not in content[-HEAD:]:
        raise Problem(Code.DOCUMENT_NONE)
    readable = plain(content)
    if LOCKED.search(readable):
        raise Problem(Code.DOCUMENT_NONE)
    if ACTS.search(readable):
        raise Problem(Code.DOCUMENT_RUNS)
    room = UNPACKED_LIMIT
    for part in packed_parts(content):
        unpacked = inflated(part, room)
        room -= len(unpacked)
        if room <= 0:
            raise Problem(Code.FILE_TOO_LARGE)
        if ACTS.search(plain(unpacked)):
            raise Problem(Code.DOCUMENT_RUNS)


def packed_parts(content: bytes) -> Iterator[bytes]:
    """Yield the bytes of those parts that pack others together. Each byte is passed once.

    Problems: `file.too_large` for more parts than any document has.
    """
    before, at = 0, content.find(BEGINS)
    for _ in range(PDF_PARTS_LIMIT):
        if at < 0:
            return
        start = at + len(BEGINS)
        end = content.find(ENDS, start)
        end = len(content) if end < 0 else end
        if MANY in plain(content[before:at]):
            yield content[start:end].lstrip(b"\r\n")
        before = end + len(ENDS)
        at = content.find(BEGINS, before)
    raise Problem(Code.FILE_TOO_LARGE)


def inflated(packed: bytes, room: int) -> bytes:
    """Return what a part unpacks to, at most so many bytes of it."""
    try:
        return zlib.decompressobj().decompress(packed, max(1, room))
    except zlib.error:
        return b""


def plain(written: bytes) -> bytes:
    """Return names without the escapes in which a PDF may hide letters."""
    if b"#" not in written:
        return written
    for letter in ascii_letters.encode():
        for hidden in {b"#%02x" % letter, b"#%02X" % letter}:
            written = written.replace(hidden, bytes([letter]))
    return written
