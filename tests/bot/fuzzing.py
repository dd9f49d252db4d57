"""Spoils activities: wrong types, missing and doubled fields, and bytes that are hardly JSON."""

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]
DEEP = 40
SPOILS: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, -(10**18), "", " ", "\x00", "\u202e", "a" * 5000,
    "${x}", "../../etc/passwd", "<at>everyone</at>", "1e999", [], [[]], {}, {"": ""}, {"id": {}},
    [None], ["a", 1, {}], {"type": []}, "msteams", "invoke", "message", "Ŵ" * 300,
)  # fmt: skip
BYTES: tuple[bytes, ...] = (
    b"NaN", b"Infinity", b"-Infinity", b"1e9999", b'"\\ud800"', b'"\\udfff\\ud800"', b"\xff\xfe",
    b"[" * 500 + b"]" * 500, b"{" * 50, b'{"a":' * 60 + b"1" + b"}" * 60, b"0x10", b"'a'", b"\x00",
    b"9" * 4000, b"/*c*/1", b"\xef\xbb\xbf1", b'"\\u0000"', b"",
)  # fmt: skip


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """Yield the way to every value in an activity."""
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for key, one in pairs:
        yield (*path, key)
        yield from paths(one, (*path, key))


def held(activity: Json, path: Path) -> Any:  # noqa: ANN401 - any JSON
    """Return what holds the value at the end of the way."""
    found: Any = activity
    for key in path[:-1]:
        found = found[key]
    return found


def spoiled(activity: Json, chance: Random) -> bytes:
    """Return the activity with one to three faults in it, as it is sent."""
    found = copy.deepcopy(activity)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        ways = list(paths(found))
        if ways:
            spoil(found, chance.choice(ways), chance)
    return damaged(json.dumps(found).encode(), chance)


def spoil(found: Json, path: Path, chance: Random) -> None:
    """Put something else where the way ends, or take it out, or give it another name."""
    inner, key = held(found, path), path[-1]
    match chance.randrange(6):
        case 0:
            del inner[key]
        case 1 if isinstance(inner, dict):
            inner[str(key).upper()] = inner.pop(key)
        case 2:
            inner[key] = [inner[key]] * chance.choice((0, 1, 3))
        case 3:
            deep: Any = "deep"
            for _ in range(chance.choice((3, DEEP))):
                deep = {str(key): deep}
            inner[key] = deep
        case _:
            inner[key] = copy.deepcopy(chance.choice(SPOILS))


def damaged(body: bytes, chance: Random) -> bytes:
    """Return the bytes, one time in five with something in them that is no JSON, or doubled."""
    at = chance.randrange(len(body)) if body else 0
    match chance.randrange(25):
        case 0:
            return body[:at]
        case 1:
            return body[:at] + chance.choice(BYTES) + body[at:]
        case 2:
            return body.replace(b": ", b": " + chance.choice(BYTES) + b", ", 1)
        case 3:  # each name twice, the second time with something else
            first = b'{"type": "message", "from": 1, "value": [], '
            return (
                first + body[1:]
                if chance.random() < 0.5
                else body[:-1] + b", " + first[1:-2] + b"}"
            )
        case 4:
            before, _, after = body.partition(b": ")
            _, comma, rest = after.partition(b",")
            return before + b": " + chance.choice(BYTES) + comma + rest
    return body
