"""What is remembered of a tool never differs from what would be worked out afresh."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from audits.asked import Asked
from audits.tool import CHOOSING, Tool
from files.tool import default_tool, load_tool

TOOL = default_tool()
CHOSEN = {box.name: [c.value for c in box.choices] for box in TOOL.boxes() if box.kind in CHOOSING}
KINDS = ("phn", "police", "amh", "housing")
FACTS = st.frozensets(st.sampled_from(["unborn", "infant", "sibling", "step_down"]))
ANSWERS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in CHOSEN.items()}
)


def asked(tool: Tool, kind: str, facts: frozenset[str], answers: dict[str, str]) -> Asked:
    """What is asked of this kind of agency, all kinds being involved."""
    involved = frozenset({"csc", *KINDS})
    return Asked(tool=tool, agency=kind, facts=facts, involved=involved, answers=answers)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(KINDS), FACTS, ANSWERS), min_size=1, max_size=4))
def test_remembered_shape_is_the_one_worked_out_afresh(
    turns: list[tuple[str, frozenset[str], dict[str, str]]],
) -> None:
    """One tool serves turn after turn; a tool that remembers nothing says the same of each."""
    for kind, facts, answers in turns:
        fresh = asked(replace(TOOL), kind, facts, answers)
        assert asked(TOOL, kind, facts, answers).shape.names == fresh.shape.names


def test_words_of_ones_own_decide_nothing_in_the_six_themes() -> None:
    """The shape is looked up by what decides, so long answers cost nothing."""
    for kind in KINDS:
        decide = set(TOOL.rules(kind).names) - {"agency", "facts", "involved", "chased"}
        assert decide <= set(CHOSEN)


OF_ITSELF = load_tool("""
| survey | type | name | label | relevant | calculation |
| | text | a | A |
| | text | b | About ${a}, ${sum} | string-length(${a}) < 3 |
| | calculate | sum | | | string-length(${a}) + string-length(${b}) |
| | text | c | C | ${sum} > 2 and random() >= 0.5 |
| | text | d | D | today() > '2026-06-01' and count(${b} \\| ${c}) = 2 |
""")
DAYS = st.sampled_from([datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC), None])
WORDS = st.fixed_dictionaries({}, optional=dict.fromkeys("abc", st.sampled_from(["", "x", "xyz"])))


@given(st.lists(st.tuples(WORDS, DAYS, st.sampled_from(["r1", "r3"])), min_size=2, max_size=6))
def test_remembered_shape_knows_all_that_decides(
    turns: list[tuple[dict[str, str], datetime | None, str]],
) -> None:
    """Calculations, chance, the day and answers in texts: nothing is overlooked."""
    nobody = frozenset[str]()
    for answers, at, seed in turns:
        now, fresh = (
            Asked(tool=tool, agency="phn", facts=nobody, involved=nobody, answers=answers, at=at,
                  seed=seed)
            for tool in (OF_ITSELF, replace(OF_ITSELF))
        )  # fmt: skip
        assert now.shape.names == fresh.shape.names
        assert now.boxes == fresh.boxes
