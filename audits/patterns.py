"""Patterns of the kind that `regex()` takes, from workbooks that anybody may write; and our own.

They are matched by RE2, whose time grows with the text and never explodes; Python's own `re`
takes seconds over a pattern made to do harm. What RE2 leaves out is told when a tool is loaded.
"""

from collections.abc import Callable
from functools import lru_cache

import re2  # type: ignore[import-untyped]

OPTIONS = re2.Options()
OPTIONS.max_mem = 8 << 20
OPTIONS.log_errors = False
WHETHER = re2.Options()
WHETHER.max_mem = 8 << 20
WHETHER.log_errors = False
WHETHER.never_capture = True


@lru_cache(maxsize=512)
def compiled(pattern: str) -> object | None:
    """Return the pattern ready to match, None when it cannot be understood."""
    try:
        return re2.compile(pattern, OPTIONS)  # type: ignore[no-any-return]
    except (re2.error, UnicodeEncodeError):
        return None


def found_in(pattern: str) -> Callable[[str], bool]:
    """Return what tells whether the pattern stands somewhere in a text.

    For patterns of ours, which are searched in every answer: many times as quick as Python's own
    where a pattern lists many words. Letters and boundaries of words are those of ASCII. Where in
    the text it stands is not asked, nor which part of it stands where: both take RE2 longer.
    """
    search = re2.compile(pattern, WHETHER).search
    return lambda text: search(text.encode()) is not None


def understood(pattern: str) -> bool:
    """Tell whether the pattern can be matched. Looking ahead or back cannot."""
    return compiled(pattern) is not None


def matches(text: str, pattern: str) -> bool:
    """Tell whether the whole text matches; nothing matches what is not understood."""
    ready = compiled(pattern)
    if ready is None:
        return False
    try:
        return ready.fullmatch(text) is not None  # type: ignore[attr-defined]
    except UnicodeEncodeError:
        return False
