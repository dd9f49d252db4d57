"""Tools come in as workbooks: what each row becomes."""

from dataclasses import replace
from io import BytesIO

import openpyxl  # type: ignore[import-untyped]
import pytest

from audits.tool import TEXT_LIMIT, Choice, Half, Kind, Look, Part
from files.tool import load_tool
from tests.files.workbooks import CHOICES, END, HEADINGS, SETTINGS, START, loaded, markdown, row


def test_a_row_becomes_a_question_with_one_box() -> None:
    """Every column of a row has its place in the box or in the question around it."""
    tool = loaded(
        row("select_one yn", "seen", "Was the child's home seen?", hint="By you.",
            guidance_hint="Look at visits.", relevant="${agency} != 'police'", required="yes",
            required_message="Say so.", audit__agencies="phn, police", audit__about="The child",
            audit__look_again="${seen} = 'no'", audit__look_again_message="Sure?",
            audit__limit="12"),
    )  # fmt: skip
    (theme,) = tool.themes
    (question,) = theme.questions
    (box,) = question.boxes
    assert (theme.name, theme.title) == ("t", "A theme")
    assert (question.name, question.number, question.look) == ("seen", 1, Look.PLAIN)
    assert question.label == box.label == "Was the child’s home seen?"
    assert question.guidance == "Look at visits.\n\n**Yes.** It was done."
    assert (question.about, question.agencies, question.relevant) == ("The child", frozenset(), "")
    assert (box.kind, box.hint) == (Kind.ONE, "By you.")
    assert box.agencies == frozenset({"phn", "police"})
    assert (box.relevant, box.required, box.required_why) == (
        "${agency} != 'police'",
        "true()",
        "Say so.",
    )
    assert (box.look_again, box.look_again_why, box.limit) == ("${seen} = 'no'", "Sure?", 12)
    assert box.choices == (
        Choice(value="yes", label="Yes", meaning="It was done."),
        Choice(value="no", label="No"),
    )


def test_a_group_becomes_a_question_with_several_boxes() -> None:
    """Notes come first in the guidance; questions are numbered through."""
    tool = loaded(
        row("text", "before", "Before?"),
        row("begin_group", "g", "Grouped?", relevant="${before} != ''", audit__agencies="phn",
            audit__about="The baby"),
        row("note", "n", "Read this.", guidance_hint="And this."),
        row("select_one yn", "a", "A", audit__kind="grade", audit__part=""),
        row("text", "b", "B", guidance_hint="Think."),
        END,
    )  # fmt: skip
    question = tool.themes[0].questions[1]
    assert (question.name, question.number, question.label) == ("g", 2, "Grouped?")
    assert (question.about, question.agencies) == ("The baby", frozenset({"phn"}))
    assert question.relevant == "${before} != ''"
    assert question.guidance == "Read this.\n\nAnd this.\n\nThink.\n\n**Yes.** It was done."
    assert [(box.name, box.kind, box.limit) for box in question.boxes] == [
        ("a", Kind.GRADE, TEXT_LIMIT),
        ("b", Kind.TEXT, TEXT_LIMIT),
    ]


@pytest.mark.parametrize(
    ("kind", "ours", "wanted"),
    [
        ("text", "", Kind.TEXT),
        ("text", "evidence", Kind.EVIDENCE),
        ("text", "impact", Kind.IMPACT),
        ("text", "action", Kind.ACTION),
        ("date", "", Kind.DATE),
        ("integer", "", Kind.COUNT),
        ("select_one yn", "", Kind.ONE),
        ("select_one yn", "grade", Kind.GRADE),
        ("select_multiple yn", "", Kind.MANY),
        ("select_multiple yn", "row", Kind.ROW),
    ],
)
def test_type_and_kind_say_how_a_box_is_answered(kind: str, ours: str, wanted: Kind) -> None:
    """XLSForm's own types are kept; `audit::kind` tells texts and choices apart."""
    tool = loaded(row(kind, "a", "A", audit__kind=ours))
    assert tool.box["a"].kind is wanted


@pytest.mark.parametrize("appearance", ["table-list", "field-list", ""])
def test_a_matrix_is_read_however_it_is_shown_elsewhere(appearance: str) -> None:
    """ODK's own tables move the group's label into a row that they make up: it is found there."""
    tool = loaded(
        row("begin_group", "g", "Which?", appearance=appearance, audit__look="shared"),
        row("note", "n", "Tick."),
        row("select_multiple yn", "a", "A"),
        row("select_multiple yn", "b", "B", relevant="selected(${involved}, 'police')"),
        END,
    )
    (question,) = tool.themes[0].questions
    assert (question.label, question.look) == ("Which?", Look.SHARED)
    assert [(box.name, box.kind, box.label) for box in question.boxes] == [
        ("a", Kind.ROW, "A"),
        ("b", Kind.ROW, "B"),
    ]


@pytest.mark.parametrize(
    ("required", "wanted"),
    [("yes", "true()"), ("TRUE", "true()"), ("no", ""), ("", ""), ("${a} = ''", "${a} = ''")],
)
def test_required_may_be_yes_or_a_rule(required: str, wanted: str) -> None:
    """Excel turns yes into TRUE, and writers of tools write either."""
    assert loaded(row("text", "a", "A", required=required)).box["a"].required == wanted


@pytest.mark.parametrize(
    ("relevant", "wanted"), [("TRUE", ""), ("FALSE", "false()"), ("false()", "false()")]
)
def test_relevant_may_be_yes_or_no(relevant: str, wanted: str) -> None:
    """`relevant = FALSE` retires a question and keeps its answers."""
    assert loaded(row("text", "a", "A", relevant=relevant)).box["a"].relevant == wanted


def test_settings_name_the_tool() -> None:
    """The settings sheet says what the tool is called and how many questions a page has."""
    tool = load_tool(
        markdown(START, row("text", "a", "A"), END, settings={**SETTINGS, "audit::per_page": "1"})
    )
    assert (tool.id, tool.title, tool.version, tool.per_page) == ("small", "A small tool", "7", 1)


def test_an_excel_workbook_makes_the_same_tool() -> None:
    """Markdown is for review; people who write tools write Excel."""
    rows = [row("begin_group", "t", "A theme"), row("select_one yn", "a", "A?"), END]
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, list[list[str]]] = {
        "survey": [HEADINGS, *([one.get(key, "") for key in HEADINGS] for one in rows)],
        "choices": [["list_name", "name", "label", "meaning"], *CHOICES],
        "settings": [[*SETTINGS], [*SETTINGS.values()]],
    }
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for line in cells:
            sheet.append(line)
    saved = BytesIO()
    book.save(saved)
    assert replace(load_tool(saved.getvalue()), sheets=()) == replace(
        load_tool(markdown(*rows)), sheets=()
    )


def test_texts_are_in_the_tools_first_language() -> None:
    """Translations may stand beside; the default language is what people see."""
    settings = {**SETTINGS, "default_language": "Cymraeg (cy)"}
    text = markdown(START, row("text", "a", "A"), END, settings=settings)
    for english, both in (
        ("| label |", "| label::English (en) | label::Cymraeg (cy) |"),
        ("| A theme |", "| A theme | Thema |"),
        ("| a | A |", "| a | A | Y |"),
    ):
        text = text.replace(english, both, 1)
    tool = load_tool(text)
    assert (tool.themes[0].title, tool.box["a"].label) == ("Thema", "Y")


def test_choices_say_which_grades_are_good() -> None:
    """By the column `half`; a choice that says nothing is read by its place in the list."""
    lists = [["g", "red", "Red", "", "weak"], ["g", "green", "Green", "", "good"],
             ["g", "blank", "No idea", "", "none"], ["g", "grey", "Grey", "", ""]]  # fmt: skip
    source = markdown(START, row("select_one g", "a", "A", audit__kind="grade"), END, choices=lists)
    halves = [choice.half for choice in load_tool(source).box["a"].choices]
    assert halves == [Half.WEAK, Half.GOOD, Half.NONE, Half.UNSAID]


def test_every_part_has_a_meaning_in_a_workbook() -> None:
    """The parts that the software acts on can be given in `audit::part`."""
    written = [Part.ADULTS, Part.ADULTS_MISSING, Part.OTHERS_ELSE]
    types = dict.fromkeys(written, "text") | {Part.OTHERS: "select_multiple agency"}
    parts = [part for part in Part if part]
    rows = [row(types.get(p, "select_one yn"), p, p, audit__part=p) for p in parts]
    tool = loaded(*rows)
    assert [box.part for box in tool.boxes()] == [part for part in Part if part]
