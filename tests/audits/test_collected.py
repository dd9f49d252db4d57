"""What the audit team has is what agencies sent, and nothing of what they did not."""

from dataclasses import replace

import pytest

from audits import asked, returns
from audits import collected as collecting
from audits.answers import Answer, Words
from audits.collected import Only, belongs, frozen, only
from audits.involvement import Involvement, Sheet, Stage
from audits.panel import Pack
from tests.audits.laid_out import AT, AUDIT, LATE, SENT, collected, nil, ret, sent
from tests.cast import ENOUGH, involved


def test_reading_has_what_stands_in_boxes_that_were_asked() -> None:
    """A box that an answer has closed keeps its words, but they were not sent."""
    got = collected(sent("C", "csc", {"t4_differ": "no", "t4_grade": "good", "t1_look": "good"}))
    values = got.readings[0].values
    assert values == {"known": "both", "t1_look": "good", "t4_differ": "no"}
    assert list(values) == ["known", "t1_look", "t4_differ"]
    assert "t4_grade" not in got.readings[0].asked
    assert "t1_look_evidence" in got.readings[0].asked


def test_reading_agrees_with_what_the_agency_saw() -> None:
    """The same boxes are asked of the agency on its cards and read by the audit team."""
    own = involved()
    sheet = Sheet(drawn=0, answers={**ENOUGH, "unborn": "A scan."})
    own = own.after(returns.save(own, sheet, by="hv", at=AT))
    own = own.after(returns.send(own, drawn=1, by="hv", at=AT))
    found = collecting.reading(own)
    assert found.asked == set(asked.of(own).boxes)
    assert found.values == {**ENOUGH, "unborn": "A scan."}


@pytest.mark.parametrize("stage", [Stage.NOT_OPENED, Stage.OPENED, Stage.IN_PROGRESS,
                                   Stage.SIGN_OFF])  # fmt: skip
def test_draft_is_not_read(stage: Stage) -> None:
    """How it stands is known; what it says belongs to its agency."""
    got = collected(replace(sent("C", "csc", {"t1_look": "good"}), stage=stage))
    assert [s.id for s in got.standings] == ["a.C.csc"]
    assert got.readings == []


def test_nil_return_is_in_and_says_nothing() -> None:
    """What was answered before it was sent as nil stays with the agency."""
    begun = replace(nil("C", "csc"), answers=sent("C", "csc", {"t1_look": "good"}).answers)
    found = collected(begun).readings[0]
    assert (found.values, found.asked) == ({}, frozenset())


def test_late_return_is_marked_against_its_own_day() -> None:
    """More time that was granted counts."""
    got = collected(
        sent("C", "csc", at=LATE),
        replace(sent("C", "phn", at=LATE), due=LATE.date()),
        sent("C", "amh", at=SENT),
    )
    assert {r.agency: r.late for r in got.readings} == {"csc": True, "phn": False, "amh": False}


def test_part_has_standings_and_readings_of_that_part() -> None:
    """By family, by agency, by both; nothing asked for is all of it."""
    got = collected(sent("C", "csc"), ret("C", "phn"), sent("D", "csc"))
    assert [s.id for s in only(got, Only(family="C")).standings] == ["a.C.csc", "a.C.phn"]
    assert [r.standing.id for r in only(got, Only(agency="csc", family="D")).readings] == [
        "a.D.csc"
    ]
    assert only(got, Only(theme="t1")) is got


def test_what_left_the_audit_is_not_shown() -> None:
    """Nobody can get at a return whose family or agency is no longer part of the audit."""
    assert belongs(AUDIT, ret("C", "csc"))
    assert not belongs(AUDIT, ret("Z", "csc"))
    assert not belongs(AUDIT, ret("C", "fire"))


def test_look_ups_find_every_reading() -> None:
    """By id, by family, by box: the same readings."""
    got = collected(sent("C", "csc", {"t1_look": "good"}), sent("D", "csc"), nil("C", "phn"))
    assert list(got.by_id) == ["a.C.csc", "a.C.phn", "a.D.csc"]
    assert [r.agency for r in got.of_family["C"]] == ["csc", "phn"]
    assert got.in_box["t1_look"] == [(got.readings[0], "good")]


def test_frozen_pack_shows_what_stood_when_it_was_frozen() -> None:
    """Answers that were changed, returns that came and returns that went make no difference."""
    then = {one.id: one for one in (sent("C", "csc", {"t1_look": "good"}), ret("C", "phn"),
                                    sent("C", "amh", {"t1_look": "improve"}))}  # fmt: skip
    pack = Pack(edition=1, by="bm", at=AT, standings=tuple(then.values()))
    look = then["a.C.csc"].answers["t1_look"]
    new = Words(value="concern", by="p", at=AT, version=5)
    changed = replace(
        then["a.C.csc"], version=5,
        answers={**then["a.C.csc"].answers, "t1_look": Answer(now=new, past=(look.now,)),
                 "day": Answer(now=new)},
    )  # fmt: skip
    now = {"a.C.csc": changed, "a.C.phn": sent("C", "phn", {"t1_look": "exceeds"}),
           "a.C.amh": replace(then["a.C.amh"], stage=Stage.IN_PROGRESS)}  # fmt: skip
    got = frozen(AUDIT, pack, now)
    assert [s.stage for s in got.standings] == [Stage.SENT, Stage.NOT_OPENED, Stage.SENT]
    assert {r.agency: r.values["t1_look"] for r in got.readings} == {
        "csc": "good",
        "amh": "improve",
    }
    assert "day" not in got.by_id["a.C.csc"].values


def test_frozen_nil_return_stays_nil() -> None:
    """Also when the agency has found the family since."""
    pack = Pack(edition=1, by="bm", at=AT, standings=(nil("C", "csc"),))
    got = frozen(AUDIT, pack, {"a.C.csc": sent("C", "csc", {"t1_look": "good"})})
    assert got.readings[0].standing.stage is Stage.NIL
    assert got.readings[0].values == {}


def test_reading_of_an_involvement_is_that_of_its_return() -> None:
    """The way by the involvement and the way by the audit are one."""
    one = sent("C", "csc", {"t1_look": "good"})
    own = Involvement(
        audit=AUDIT, family=AUDIT.families["C"], agency=AUDIT.agencies["csc"], ret=one
    )
    assert collecting.reading(own) == collected(one).readings[0]
