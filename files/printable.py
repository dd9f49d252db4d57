"""Makes what people wrote fit for XML: the words stay, characters that no document can hold go.

Word and Excel files are XML. It cannot hold most control characters, nor halves of a surrogate
pair; a file with one of them does not open. Each is shown as the replacement character, so that
the reader sees that something stood there.
"""

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
IMPOSSIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What XML 1.0 forbids, and the control characters that it only discourages."""
NEW_LINES = re.compile("\r\n?|[\x85\u2028\u2029]")


def printable(text: str) -> str:
    """Return the text with each line break as one line feed and without impossible characters."""
    return IMPOSSIBLE.sub(REPLACEMENT, NEW_LINES.sub("\n", text))


def one_line(text: str) -> str:
    """Return the same as one line: for headings, captions and names of sheets."""
    return " ".join(printable(text).split())
