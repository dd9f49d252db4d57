"""Prints a tool as a Word document, for a board to read, change and approve."""

from io import BytesIO

from docx import Document
from docx.document import Document as Paper

from audits.tool import Box, Kind, Look, Question, Theme, Tool
from files import tool_word_look as look
from files.tool_audience import HOW, as_read, everything_for, kinds, minutes, numbered
from files.tool_look import GREY, SOFT
from files.tool_plain import said
from files.tool_repack import repacked

MOST_CHOICES = 14
"""Choices that are written out under a box; more are counted."""
APPROVAL = ("Approved by", "Role", "Date", "Signature")
APPROVERS = 4


def document(tool: Tool) -> bytes:
    """Return the tool as a Word document. The same tool gives the same bytes."""
    tool = as_read(tool)
    paper = Document()
    look.prepare(paper, f"{tool.title} · version {tool.version}")
    front(paper, tool)
    for theme in tool.themes:
        show_theme(paper, tool, theme)
    approval(paper)
    saved = BytesIO()
    paper.save(saved)
    return repacked(saved.getvalue())


def front(paper: Paper, tool: Tool) -> None:
    """Write the title, what the tool is made of, and what each agency is asked."""
    look.title(paper, tool.title, f"Audit tool · version {tool.version}")
    questions = sum(1 for theme in tool.themes for q in theme.questions if q.number)
    count = "1 theme" if len(tool.themes) == 1 else f"{len(tool.themes)} themes"
    look.words(paper, f"This tool has {questions} questions in {count}. Not every agency is asked "
               "every question: what an agency is asked also follows from the family and from its "
               "own answers.")  # fmt: skip
    asked = kinds(tool)
    if not asked:
        return
    paper.add_heading("What each agency is asked", 2)
    rows = []
    for kind, name in asked.items():
        shape = everything_for(tool, kind)
        rows.append((name, f"{len(list(numbered(shape)))}", f"about {minutes(shape)} minutes"))
    look.table(paper, ("Agency", "Questions at the most", "Time at the most"), rows,
               widths=(9.5, 3.5, 4))  # fmt: skip


def show_theme(paper: Paper, tool: Tool, theme: Theme) -> None:
    """Write a theme with its questions."""
    paper.add_heading(theme.title, 1)
    look.small(paper, conditions(tool, theme))
    for question in theme.questions:
        show_question(paper, tool, question)


def conditions(tool: Tool, level: Theme | Question | Box) -> str:
    """Return who is asked, and when, in words; blank for everybody and always."""
    names = kinds(tool)
    agencies = ", ".join(name for kind, name in names.items() if kind in level.agencies)
    asked = f"Asked of: {agencies}." if agencies else ""
    when = f"Asked if {said(tool, level.relevant)}." if level.relevant else ""
    return " ".join(filter(None, (asked, when)))


def show_question(paper: Paper, tool: Tool, question: Question) -> None:
    """Write a question: its words, who is asked, its boxes, and its guidance."""
    if not question.number:
        for box in question.boxes:
            look.words(paper, look.plain(box.label))
            look.small(paper, conditions(tool, box))
        return
    paper.add_heading(f"{question.number}. {question.label}", 2)
    look.small(paper, " ".join(filter(None, (
        f"About: {question.about}." if question.about else "", conditions(tool, question),
    ))))  # fmt: skip
    if question.look is Look.PLAIN:
        rows = [(named(question, box), how(box), remarks(tool, box)) for box in question.boxes]
        look.table(paper, ("", "How it is answered", "Rules"), rows, widths=(5, 6.5, 5.5))
    else:
        matrix(paper, tool, question)
    if question.guidance:
        look.boxed(paper, "Guidance", question.guidance.split("\n\n"), GREY)


def named(question: Question, box: Box) -> str:
    """Return the box's label with its hint."""
    label = "Your answer" if box.label in {"", question.label} else look.plain(box.label)
    return f"{label}\n{box.hint}" if box.hint else label


def how(box: Box) -> str:
    """Return how the box is answered, with its choices."""
    if not box.choices:
        most = f", up to {box.limit:,} characters" if box.kind in WORDS else ""
        return f"{HOW[box.kind]}{most}"
    mark = "○" if box.kind in {Kind.ONE, Kind.GRADE} else "☐"
    lines = [f"{mark} {choice.label}" for choice in box.choices[:MOST_CHOICES]]
    if len(box.choices) > MOST_CHOICES:
        lines.append(f"and {len(box.choices) - MOST_CHOICES} more")
    return "\n".join([f"{HOW[box.kind]}:", *lines])


WORDS = {Kind.TEXT, Kind.EVIDENCE, Kind.IMPACT, Kind.ACTION}


def remarks(tool: Tool, box: Box) -> str:
    """Return when the box is asked, when it is compulsory, and what is checked."""
    lines = [conditions(tool, box)]
    if box.required == "true()":
        lines.append("Compulsory.")
    elif box.required:
        lines.append(f"Compulsory if {said(tool, box.required)}.")
    if box.constraint:
        lines.append(f"Checked: {box.constraint_why or box.constraint}")
    if box.look_again:
        lines.append("Looked at again before it is sent: "
                     f"{box.look_again_why or said(tool, box.look_again)}")  # fmt: skip
    if box.is_preset:
        lines.append(f"Stands there beforehand: {box.default or box.default_rule}.")
    return "\n".join(filter(None, lines))


def matrix(paper: Paper, tool: Tool, question: Question) -> None:
    """Write a matrix: its rows down, its choices across."""
    rows = [box for box in question.boxes if box.kind is Kind.ROW]
    across = rows[0].choices
    cells = [(box.label, *("☐" for _ in across)) for box in rows]
    width = 11.5 / len(across)
    look.table(paper, ("", *(choice.label for choice in across)), cells,
               widths=(5.5, *(width for _ in across)), centred=True)  # fmt: skip
    some = [f"{box.label}: {conditions(tool, box)}" for box in rows if conditions(tool, box)]
    look.small(paper, "Some rows are asked only where they apply." if some else "")
    others = [box for box in question.boxes if box.kind is not Kind.ROW]
    if others:
        look.table(paper, ("", "How it is answered", "Rules"),
                   [(named(question, box), how(box), remarks(tool, box)) for box in others],
                   widths=(5, 6.5, 5.5))  # fmt: skip


def approval(paper: Paper) -> None:
    """Write where those who approve the tool sign."""
    paper.add_page_break()  # type: ignore[no-untyped-call]
    paper.add_heading("Approval", 1)
    look.words(paper, "The tool is used as it is printed here. A change after approval is a new "
               "version.")  # fmt: skip
    look.table(paper, APPROVAL, [("",) * len(APPROVAL)] * APPROVERS, widths=(4.5, 4.5, 3, 5),
               tall=True, shade=SOFT)  # fmt: skip
