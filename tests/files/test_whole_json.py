"""The exit copy: all that was sent, nothing that was not, and every key explained."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audits.answers import Answer, Words
from audits.involvement import Event, Stage
from files import whole_json
from tests.cast import ENOUGH, MINE, TENANT
from tests.files.exports import AT, HOSTILE, SENT_AT, answered, material, panel

DOCS = Path(__file__).resolve().parents[2] / "docs" / "exit-copy.md"


Json = dict[str, Any]


def read(made: bytes) -> Json:
    """The exit copy, read back."""
    whole: Json = json.loads(made)
    return whole


def mine(whole: Json) -> Json:
    """The health visitor's return in it."""
    found: Json = next(one for one in whole["returns"] if one["id"] == MINE.id)
    return found


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_words_come_back_exactly(text: str) -> None:
    """Nothing is escaped, cut or cleaned: this is the copy that must be true to the letter."""
    whole = read(whole_json.made(material(answered(MINE, {**ENOUGH, "look_evidence": text}))))
    assert mine(whole)["answers"]["look_evidence"] == text
    assert mine(whole)["sendings"][0]["answers"]["look_evidence"]["value"] == text


def test_each_sending_is_there_and_no_draft_is() -> None:
    """A return that was sent, taken back and begun anew shows what was sent, as it was then."""
    first = Words(value="As it was sent", by="hv", at=SENT_AT, version=1)
    now = Words(value="Not sent yet", by="hv", at=AT, version=5)
    ret = replace(
        answered(MINE, ENOUGH), stage=Stage.IN_PROGRESS, version=5,
        answers={"look_evidence": Answer(now=now, past=(first,))},
    )  # fmt: skip
    events = (
        Event(at=SENT_AT, by="hv", what="return.sent", version=2),
        Event(at=AT, by="hv", what="return.recalled", version=3),
    )
    made = whole_json.made(material(ret, journal={ret.id: events}))
    assert [one["answers"]["look_evidence"]["value"] for one in mine(read(made))["sendings"]] == [
        "As it was sent"
    ]
    assert b"Not sent yet" not in made


def test_people_are_told_by_name_but_not_how_teams_knows_them() -> None:
    """Without names the copy could not be read elsewhere; a tenant's ids mean nothing there."""
    made = whole_json.made(material(answered(MINE, ENOUGH)))
    assert {"id": "hv", "name": "Bethan Price", "email": "hv@x.example"} in read(made)["people"]
    assert TENANT.encode() not in made
    assert b"aad-hv" not in made


def test_every_key_is_explained() -> None:
    """docs/exit-copy.md tells of every key at the top, and of those of a return and a sending."""
    told = DOCS.read_text(encoding="utf-8")
    whole = read(
        whole_json.made(material(answered(MINE, ENOUGH), panels={"C": panel("Well seen.")}))
    )
    keys = {*whole, *mine(whole)["sendings"][0], "answers", "queries", "sendings"}
    assert not {key for key in keys if f"`{key}`" not in told}


def test_half_a_character_does_not_stop_the_copy() -> None:
    """A lone surrogate cannot be written as UTF-8; it is written as JSON escapes it."""
    made = whole_json.made(material(answered(MINE, {**ENOUGH, "look_evidence": "x\ud800"})))
    assert mine(read(made))["answers"]["look_evidence"] == "x\ud800"
