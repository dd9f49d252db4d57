"""What is stored can be read by later versions, and by nobody who should not trust it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audits.people import Person
from storage.codec import (
    FORMAT,
    AuditRecord,
    LaterFormatError,
    PanelRecord,
    PersonRecord,
    ReturnRecord,
    UnreadableError,
    decode,
    encode,
)
from tests.storage.made import (
    AMINA,
    answered,
    audit,
    cleared,
    crowded,
    panelled,
    queried,
    summarised,
)  # fmt: skip

KEPT = Path(__file__).parent / "kept"
PERSON = PersonRecord(format=FORMAT, person=AMINA)
AUDIT = AuditRecord(format=FORMAT, audit=audit())
RETURN = ReturnRecord(format=FORMAT, ret=crowded(), journal=answered(crowded()).events)
QUERIED = ReturnRecord(format=FORMAT, ret=queried(), journal=answered(queried()).events)
CLEARED = AuditRecord(format=FORMAT, audit=cleared())
PANEL = PanelRecord(format=FORMAT, panel=panelled(), journal=summarised(panelled()).events)
RECORDS: dict[str, tuple[type, Any]] = {
    "person": (PersonRecord, PERSON),
    "audit": (AuditRecord, AUDIT),
    "return": (ReturnRecord, RETURN),
    "queried": (ReturnRecord, QUERIED),
    "cleared": (AuditRecord, CLEARED),
    "panel": (PanelRecord, PANEL),
}


def names_in(thing: object, above: str = "") -> Iterator[str]:
    """Give the path of every field, at any depth."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield f"{above}.{name}"
            yield from names_in(value, f"{above}.{name}")
    elif isinstance(thing, list):
        for value in thing:
            yield from names_in(value, f"{above}[]")


@pytest.mark.parametrize("name", RECORDS)
def test_record_comes_back_the_same(name: str) -> None:
    """Each kind of record is the same after it was bytes."""
    kind, record = RECORDS[name]
    assert decode(kind, encode(record)) == record


@pytest.mark.parametrize("name", RECORDS)
def test_record_of_this_format_can_always_be_read(name: str) -> None:
    """Files of this format are in people's folders: a field that is renamed needs a new format.

    When this fails, raise FORMAT, add a step to UPGRADES and a file to tests/storage/kept.
    """
    kind, record = RECORDS[name]
    kept = (KEPT / f"{name}-1.json").read_bytes()
    found: Any = decode(kind, kept)
    assert found == record
    assert set(names_in(json.loads(kept))) <= set(names_in(json.loads(encode(found))))


def test_values_that_can_be_worked_out_are_not_kept() -> None:
    """A tool's look-up tables are made again when they are needed."""
    worked = audit()
    assert worked.tool.box
    assert worked.tool.order
    assert worked.tool.above
    assert len(encode(AuditRecord(format=FORMAT, audit=worked))) == len(encode(AUDIT))


def test_field_that_is_new_takes_its_default() -> None:
    """A record written before a field was there can be read without a step."""
    kept = encode(PERSON).replace(b'"name":"Amina Yusuf",', b"")
    with pytest.raises(UnreadableError):
        decode(PersonRecord, kept)
    without = encode(RETURN).replace(b'"times_sent":2,', b"")
    assert decode(ReturnRecord, without)["ret"] == replace(crowded(), times_sent=0)


def test_older_format_is_brought_up_step_by_step() -> None:
    """Each step knows one format only; together they lead from any of them to today's."""
    steps = {
        FORMAT - 2: lambda record: {"someone": record["who"]},
        FORMAT - 1: lambda record: {"person": record["someone"] | {"email": AMINA.email}},
    }
    who = {"id": AMINA.id, "tenant": "t1", "object_id": "o-amina", "name": AMINA.name}
    oldest = encode({"format": FORMAT - 2, "who": who})
    assert decode(PersonRecord, oldest, steps) == PERSON


def test_later_format_is_told_and_not_guessed() -> None:
    """A later version may mean another thing by the same words."""
    with pytest.raises(LaterFormatError, match="format 2; this one reads 1"):
        decode(PersonRecord, encode({**PERSON, "format": FORMAT + 1}))


@pytest.mark.parametrize(
    "kept",
    [b"", b"[]", b"{}", b'{"format":1}', b'{"format":null}', b'{"format":0}', b"\xff", b"1"],
)
def test_what_is_no_record_is_unreadable(kept: bytes) -> None:
    """Whatever it is, it is one and the same error."""
    with pytest.raises(UnreadableError):
        decode(PersonRecord, kept)


@pytest.mark.parametrize("end", range(len(encode(PERSON))))
def test_part_of_a_record_is_unreadable(end: int) -> None:
    """No beginning of a record is a record."""
    with pytest.raises(UnreadableError):
        decode(PersonRecord, encode(PERSON)[:end])


def test_ids_are_text_and_stay_text() -> None:
    """An id of digits does not become a number."""
    digits = Person(id="007", tenant="1", object_id="2", name="3", email="4")
    assert decode(PersonRecord, encode({"format": FORMAT, "person": digits}))["person"] == digits
