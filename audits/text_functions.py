"""The functions of expressions that work on texts."""

import base64
import binascii
import hashlib
import math
import re

from audits.conversions import SPACE, anything, number, string
from audits.function import MANY, Function
from audits.number_functions import rounded
from audits.patterns import matches
from audits.scope import Scope

GAP = re.compile(f"[{SPACE}]+")
DIGESTS = {
    "MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512",
}  # fmt: skip
ENCODINGS = {"BASE64", "HEX"}


def substr(text: str, start: float, end: float = math.inf) -> str:
    """Return part of a text from `start` up to, not including, `end`; negative from its end."""
    if math.isnan(start) or math.isnan(end):
        return ""
    return text[cut(start, len(text)) : cut(end, len(text))]


def cut(place: float, length: int) -> int:
    """Return the place within a text of this length; a negative one counts from the end."""
    if math.isinf(place):
        return length if place > 0 else 0
    at = math.trunc(place)
    return max(0, min(length, at + length if at < 0 else at))


def substring(text: str, start: float, length: float = math.inf) -> str:
    """Return so many characters from the place `start`, the first being 1, as XPath 1.0 does."""
    first = rounded(start)
    end = first + rounded(length)
    return "".join(sign for at, sign in enumerate(text, 1) if first <= at < end)


def before(text: str, part: str) -> str:
    """Return what stands before the part's first place; blank when it is nowhere."""
    head, found, _ = text.partition(part) if part else ("", "", "")
    return head if found else ""


def after(text: str, part: str) -> str:
    """Return what stands after the part's first place; blank when it is nowhere."""
    return text.partition(part)[2] if part else text


def translated(text: str, signs: str, others: str) -> str:
    """Put other characters in the place of some; those without one are taken out."""
    table: dict[int, str | None] = {}
    for place, sign in enumerate(signs):
        table.setdefault(ord(sign), others[place] if place < len(others) else None)
    return text.translate(table)


def tidy(text: str) -> str:
    """Return the text with single spaces, and none at its ends."""
    return GAP.sub(" ", text).strip(SPACE)


def of_here(scope: Scope, *given: str) -> str:
    """Return the text that was given, or else what stands in this row."""
    return given[0] if given else scope.value(scope.here) if scope.here else ""


def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """Return the text's fingerprint; blank when the kind of fingerprint is unknown."""
    name, written = DIGESTS.get(algorithm.upper()), encoding.upper()
    if name is None or written not in ENCODINGS:
        return ""
    raw = hashlib.new(name, text.encode(errors="replace"), usedforsecurity=False).digest()
    return raw.hex() if written == "HEX" else base64.b64encode(raw).decode()


def decoded(text: str) -> str:
    """Return what a text in base64 stands for; blank when it is none."""
    try:
        return base64.b64decode(text, validate=True).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""


TEXT_FUNCTIONS = {
    "base64-decode": Function(decoded, (string,), str),
    "concat": Function(lambda *texts: "".join(texts), (string,), str, 0, MANY, spread=True),
    "contains": Function(lambda text, part: part in text, (string, string), bool),
    "digest": Function(digest, (string, string, string), str, least=2),
    "ends-with": Function(str.endswith, (string, string), bool),
    "join": Function(lambda gap, *texts: gap.join(texts), (string,), str, most=MANY, spread=True),
    "normalize-space": Function(
        lambda *given: tidy(of_here(*given)), (string,), str, least=0, scoped=True
    ),
    "regex": Function(matches, (string, string), bool),
    "starts-with": Function(str.startswith, (string, string), bool),
    "string": Function(string, (anything,), str),
    "string-length": Function(
        lambda *given: float(len(of_here(*given))), (string,), float, least=0, scoped=True
    ),
    "substr": Function(substr, (string, number, number), str, least=2),
    "substring": Function(substring, (string, number, number), str, least=2),
    "substring-after": Function(after, (string, string), str),
    "substring-before": Function(before, (string, string), str),
    "translate": Function(translated, (string, string, string), str),
}
