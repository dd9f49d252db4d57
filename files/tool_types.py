"""The types of rows that an XLSForm may have: which a tool can hold, and why not the others."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pyxform.question_type_dictionary import (  # type: ignore[import-untyped]
    QUESTION_TYPE_DICT,
)

ONE, MANY, NOTE, CALCULATE = "select_one", "select_multiple", "note", "calculate"
HIDDEN, TICK, RANGE = "hidden", "acknowledge", "range"
BEGIN, END = "begin_group", "end_group"
USE = "Use text, integer, decimal, date, time, select_one or select_multiple"

CHOOSING = {ONE, MANY}
ANSWERED = {ONE, MANY, "text", "integer", "decimal", "date", "time", TICK, RANGE}
"""Types that somebody answers."""
KEPT_ANYWAY = {
    "start", "end", "today", "deviceid", "username", "phonenumber", "email", "simserial",
    "subscriberid", "audit",
}  # fmt: skip
"""Rows about the device and the hour: the journal knows who and when, so nobody is asked."""
NO_PLACES = ("Places on a map cannot be part of a return", USE)
NO_FILES = ("Files cannot be part of a return", USE)
NO_OTHER_FILES = (
    "A tool cannot take its choices from another file",
    "Write them in the sheet choices",
)
NO_REPEATS = ("Questions cannot repeat", "Write the rows out")
REFUSED: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("begin_repeat", "end_repeat", "begin_loop", "end_loop"), NO_REPEATS),
    **dict.fromkeys(
        ("geopoint", "geotrace", "geoshape", "start-geopoint", "background-geopoint", "location",
         "gps", "osm"), NO_PLACES),
    **dict.fromkeys(
        ("image", "photo", "audio", "video", "file", "background-audio", "barcode"), NO_FILES),
    **dict.fromkeys(
        ("select_one_from_file", "select_multiple_from_file", "select_one_external",
         "csv-external", "xml-external"), NO_OTHER_FILES),
    "dateTime": ("A day and a time are two answers", "Use a row of type date and one of type time"),
    "rank": ("Choices cannot be put in order", "Use select_one once for each place"),
}  # fmt: skip
"""Types that a tool cannot hold, and what to do instead."""
ALIASES = {
    "string": "text", "int": "integer", "datetime": "dateTime", "trigger": TICK, "select1": ONE,
    "begin group": BEGIN, "end group": END, "begin repeat": "begin_repeat",
    "end repeat": "end_repeat", "begin loop": "begin_loop", "end loop": "end_loop",
    "begin lgroup": "begin_repeat", "end lgroup": "end_repeat",
}  # fmt: skip
PLAIN = {
    "string": "text", "int": "integer", "decimal": "decimal", "date": "date", "time": "time",
}  # fmt: skip
"""What somebody types in a box, by the kind of value that pyxform keeps of it."""
SELECT = re.compile(
    r"(?:(?P<one>select[_ ]one|select1|select one from|add select one prompt using)"
    r"|(?P<many>select[_ ]multiple|select all that apply(?: from)?"
    r"|add select multiple prompt using))"
    r"\s+(?P<list>\S+)(?P<other>\s+(?:or[_ ]other|or specify other))?",
    re.IGNORECASE,
)
OTHER_SELECT = re.compile(
    r"(?P<type>select[_ ](?:one|multiple)[_ ]from[_ ]file|select[_ ]one[_ ]external|rank)\b"
)


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a row: its name as XLSForm's documents write it, and its list of choices."""

    name: str
    choices: str = ""
    other: bool = False
    """Whether “other” is added to the choices, with a box to say what."""


def other_spellings() -> dict[str, str]:
    """Return older spellings of types, `add text prompt` or `q int`, with today's.

    Those that bring a rule of their own, such as `percentage`, are none: the rule would be lost.
    """
    found: dict[str, str] = {}
    for name, entry in QUESTION_TYPE_DICT.items():
        bind, tag = entry.get("bind", {}), entry.get("control", {}).get("tag")
        if "constraint" in bind or name.startswith("select"):
            continue
        if "jr:preload" in bind:
            found[name] = bind["jr:preloadParams"].removeprefix("uri:")
        elif tag == "input" and bind.get("type") in PLAIN:
            found[name] = NOTE if "readonly" in bind else PLAIN[bind["type"]]
        elif tag == "trigger" and bind.get("type") == "string":
            found[name] = TICK
        elif "calculate" in name:
            found[name] = CALCULATE
    return {name.lower(): today for name, today in found.items()}


ALIASES |= other_spellings()


def spelt(cell: str) -> str:
    """Return a type as pyxform wants it written today, whatever its capitals and its age."""
    found = type_of(cell)
    if found.name in CHOOSING:
        return f"{found.name} {found.choices}{' or_other' * found.other}" if found.choices else cell
    return found.name if known(found.name) and found.name not in REFUSED else cell


def type_of(cell: str) -> Type:
    """Return the type that a cell names; a name that nobody knows stays as it is."""
    words = " ".join(cell.split())
    if match := OTHER_SELECT.match(words):
        return Type(match["type"].replace(" ", "_"))
    if match := SELECT.fullmatch(words):
        return Type(ONE if match["one"] else MANY, match["list"], bool(match["other"]))
    lower = words.lower()
    return Type(ALIASES.get(lower, words if words in REFUSED else lower))


def known(name: str) -> bool:
    """Tell whether XLSForm has such a type at all."""
    return name in {*ANSWERED, *KEPT_ANYWAY, *REFUSED, NOTE, CALCULATE, HIDDEN, BEGIN, END}


def unknown(name: str) -> tuple[str, str]:
    """Return what is wrong with a type that a tool cannot hold, and what to do."""
    if name in REFUSED:
        return REFUSED[name]
    if name in CHOOSING:
        return f"{name} names no list of choices", f"Write {name} and the name of a list"
    if name in QUESTION_TYPE_DICT:
        return f"“{name}” cannot be answered in a return", USE
    near = get_close_matches(name.replace(" ", "_"), [*ANSWERED, NOTE, CALCULATE, BEGIN, END], n=1)
    hint = f"Write {near[0]}" if near else USE
    return f"There is no type “{name}”", hint
