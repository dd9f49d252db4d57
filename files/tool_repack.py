"""Packs an Office file again so that the same content always has the same bytes."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

WHEN = (1980, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")
"""Where Office files say when they were made."""
DAY = b"2026-01-01T00:00:00Z"


def repacked(content: bytes) -> bytes:
    """Return the same file without the hour at which it was made."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(packed, "w") as new:
        for name in old.namelist():
            part = ZipInfo(name, WHEN)
            part.compress_type, part.external_attr = ZIP_DEFLATED, 0o600 << 16
            new.writestr(part, STAMP.sub(rb"\g<1>" + DAY + rb"\g<2>", old.read(name)))
    return packed.getvalue()
