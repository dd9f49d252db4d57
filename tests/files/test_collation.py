"""Every figure of the tables is a plain recount of the answers, whatever was answered."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from audits.involvement import IN, AgencyReturn
from audits.panel import Cell, Moderated, Panel
from audits.tool import Kind
from cards.states import NAMES
from files.charts import told_spread
from files.collation import tables_of
from files.material import Material
from files.report_figures import counts_by_theme
from files.scale import scale_of
from files.tables import Row, Table
from files.wording import STATES
from tests.cast import AUDIT, GRADES, RETURNS, TOOL
from tests.files.exports import AT, answered, material, nil

VALUES = tuple(choice.value for choice in GRADES)
LABELS = {choice.value: choice.label for choice in GRADES}


@st.composite
def audits_of(draw: st.DrawFn) -> Material:
    """Four returns that are answered, nil or missing, with the panel's grades on some."""
    rets = [one for ret in RETURNS if (one := draw(states(ret)))]
    grades = {
        Cell(agency=ret.agency, of="look").key: Moderated(
            value=draw(st.sampled_from(VALUES)), own="good", why="Why", by="bm", at=AT, version=1
        )
        for ret in rets
        if ret.family == "C" and draw(st.booleans())
    }
    return material(*rets, panels={"C": Panel(audit_id="a1", family="C", version=1, grades=grades)})


def states(ret: AgencyReturn) -> st.SearchStrategy[AgencyReturn | None]:
    """The return with any grade and any words, or nil, or not there yet."""
    words = st.text(max_size=20)
    given_ = st.fixed_dictionaries(
        {"known": st.sampled_from(["yes", "no"]), "look": st.sampled_from(["", *VALUES])},
        optional={"look_evidence": words, "look_impact": words},
    )
    return st.one_of(st.none(), st.just(nil(ret)), given_.map(lambda values: answered(ret, values)))


def table(made: Material, name: str) -> Table:
    """One table by its name."""
    return next(one for one in tables_of(made) if one.name == name)


def look_of(made: Material) -> list[tuple[str, str]]:
    """Each grade as it stands, with its family: counted by hand from the returns themselves."""
    found = []
    for ret in made.returns:
        if ret.stage in IN and not ret.nil:
            own = ret.value("look")
            stands = made.panel(ret.family).grade(ret.agency, "look") or own
            found.append((ret.family, stands))
    return found


@settings(max_examples=60, deadline=None)
@given(audits_of())
def test_the_figures_are_a_plain_recount(made: Material) -> None:
    """Completeness, grades and the rows of answers: all as a child would count them."""
    last = table(made, "Completeness").rows[-1]
    came = [ret for ret in made.returns if ret.stage in IN]
    nils = [ret for ret in came if ret.nil]
    assert last[1:4] == (len(RETURNS), len(came) - len(nils), len(nils))
    rows = table(made, "Completeness").rows[:-1]
    assert all(sum(int(str(row[at])) for row in rows) == last[at] for at in range(1, len(last)))
    stands = next((row for row in table(made, "Grades").rows if row[3] == "As it stands"), None)
    counts = Counter(value for _, value in look_of(made) if value)
    assert dict(zip(LABELS, stands[4:-1] if stands else [0] * 6, strict=True)) == {
        value: counts[value] for value in LABELS
    }
    words = sum(bool(one.now.value) for ret in came if not ret.nil for one in ret.answers.values())
    assert len(table(made, "Answers (long)").rows) == words
    assert len(table(made, "Answers (wide)").rows) == len(came)


@settings(max_examples=60, deadline=None)
@given(audits_of())
def test_the_report_says_what_the_workbook_says(made: Material) -> None:
    """The chart of grades and its words have the figures of the sheet that they point to."""
    counts = Counter(value for _, value in look_of(made) if value)
    told = counts_by_theme(made).get("Professional curiosity", {})
    assert {value: count for value, count in told.items() if count} == dict(counts)
    alt = told_spread(counts_by_theme(made), scale_of(TOOL))
    assert all(f"{LABELS[value]} {count}" in alt for value, count in counts.items())


@settings(max_examples=60, deadline=None)
@given(audits_of())
def test_the_heat_table_has_the_lowest_grade(made: Material) -> None:
    """Of all grades that stand about a family; what is no grade does not count."""
    order = ["concern", "improve", "good", "exceeds"]
    cells = table(made, "Theme by family")
    row: Row = next((row for row in cells.rows if row[0] == "Professional curiosity"), ["", "", ""])
    for at, family in enumerate(sorted(AUDIT.families), start=1):
        mine = {value for code, value in look_of(made) if code == family}
        lowest = next((LABELS[value] for value in order if value in mine), "")
        assert row[at] == lowest


def test_states_are_called_as_on_the_cards() -> None:
    """A file and a card never have two words for one state."""
    assert STATES == NAMES


def test_every_graded_box_has_its_rows() -> None:
    """One row for the agencies' grades, one for the panel's, one for what stands."""
    made = material(answered(RETURNS[0], {"known": "yes", "look": "good"}))
    graded = [box for box in TOOL.boxes() if box.kind is Kind.GRADE]
    assert len(table(made, "Grades").rows) == 3 * len(graded)


def test_no_sheet_has_a_name_too_long_for_excel() -> None:
    """Excel takes 31 characters, and no two alike."""
    names = [one.name for one in tables_of(material())]
    assert all(len(name) <= 31 for name in names)
    assert len(set(names)) == len(names)
