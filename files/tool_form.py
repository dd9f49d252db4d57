"""Makes a tool of the form that pyxform gives: themes, questions, boxes and calculations.

A group at the top is a theme. A row in it is a question with one box; a group in it is a question
with several. What other programs allow beyond that is made to fit: questions outside of a group
make a theme of their own, deeper groups lend their rule to their rows and their label as a
heading.
"""

from collections.abc import Iterator, Sequence

from audits.tool import Box, Calculation, Look, Question, Theme, Tool
from files.tool_boxes import KINDS, box, heading, note, one_of, type_of
from files.tool_faults import Fault
from files.tool_nodes import Reading, both, children, relevant, shown, whole, word, words
from files.tool_sheets import Node, rule

MADE_LABEL, MADE_ROW = "generated_table_list_label_", "reserved_name_for_field_list_labels_"
"""Names of rows that pyxform makes up for a group with the appearance `table-list`."""
MOST_PER_PAGE, USUAL_PER_PAGE = 10, 3
LOOSE = "questions_{}"
"""Names of themes made of questions that stand in no group."""


def tool_of(reading: Reading) -> Tool:
    """Return the tool, keeping what is wrong with it among the sheets' faults."""
    form = reading.sheets.form
    title = shown(reading, form, "title")
    return Tool(
        id=word(form, "id_string"),
        title=title,
        version=version(reading, word(form, "version")),
        themes=tuple(themes(reading, children(form), title)),
        per_page=whole(word(form, "audit", "per_page"), MOST_PER_PAGE) or USUAL_PER_PAGE,
        calculations=tuple(reading.calculations),
        sheets=reading.sheets.kept,
    )


def version(reading: Reading, written: str) -> str:
    """Return the tool's version; 1 if it does not say."""
    if not written:
        reading.sheets.notices.append(
            Fault(sheet="settings", row=2, column="version", wrong="The tool has no version, so "
                  "this is version 1", remedy="Write a new one whenever the tool changes")
        )  # fmt: skip
    return written or "1"


def themes(reading: Reading, nodes: Sequence[Node], title: str) -> Iterator[Theme]:
    """Read what stands at the top: themes, and questions that make themes of their own."""
    loose: list[Node] = []
    made = 0
    for node in [*nodes, {}]:
        grouped = type_of(node) == "group" and not word(node, "control", "bodyless")
        if (grouped or not node) and (questions := questions_in(reading, loose, "")):
            made += 1
            yield Theme(name=LOOSE.format(made), title=title, questions=questions)
        if grouped or not node:
            loose = []
        if grouped and (found := theme(reading, node, title)).questions:
            yield found
        elif type_of(node) != "group":
            loose.append(node)


def theme(reading: Reading, node: Node, title: str) -> Theme:
    """Read a theme with its questions."""
    questions = questions_in(reading, children(node), "")
    if not questions and not any(type_of(row) == "calculate" for row in children(node)):
        wrong, remedy = "This theme asks nothing", "Write a question or take it out"
        reading.fault(node, "type", wrong, remedy)
    return Theme(
        name=word(node, "name"),
        title=shown(reading, node, "label") or title,
        questions=questions,
        agencies=words(node, "audit", "agencies"),
        relevant=relevant(node),
    )


def questions_in(reading: Reading, nodes: Sequence[Node], within: str) -> tuple[Question, ...]:
    """Read the rows of a theme. A group without a label only lends its rule to its rows."""
    found: list[Question] = []
    for node in nodes:
        kind = type_of(node)
        calculated(reading, node, within)
        if kind == "group" and not label_of_group(reading, node):
            found += questions_in(reading, children(node), both(within, relevant(node)))
        elif kind == "group":
            found += [one] if (one := grouped(reading, node, within)).boxes else []
        elif is_read_only(node):
            found.append(notice(reading, node, within))
        elif kind in KINDS:
            found.append(single(reading, node, within))
    return tuple(found)


def is_read_only(node: Node) -> bool:
    """Tell whether the row is only read."""
    if type_of(node) == "note":
        return True
    return type_of(node) in KINDS and bool(word(node, "bind", "calculate"))


def calculated(reading: Reading, node: Node, *within: str) -> None:
    """Keep what is worked out under this row's name, or given as a fixed value."""
    expression = rule(word(node, "bind", "calculate"))
    if type_of(node) == "hidden" and (fixed := word(node, "default")):
        expression = fixed if "'" in fixed else f"'{fixed}'"
    if expression and type_of(node) != "group":
        rules = tuple(filter(None, (*within, relevant(node))))
        name = word(node, "name")
        reading.calculations.append(Calculation(name=name, expression=expression, relevant=rules))


def notice(reading: Reading, node: Node, within: str) -> Question:
    """Read a row that is only read, and so has no number."""
    only = note(reading, node, within)
    return Question(name=only.name, number=0, label=only.label, boxes=(only,))


def single(reading: Reading, node: Node, within: str) -> Question:
    """Read a row as a question with its own box."""
    only = box(reading, node, look_of(node), within)
    return Question(
        name=only.name,
        number=next(reading.numbers),
        label=only.label,
        boxes=(only,),
        look=look_of(node),
        guidance=guidance(reading, [node], (only,)),
        about=shown(reading, node, "audit", "about"),
    )


def grouped(reading: Reading, node: Node, within: str) -> Question:
    """Read a group as a question with several boxes."""
    look = look_of(node)
    rows = [row for row in children(node) if not made(row)]
    answered = [row for row in rows if type_of(row) in KINDS and not is_read_only(row)]
    guides = [row for row in rows if answered and is_guidance(reading, row)]
    boxes = tuple(boxes_in(reading, [row for row in rows if row not in guides], look, ""))
    if not boxes:
        wrong, remedy = "This question has no box to answer in", "Write a row for it"
        reading.fault(node, "type", wrong, remedy)
    has_number = any(one.kind in NUMBERED for one in boxes)
    return Question(
        name=word(node, "name"),
        number=next(reading.numbers) if has_number else 0,
        label=label_of_group(reading, node),
        boxes=boxes,
        look=look,
        guidance=guidance(reading, [node, *guides, *answered], boxes),
        about=shown(reading, node, "audit", "about"),
        agencies=words(node, "audit", "agencies"),
        relevant=both(within, relevant(node)),
    )


def is_guidance(reading: Reading, row: Node) -> bool:
    """Tell whether a note always says the same, and so goes with the question's guidance."""
    fixed = type_of(row) == "note" and not relevant(row) and not word(row, "bind", "calculate")
    return fixed and "${" not in shown(reading, row, "label")


NUMBERED = {kind for kinds in KINDS.values() for kind in kinds.values()} - {*KINDS["note"].values()}


def boxes_in(reading: Reading, rows: Sequence[Node], look: Look, within: str) -> Iterator[Box]:
    """Read the boxes of a question, with those of the groups in it."""
    for row in rows:
        kind = type_of(row)
        calculated(reading, row, within)
        if kind == "group":
            if label_of_group(reading, row):
                yield heading(reading, row, within)
            deeper = [one for one in children(row) if not made(one)]
            yield from boxes_in(reading, deeper, look, both(within, relevant(row)))
        elif is_read_only(row):
            yield note(reading, row, within)
        elif kind in KINDS:
            yield box(reading, row, look, within)


def look_of(node: Node) -> Look:
    """Return what the question looks like."""
    return Look(one_of(node, "look", Look) or Look.PLAIN)


def made(node: Node) -> bool:
    """Tell whether pyxform made this row up to show a table."""
    return word(node, "name").startswith((MADE_LABEL, MADE_ROW))


def label_of_group(reading: Reading, node: Node) -> str:
    """Return the group's label; for a table, pyxform moves it into a row of its own."""
    rows = (row for row in children(node) if word(row, "name").startswith(MADE_LABEL))
    return shown(reading, node, "label") or shown(reading, next(rows, {}), "label")


def guidance(reading: Reading, nodes: Sequence[Node], boxes: Sequence[Box]) -> str:
    """Return notes and guidance as paragraphs, and after them what the choices mean."""
    said = []
    for node in nodes:
        if type_of(node) == "note":
            said.append(shown(reading, node, "label"))
        said.append(shown(reading, node, "guidance_hint"))
    means = dict.fromkeys(choice for one in boxes for choice in one.choices if choice.meaning)
    said += [f"**{choice.label}.** {choice.meaning}" for choice in means]
    return "\n\n".join(part for part in said if part)
