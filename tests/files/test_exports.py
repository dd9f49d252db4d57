"""What all exports have in common."""

import pickle
from collections.abc import Callable

import pytest

from files import csv_zip, pack, report, whole_json, workbook
from files.material import Material
from tests.cast import ENOUGH, EVERYBODY, RETURNS
from tests.files.exports import answered, material, panel

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
