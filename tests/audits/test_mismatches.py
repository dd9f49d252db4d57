"""Where two returns contradict each other, as the 2021 report found them by hand."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given

from audits.collected import Only
from audits.involvement import AgencyReturn
from audits.mismatches import Mismatch, MismatchKind, mismatches
from audits.scale import place
from audits.tool import Kind, Theme
from tests.audits.laid_out import SEEDS, TOOL, any_audit, collected, nil, sent


def between(*rets: AgencyReturn) -> list[Mismatch]:
    """Return what these returns make."""
    return mismatches(collected(*rets))


def pair(first: Mapping[str, str], second: Mapping[str, str]) -> list[Mismatch]:
    """Return what public health nursing and children's social care make of family C."""
    return between(sent("C", "phn", first), sent("C", "csc", second))


def boxes_of(theme: Theme) -> set[str]:
    """Return the names of a theme's boxes."""
    return {box.name for question in theme.questions for box in question.boxes}


TOLD = {"shared_csc": "we_told"}
HELD = {"meet_strategy": "held attended"}
NONE_HELD = {"meet_strategy": "none"}
CASES: dict[str, tuple[MismatchKind, Mapping[str, str], Mapping[str, str]]] = {
    "told and not heard": (
        MismatchKind.NOT_RECEIVED, TOLD, {"shared_phn": "we_asked"}),
    "told, and the row is empty": (
        MismatchKind.NOT_RECEIVED, TOLD, {"shared_police": "told_us"}),
    "no reply, and yet told": (
        MismatchKind.NO_REPLY, {"shared_csc": "we_asked no_response"}, {"shared_phn": "we_told"}),
    "a meeting that was not held": (MismatchKind.MEETING, HELD, NONE_HELD),
    "a man who is not there": (
        MismatchKind.MAN_DENIED, {"t2_partner": "known seen"}, {"t2_partner": "none"}),
    "an adult known to one": (
        MismatchKind.ADULT, {"adults": "Mother, grandmother"}, {"adults": "mum"}),
    "an adult missing from the sheet": (
        MismatchKind.ADULT, {"adults": "Mother", "adults_missing": "An uncle"},
        {"adults": "mother"}),
    "grades two steps apart": (
        MismatchKind.GRADES_APART, {"t1_look": "exceeds"}, {"t1_look": "improve"}),
    "no difference, and no reply from them": (
        MismatchKind.NO_DIFFERENCE, {"t4_differ": "no"}, {"shared_phn": "no_response"}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_contradiction_is_one_row_with_both_sides(case: str) -> None:
    """Its kind, its family, who says what, and in which box."""
    kind, first, second = CASES[case]
    rows = [one for one in pair(first, second) if one.kind is kind]
    assert [(one.family, one.a.agency, one.b.agency) for one in rows] == [("C", "phn", "csc")]
    assert rows[0].about
    assert (rows[0].a.return_id, rows[0].b.return_id) == ("a.C.phn", "a.C.csc")


AGREE: dict[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "told and heard": (TOLD, {"shared_phn": "told_us"}),
    "told, and nothing is answered": (TOLD, {}),
    "no reply, and none claimed": ({"shared_csc": "no_response"}, {"shared_phn": "we_asked"}),
    "not invited, and no meeting": ({"shared_csc": "not_invited"}, {"meet_strategy": "minutes"}),
    "a meeting that one does not mention": (HELD, {}),
    "a meeting that neither had": (NONE_HELD, NONE_HELD),
    "a man whom one does not mention": ({"t2_partner": "known"}, {}),
    "the same adults in other words": ({"adults": "Mum, birth dad"}, {"adults": "mother; father"}),
    "adults that only one tells of": ({"adults": "Mother, aunt"}, {}),
    "grades one step apart": ({"t1_look": "good"}, {"t1_look": "improve"}),
    "a grade and none recorded": ({"t1_look": "exceeds"}, {"t1_look": "nothing_recorded"}),
    "a difference, and no reply": ({"t4_differ": "yes"}, {"shared_phn": "no_response"}),
}


@pytest.mark.parametrize("case", AGREE)
def test_what_is_no_contradiction_makes_no_row(case: str) -> None:
    """Silence denies nothing, and other words for the same are the same."""
    assert pair(*AGREE[case]) == []


def test_not_invited_names_every_meeting_that_was_held_without_them() -> None:
    """One row for the pair; a meeting at which it was does not count."""
    held = {"meet_strategy": "held", "meet_core": "held attended", "meet_cin": "held"}
    out = {"shared_csc": "not_invited", "meet_cin": "attended"}
    rows = between(sent("C", "csc", held), sent("C", "phn", out))
    assert [(one.kind, one.a.agency, one.b.agency) for one in rows] == [
        (MismatchKind.NOT_INVITED, "csc", "phn")
    ]
    assert rows[0].about == "Strategy meeting, Core group"
    assert rows[0].b.ticked == ("Did not invite us",)


def test_no_difference_beside_ones_own_no_reply() -> None:
    """Both sides stand in one return (the 2021 report, theme 4)."""
    own = sent("C", "phn", {"t4_differ": "no", "shared_csc": "we_asked no_response"})
    rows = between(own)
    assert [(one.kind, one.a.box, one.b.box) for one in rows] == [
        (MismatchKind.NO_DIFFERENCE, "t4_differ", "shared_csc")
    ]
    assert rows[0].a.agency == rows[0].b.agency == "phn"


def test_of_two_agencies_of_a_kind_it_is_enough_that_one_heard() -> None:
    """A row of the matrix cannot say which of the housing providers was told."""
    teller = sent("C", "phn", {"shared_housing": "we_told"})
    heard, deaf = {"shared_phn": "told_us"}, {"shared_phn": "we_asked"}
    assert between(teller, sent("C", "north", heard), sent("C", "south", deaf)) == []
    rows = between(teller, sent("C", "north", deaf), sent("C", "south", deaf))
    assert [one.b.agency for one in rows] == ["north", "south"]


def test_everybody_who_lists_a_meeting_is_on_the_side_of_the_many() -> None:
    """One row for who denies it, however many list it; the fullest account stands beside it."""
    rows = between(
        sent("C", "csc", {"meet_strategy": "held"}), sent("C", "police", HELD),
        sent("C", "phn", NONE_HELD),
    )  # fmt: skip
    assert [(one.a.agency, one.b.agency, one.others) for one in rows] == [
        ("police", "phn", ("csc",))
    ]
    assert rows[0].a.ticked == ("Held", "We took part")
    assert rows[0].b.ticked == ("None held",)


def test_grades_stand_with_the_evidence_for_them() -> None:
    """The panel sees why each agency graded as it did."""
    rows = pair(
        {"t1_look": "exceeds", "t1_look_evidence": "A second visit", "t1_look_impact": "Moved"},
        {"t1_look": "concern", "t1_look_evidence": "Nobody asked"},
    )
    assert rows[0].a.words == "A second visit\n\nMoved"
    assert rows[0].b.words == "Nobody asked"
    assert (rows[0].a.ticked, rows[0].b.ticked) == (
        ("Exceeds good practice",), ("Cause for concern",),
    )  # fmt: skip


def test_returns_of_two_families_never_meet() -> None:
    """Nor does a nil return contradict anybody."""
    assert between(sent("C", "csc", HELD), sent("D", "phn", NONE_HELD)) == []
    assert between(sent("C", "csc", TOLD), nil("C", "phn")) == []


def test_part_is_only_what_was_asked_for() -> None:
    """By family, by an agency on either side or among the others, by theme."""
    got = collected(
        sent("C", "csc", {"meet_strategy": "held", "t1_look": "exceeds"}),
        sent("C", "police", {**HELD, "t1_look": "good"}),
        sent("C", "phn", {**NONE_HELD, "t1_look": "concern"}),
        sent("D", "csc", HELD), sent("D", "amh", NONE_HELD),
    )  # fmt: skip
    assert len(mismatches(got)) == 3
    assert len(mismatches(got, Only(family="D"))) == 1
    assert {one.kind for one in mismatches(got, Only(agency="police"))} == {MismatchKind.MEETING}
    assert [one.kind for one in mismatches(got, Only(agency="csc", family="C"))] == [
        MismatchKind.MEETING, MismatchKind.GRADES_APART,
    ]  # fmt: skip
    assert {one.theme.name for one in mismatches(got, Only(theme="t1"))} == {"t1"}


@given(SEEDS)
def test_ids_are_stable_and_each_their_own(seed: int) -> None:
    """A ruling finds its row again; it never meets another."""
    got = any_audit(seed)
    ids = [one.id for one in mismatches(got)]
    assert len(set(ids)) == len(ids)
    assert [one.id for one in mismatches(any_audit(seed))] == ids
    assert all(one.family in one.id.split("/") for one in mismatches(got))


@given(SEEDS)
def test_grades_apart_is_a_recount(seed: int) -> None:
    """A row for each family and question whose highest and lowest grades are that far apart."""
    got = any_audit(seed)
    wanted = set()
    for box in (box for box in TOOL.boxes() if box.kind is Kind.GRADE):
        for family in got.audit.families:
            rungs = [place(box, r.values.get(box.name, "")) for r in got.readings
                     if r.family == family]  # fmt: skip
            found = [rung for rung in rungs if rung is not None]
            if found and max(found) - min(found) >= 2:
                wanted.add((family, box.name))
    rows = [one for one in mismatches(got) if one.kind is MismatchKind.GRADES_APART]
    assert {(one.family, one.a.box) for one in rows} == wanted
    assert len(rows) == len(wanted)


@given(SEEDS)
def test_not_received_is_a_recount(seed: int) -> None:
    """Pair by pair, in the plainest way."""
    got, wanted = any_audit(seed), set()
    kinds = {key: agency.kind for key, agency in got.audit.agencies.items()}
    for a in got.readings:
        for b in got.readings:
            if a.family != b.family or kinds[a.agency] == kinds[b.agency]:
                continue
            same = [r for r in got.readings
                    if r.family == b.family and kinds[r.agency] == kinds[b.agency]]  # fmt: skip
            mine, theirs = f"shared_{kinds[b.agency]}", f"shared_{kinds[a.agency]}"
            told = "we_told" in a.values.get(mine, "").split()
            heard = any("told_us" in r.values.get(theirs, "").split() for r in same)
            answers = any(name.startswith("shared_") for name in b.values)
            if told and answers and not heard:
                wanted.add((a.family, a.agency, b.agency))
    rows = [one for one in mismatches(got) if one.kind is MismatchKind.NOT_RECEIVED]
    assert {(one.family, one.a.agency, one.b.agency) for one in rows} == wanted


def test_family_is_looked_at_again_when_a_return_has_changed() -> None:
    """What was worked out of earlier readings counts for those alone."""
    got = collected(sent("C", "phn", HELD), sent("C", "csc", NONE_HELD))
    assert mismatches(got)
    assert mismatches(got) == mismatches(got)
    for after in (sent("C", "csc", HELD), nil("C", "csc")):
        now = replace(collected(sent("C", "phn", HELD), after), worked_out=got.worked_out)
        assert mismatches(now) == mismatches(replace(now, worked_out={})) == []
    assert mismatches(got)


def test_tool_that_changed_is_asked_again() -> None:
    """The same readings under another audit are not what was worked out."""
    got = collected(sent("C", "phn", HELD), sent("C", "csc", NONE_HELD))
    assert mismatches(got)
    fewer = replace(
        TOOL, themes=tuple(t for t in TOOL.themes if "meet_strategy" not in boxes_of(t))
    )
    now = replace(got, audit=replace(got.audit, tool=fewer))
    assert not mismatches(now)
