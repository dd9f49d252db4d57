"""The exit copy: everything of an audit as one JSON file, for whoever takes it elsewhere.

docs/exit-copy.md describes it, and a test holds it to that. Of each return it has every version
that was sent; a draft was never given to the audit team and is not here. It is the one file with
the names of the people who answered, since without them nobody could say who did what.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from typing import Any

from audits.answers import Answer
from audits.involvement import IN, AgencyReturn, Event, Standing
from files.material import Material, file_name_of

FORMAT, VERSION = "maca audit", 1
SENT = frozenset({"return.sent", "return.nil"})
"""What the journal says when a return goes to the audit team."""
STANDING = tuple(one.name for one in fields(Standing))


def made(material: Material) -> bytes:
    """Return the exit copy."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "marking": material.marking,
        "made_at": plain(material.at),
        "partnership": plain(material.partnership),
        "audit": plain(material.audit),
        "people": [person(material, one) for one in sorted(material.people)],
        "returns": list(returns(material)),
        "panels": [plain(panel) for panel in material.kept],
        "nudges": [plain(entry) for entry in material.nudges],
        "journal": {key: plain(events) for key, events in material.journal.items()},
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def file_name(material: Material) -> str:
    """Return what the file is called."""
    return file_name_of(material, "whole", "json")


def person(material: Material, key: str) -> dict[str, Any]:
    """Return one person of the roster. How Teams knows them means nothing elsewhere."""
    found = material.people[key]
    return {"id": found.id, "name": found.name, "email": found.email}


def returns(material: Material) -> Iterable[dict[str, Any]]:
    """Return every return: how it stands, what stands in its boxes, and each sending of it."""
    kept = {ret.id: ret for ret in material.returns}
    for standing in material.got.standings:
        told = {name: plain(getattr(standing, name)) for name in STANDING}
        ret, reading = kept.get(standing.id), material.got.by_id.get(standing.id)
        if standing.stage in IN and reading:
            told["answers"] = dict(reading.values)
        if ret:
            told["queries"] = plain(ret.queries)
            events = material.journal.get(ret.id, ())
            told["sendings"] = [sending(ret, event) for event in events if event.what in SENT]
        yield told


def sending(ret: AgencyReturn, event: Event) -> dict[str, Any]:
    """Return what was sent at one time, hidden boxes too, and who had written it."""
    stood = {name: stood_at(answer, event.version) for name, answer in ret.answers.items()}
    written = {name: one for name, one in stood.items() if one and one["value"]}
    return {"at": plain(event.at), "by": event.by, "version": event.version, "answers": written}


def stood_at(answer: Answer, version: int) -> dict[str, Any] | None:
    """Return the words that stood in a box at this version of its return."""
    found = [words for words in (*answer.past, answer.now) if words.version <= version]
    return (
        {"value": found[-1].value, "by": found[-1].by, "at": plain(found[-1].at)} if found else None
    )


def plain(thing: Any) -> Any:  # noqa: ANN401 - any part of an audit, given back as JSON has it
    """Return a part of the audit as JSON has it: times as ISO 8601, sets in order."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return {one.name: plain(getattr(thing, one.name)) for one in fields(thing)}
    if isinstance(thing, datetime | date | time):
        return thing.isoformat()
    if isinstance(thing, Mapping):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, frozenset | set):
        return sorted(plain(one) for one in thing)
    if isinstance(thing, list | tuple):
        return [plain(one) for one in thing]
    return thing
