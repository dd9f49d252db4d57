"""Grades are counted as they stand: the panel's where it gave one, else the agency's own."""

from collections import Counter

from hypothesis import given

from audits.collected import Only
from audits.grades import cells, heat, spreads
from audits.panel import Panel
from audits.scale import rungs
from audits.tool import Kind
from tests.audits.laid_out import (
    SEEDS,
    TOOL,
    any_audit,
    any_panels,
    collected,
    moderated,
    nil,
    sent,
)  # fmt: skip

GRADES = [box for box in TOOL.boxes() if box.kind is Kind.GRADE]


def panels_grade(panels: list[Panel], family: str, agency: str, box: str) -> str:
    """What the panel gave, found in the plainest way."""
    given_to = {panel.family: panel.grades for panel in panels}.get(family, {})
    found = given_to.get(f"{agency}/{box}")
    return found.value if found else ""


@given(SEEDS)
def test_spread_is_a_recount(seed: int) -> None:
    """Own grades, the panel's, and what stands, counted return by return."""
    got, panels = any_audit(seed), any_panels(seed)
    rows = {row.box.name: row for row in spreads(got, panels)}
    for box in GRADES:
        asked = [r for r in got.readings if box.name in r.asked]
        assert (box.name in rows) == bool(asked)
        if not asked:
            continue
        own = [r.values.get(box.name, "") for r in asked]
        theirs = [panels_grade(panels, r.family, r.agency, box.name) for r in asked]
        stand = [b or a for a, b in zip(own, theirs, strict=True)]
        row = rows[box.name]
        for counts, values in ((row.own, own), (row.panel, theirs), (row.stands, stand)):
            assert list(counts) == [choice.value for choice in box.choices]
            assert {k: v for k, v in counts.items() if v} == Counter(filter(None, values))
        assert row.asked == len(asked)


@given(SEEDS)
def test_heat_shows_the_lowest_grade_that_stands(seed: int) -> None:
    """For each theme and family: a recount of what stands, and no grade lower than the cell's."""
    got, panels = any_audit(seed), any_panels(seed)
    table = heat(got, panels)
    for theme in TOOL.themes:
        boxes = [b for q in theme.questions for b in q.boxes if b.kind is Kind.GRADE]
        for family in got.audit.families:
            stand = [
                panels_grade(panels, family, r.agency, b.name) or r.values.get(b.name, "")
                for r in got.readings
                for b in boxes
                if r.family == family and b.name in r.asked
            ]
            counts = Counter(filter(None, stand))
            cell = table.get((theme.name, family))
            assert (cell.counts if cell else {}) == counts
            if cell and cell.value:
                order = rungs(boxes[0])
                assert cell.value in counts
                assert all(order.index(v) <= order.index(cell.value) for v in counts if v in order)


def test_panel_grade_stands_and_the_own_stays_beside_it() -> None:
    """Both are counted, each in its own column."""
    got = collected(sent("C", "csc", {"t1_look": "exceeds"}), sent("C", "phn", {"t1_look": "good"}))
    row = spreads(got, [moderated("C", {"csc/t1_look": "improve"})], Only(theme="t1"))[0]
    assert (row.own["exceeds"], row.own["good"]) == (1, 1)
    assert (row.panel["improve"], sum(row.panel.values())) == (1, 1)
    assert (row.stands["improve"], row.stands["good"], row.stands["exceeds"]) == (1, 1, 0)


def test_nil_return_has_no_grades() -> None:
    """What was begun before a nil return was not sent, and is not counted."""
    assert spreads(collected(nil("C", "csc")), []) == []


def test_spread_can_be_of_a_part() -> None:
    """Theme, family and agency narrow it down."""
    got = collected(sent("C", "csc", {"t1_look": "good"}), sent("D", "csc", {"t1_look": "concern"}))
    rows = spreads(got, [], Only(theme="t1", family="D"))
    assert [row.box.name for row in rows] == ["t1_look"]
    assert rows[0].own == {**dict.fromkeys(rows[0].own, 0), "concern": 1}
    assert heat(got, [], Only(family="C")).keys() == {("t1", "C")}


def test_cells_of_a_theme_show_evidence_beside_the_grade() -> None:
    """The panel sees each agency's own grade, its own words, and what it gave before."""
    told = {"t1_look": "good", "t1_look_evidence": "Seen on 3 May", "t1_look_impact": "Safe"}
    got = collected(sent("C", "csc", told), sent("C", "phn"), nil("C", "amh"))
    panel = moderated("C", {"csc/t1_look": "improve"})
    found = cells(got, panel, "t1")
    assert [(one.agency, one.own, one.evidence, one.impact) for one in found] == [
        ("csc", "good", "Seen on 3 May", "Safe"),
        ("phn", "", "", ""),
    ]
    assert found[0].moderated == panel.grades["csc/t1_look"]
    assert found[0].cell.key == "csc/t1_look"


def test_panel_grade_of_what_is_no_longer_asked_is_not_counted() -> None:
    """An agency whose return became nil has no grade, whatever the panel gave it before."""
    panels = [moderated("C", {"csc/t1_look": "concern"})]
    got = collected(nil("C", "csc"), sent("C", "phn", {"t1_look": "good"}))
    assert spreads(got, panels, Only(theme="t1"))[0].panel["concern"] == 0
    assert heat(got, panels)["t1", "C"].counts == {"good": 1}
