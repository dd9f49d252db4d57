"""What all exports have in common."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from audits import new_version
from audits.involvement import Saying
from files import csv_zip, pack, report, whole_json, workbook
from files.collation import returns
from files.collation_answers import answers_long
from files.material import Material
from tests import changed_tool
from tests.cast import ENOUGH, EVERYBODY, RETURNS
from tests.files.exports import SENT_AT, answered, material, panel, text_of, word

MAKING: dict[str, Callable[[Material], bytes]] = {
    "workbook": workbook.made,
    "csv": csv_zip.made,
    "whole": whole_json.made,
    "report": report.made,
    "pack": lambda made: pack.made(made, "C"),
    "packs": pack.all_made,
}
NAMING: tuple[Callable[[Material], str], ...] = (
    workbook.file_name,
    csv_zip.file_name,
    whole_json.file_name,
    report.file_name,
    pack.all_file_name,
    lambda made: pack.file_name(made, "C"),
)


def full() -> Material:
    """An audit in which everybody has answered and the panel has found something."""
    rets = (answered(ret, {**ENOUGH, "look_evidence": "Two visits"}) for ret in RETURNS)
    return material(*rets, panels={"C": panel("Well seen.")})


@pytest.mark.parametrize("make", MAKING.values(), ids=MAKING)
def test_the_same_audit_at_the_same_moment_gives_the_same_file(
    make: Callable[[Material], bytes],
) -> None:
    """So that two people who compare their copies find a difference only where there is one."""
    assert make(full()) == make(full())


@pytest.mark.parametrize("make", MAKING.values(), ids=MAKING)
def test_an_audit_that_came_from_another_process_gives_the_same_file(
    make: Callable[[Material], bytes],
) -> None:
    """Files are made beside the bot, so that nobody waits for them."""
    sent = pickle.loads(pickle.dumps(full()))  # noqa: S301 - our own, made in this line
    assert make(sent) == make(full())


def test_no_file_name_tells_anything() -> None:
    """An id, a kind, a family's code, a day and an ending: nothing that somebody wrote."""
    names = [name(full()) for name in NAMING]
    assert len(set(names)) == len(names)
    for name in names:
        assert name.startswith("a1-")
        assert not [one for one in EVERYBODY if one.name.split()[0].lower() in name.lower()]
        assert full().audit.title.lower() not in name.lower().replace("-", " ")


def test_returns_of_an_earlier_tool_are_marked_in_every_file() -> None:
    """Their answers are there, the workbook says which version, the pack and the report too."""
    why = Saying(by="bm", at=SENT_AT + timedelta(hours=1), words="Two services asked")
    audit = new_version.taken(changed_tool.AUDIT, changed_tool.NEW, why).audit
    new = replace(answered(RETURNS[1], {"father": "no", "fresh": "A visit"}), edition=1)
    held = material(answered(RETURNS[0], changed_tool.ANSWERS), new, audit=audit)
    rows = {row[-1] for row in returns(held).rows}
    assert rows == {"1", "2"}
    long = answers_long(held).rows
    assert [row[6] for row in long if row[-1] == "1"] == [
        "Yes", "By telephone (version 1)", "Come again", "Thank you",
    ]  # fmt: skip
    pack_text = text_of(word(pack.made(held, "C")))
    assert "Public health nursing (version 1)" in pack_text
    assert "Anything else? (version 1)" in pack_text
    report_text = text_of(word(report.made(held)))
    assert "1 return was answered under an earlier version" in report_text
    assert "versions 1 and 2 since" in report_text
