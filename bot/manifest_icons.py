"""Checks the two pictures of an app package, as the store does."""

import io
from collections.abc import Iterator
from typing import Final

from PIL import Image, UnidentifiedImageError

COLOR_SIDE: Final = 192
OUTLINE_SIDE: Final = 32
MOST_BYTES = 500_000
WHITE = (255, 255, 255)
CLEAR, OPAQUE = 0, 255


def color_faults(name: str, content: bytes) -> Iterator[str]:
    """Give what is wrong with the icon in colour: 192 by 192 pixels, with nothing half clear."""
    picture = _opened(content)
    yield from _square(name, picture, COLOR_SIDE)
    if picture is None:
        return
    low, high = _alpha(picture)
    if high == CLEAR:
        yield f"{name} cannot be seen: all of it is clear."
    elif low not in (CLEAR, OPAQUE):
        yield f"{name} is half clear everywhere. Give it a background of one colour."
    if len(content) > MOST_BYTES:
        yield f"{name} has {len(content)} bytes; keep it below {MOST_BYTES}."


def outline_faults(name: str, content: bytes) -> Iterator[str]:
    """Give what is wrong with the outline: 32 by 32 pixels, white, on a clear background."""
    picture = _opened(content)
    yield from _square(name, picture, OUTLINE_SIDE)
    if picture is None:
        return
    low, high = _alpha(picture)
    if low == OPAQUE:
        yield f"{name} has no clear background. Only the outline may be filled, in white."
        return
    if high == CLEAR:
        yield f"{name} cannot be seen: all of it is clear."
    seen = {pixel[:3] for _, pixel in _colours(picture) if pixel[3] > CLEAR}
    if seen - {WHITE}:
        yield f"{name} has colours. Teams wants it in white (#FFFFFF) on a clear background."
    corners = [(x, y) for x in (0, picture.width - 1) for y in (0, picture.height - 1)]
    if any(_pixel(picture, corner)[3] > CLEAR for corner in corners):
        yield f"{name} is filled to its corners. Leave the background clear."


def _opened(content: bytes) -> Image.Image | None:
    """Return the picture with its transparency; None for what is no PNG."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            return picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def _square(name: str, picture: Image.Image | None, side: int) -> Iterator[str]:
    if picture is None:
        yield f"{name} is no PNG that can be read."
    elif picture.size != (side, side):
        width, height = picture.size
        yield f"{name} is {width} by {height} pixels; Teams wants {side} by {side}."


def _alpha(picture: Image.Image) -> tuple[int, int]:
    """Return how clear its clearest pixel is, and its fullest: 0 is clear, 255 is not."""
    found = [pixel[3] for _, pixel in _colours(picture)]
    return min(found), max(found)


def _colours(picture: Image.Image) -> list[tuple[int, tuple[int, int, int, int]]]:
    return picture.getcolors(picture.width * picture.height) or []  # type: ignore[return-value]


def _pixel(picture: Image.Image, place: tuple[int, int]) -> tuple[int, int, int, int]:
    return picture.getpixel(place)  # type: ignore[return-value]
