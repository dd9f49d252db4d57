"""How the day book is written down: in frames, each of which is whole or counts for nothing."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

import msgspec


class Page(NamedTuple):
    """What a file shall hold."""

    name: str
    """The file's, within the folder."""
    kept: bytes | None
    """All that shall be in it; None: the file shall be gone."""
    adds: bool = False
    """It is not all, but comes after what is in it (storage/additions.py)."""


MARK = b"\xa5maca\x01\r\n"
"""Begins a frame. No JSON text holds these bytes: they are not UTF-8, and it escapes the last."""
HEAD = struct.Struct(f"<{len(MARK)}sII")
"""The mark, how many bytes follow, and their CRC-32."""

PAGES = msgspec.msgpack.Decoder(list[Page])


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a book holds: its pages, oldest first, and whether something between them is lost."""

    pages: Sequence[Page]
    damaged: bool
    """A frame that is not whole stands before one that is. At the end it is no damage: a crash
    left it, and nobody was told that it was kept."""


def frame(pages: Sequence[Page]) -> bytes:
    """Return the pages as one frame: they are all kept or none is."""
    body = msgspec.msgpack.encode(pages)
    return HEAD.pack(MARK, len(body), crc32(body)) + body


def read(book: bytes) -> Read:
    """Return what a book holds, however much of it is whole."""
    pages: list[Page] = []
    damaged = False
    end = start = 0
    while (start := book.find(MARK, start)) >= 0:
        found = pages_at(book, start)
        if found is None:
            start += 1
            continue
        damaged = damaged or start > end
        pages += found[0]
        end = start = found[1]
    return Read(pages=pages, damaged=damaged)


def pages_at(book: bytes, start: int) -> tuple[list[Page], int] | None:
    """Return the pages of the frame that begins here and where it ends, None if it is not whole."""
    begins = start + HEAD.size
    if begins > len(book):
        return None
    _mark, length, told = HEAD.unpack_from(book, start)
    body = book[begins : begins + length]
    if len(body) < length or crc32(body) != told:
        return None
    try:
        return PAGES.decode(body), begins + length
    except msgspec.MsgspecError:
        return None
