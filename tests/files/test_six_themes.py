"""The audit tool that comes with the software: what it asks, and of whom."""

import re

import pytest
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from audits.asked import Asked
from audits.tool import Kind, Look
from files.tool import SAMPLE, default_tool, load_tool
from tests.files.six_themes import (
    ALL_FOLLOW_UPS,
    FACTS,
    KINDS,
    QUESTIONS,
    TOOL,
    asks,
    questions,
)

NAMES = """
known involved_from involved_to involved_how author_role author_read author_spoke day day_adult
adults adults_missing others others_else meet_strategy meet_conference meet_core meet_cin
meet_unborn meet_discharge meet_marac meet_help shared_csc shared_police shared_phn
shared_midwifery shared_gp shared_amh shared_perinatal shared_sub shared_paed shared_dasv
shared_education shared_probation shared_housing supervision supervision_change views_child
views_family views_used t1_look t1_look_na t1_look_evidence t1_look_impact t1_tested t1_again
t1_safe t1_step_down t1_tested_example t1_pattern t1_pattern_again t1_pattern_example t2_father
t2_partner t2_other t2_work t2_work_na t2_work_evidence t2_work_impact t2_tried t2_barriers
t2_told t2_release t2_told_example t3_protocol t3_protocol_na t3_panel t3_risks t3_joint t3_knew
t3_knew_part t3_safe t3_safe_na t3_safe_evidence t3_safe_impact t4_differ t4_done t4_should
t4_grade t4_grade_evidence t4_grade_impact t5_care t5_care_na t5_care_evidence t5_care_impact
t5_next t5_next_step t5_next_holder t5_closed t5_closed_step t5_closed_holder t6_change
t6_change_na t6_change_evidence t6_change_impact overall overall_why overall_impact learned_best
learned_change actions_taken actions_ours actions_partners risk risk_done sign
"""
"""Every box, in order. Answers are kept by these names."""


def test_it_is_the_tool_that_the_2021_report_calls_for() -> None:
    """Involvement, working together, the report's six themes in its order, and the close."""
    assert (TOOL.id, TOOL.version) == ("six_themes", "1")
    assert 1 <= TOOL.per_page <= 3
    assert TOOL.title == "Multi-agency case audit: six themes"
    assert [(theme.name, theme.title, len(theme.questions)) for theme in TOOL.themes] == [
        ("a", "Your involvement", 7),
        ("b", "Working together", 4),
        ("t1", "Theme 1: Professional curiosity", 3),
        ("t2", "Theme 2: Fathers and other men", 4),
        ("t3", "Theme 3: The unborn baby or infant", 3),
        ("t4", "Theme 4: Professional differences", 1),
        ("t5", "Theme 5: The mother’s mental health", 3),
        ("t6", "Theme 6: ${context}", 1),
        ("close", "To finish", 5),
    ]


def test_its_names_never_change() -> None:
    """Answers are kept by these names: to rename one is to lose what was answered."""
    assert [question.name.removesuffix("_q") for question in QUESTIONS] == [
        "known", "involved", "author", "day", "day_adult", "adults", "others",
        "meet", "shared", "supervision", "views",
        "t1_look", "t1_tested", "t1_pattern", "t2_men", "t2_work", "t2_tried", "t2_told",
        "t3_plan", "t3_knew", "t3_safe", "t4_differ", "t5_care", "t5_next", "t5_closed",
        "t6_change", "overall", "learned", "actions", "risk", "sign",
    ]  # fmt: skip
    assert [question.number for question in QUESTIONS] == [*range(1, len(QUESTIONS) + 1)]
    assert [box.name for box in TOOL.boxes()] == NAMES.split()


def test_reading_it_twice_gives_the_same_tool() -> None:
    """Loading is deterministic, and the tool that comes with the software is loaded once."""
    assert load_tool(SAMPLE.read_text(encoding="utf-8")) == TOOL
    assert default_tool() is TOOL


def test_other_programs_read_it_without_warnings() -> None:
    """It is a valid XLSForm; what is ours stays out of the form that others show."""
    result = convert(SAMPLE.read_bytes(), file_type=".md")
    assert result.warnings == []
    assert "audit" not in re.sub(r">[^<]*<", "><", result.xform)


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("kind", KINDS)
def test_any_one_service_is_asked_20_to_26_questions(kind: str, facts: str) -> None:
    """More than about thirty, and returns grow thin; follow-ups may not push it over."""
    for answers in ({}, ALL_FOLLOW_UPS):
        assert 20 <= len(questions(asks(kind, facts, answers))) <= 26


@pytest.mark.parametrize("kind", KINDS)
def test_a_family_that_is_not_known_ends_the_questions(kind: str) -> None:
    """After No only the risk question and the sign-off are left, for those who go on at all."""
    left = asks(kind, "unborn", {"known": "no"})
    assert [question.name for question in questions(left)] == ["known", "risk_q", "sign"]


@pytest.mark.parametrize("kind", KINDS)
def test_theme_3_is_asked_only_where_there_is_a_baby(kind: str) -> None:
    """An unborn baby or an infant brings it up; each of its questions says whom it is about."""
    for facts, wanted in (("sibling", False), ("infant", True), ("unborn", True)):
        themes = {theme.name: theme for theme in asks(kind, facts).themes}
        assert ("t3" in themes) is wanted
        if wanted:
            assert {q.about for q in themes["t3"].questions} == {"The unborn baby or infant"}


def test_the_unborn_and_siblings_stand_only_where_a_question_is_about_them() -> None:
    """The 2021 report, section 5: audits look at the index child only."""
    strange = re.compile(r"unborn|sibling|brother|sister|older child", re.IGNORECASE)
    found = {
        question.name
        for question in QUESTIONS
        for text in (question.label, *(box.label for box in question.boxes))
        if strange.search(text) and question.look is Look.PLAIN
    }
    assert found == {"t3_plan_q"}
    assert all(question.about for question in QUESTIONS if question.name in found)


@pytest.mark.parametrize("kind", KINDS)
def test_the_information_matrix_has_a_row_for_each_other_service(kind: str) -> None:
    """Kinds that know the family, without the one that answers; others are not shown."""
    wanted = [f"shared_{other}" for other in KINDS if other != kind]
    rows = [name for name in asks(kind).boxes if name.startswith("shared_")]
    assert rows == wanted
    few = Asked(tool=TOOL, agency=kind, facts=frozenset(), answers={},
                involved=frozenset({kind, "police", "housing"}))  # fmt: skip
    shown = {name for name in few.boxes if name.startswith("shared_")}
    assert shown == {"shared_police", "shared_housing"} - {f"shared_{kind}"}


def test_matrices_share_their_columns() -> None:
    """Rows of a matrix are ticks from one list, so that returns can be laid side by side."""
    found = {question.look: question for question in QUESTIONS if question.look is not Look.PLAIN}
    assert {look: len(question.boxes) for look, question in found.items()} == {
        Look.MEETINGS: 8,
        Look.SHARED: 13,
        Look.PEOPLE: 3,
    }
    assert {box.kind for question in found.values() for box in question.boxes} == {Kind.ROW}
    shared = found[Look.SHARED].boxes[0].choices
    assert [choice.value for choice in shared] == [
        "told_us", "we_told", "we_asked", "no_response", "invited", "not_invited",
    ]  # fmt: skip
