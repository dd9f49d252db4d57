"""Checks a tool as a whole, once it is made: that it can be asked, and what stands beforehand."""

from audits.expressions import ExpressionFault, compiled
from audits.problems import Problem
from audits.tool import Kind, Look, Question, Tool
from audits.values import checked
from files.tool_sheets import Sheets


def check(tool: Tool, sheets: Sheets) -> None:
    """Keep every fault that shows only when the tool is looked at as a whole."""
    for theme in tool.themes:
        for question in theme.questions:
            check_matrix(sheets, question)
    if sheets.faults:
        return
    for box in tool.boxes():
        for column, rule in (("relevant", box.relevant), ("constraint", box.constraint)):
            check_length(sheets, box.name, column, rule)
    check_defaults(tool, sheets)


def check_matrix(sheets: Sheets, question: Question) -> None:
    """Keep rows of a matrix that do not share their choices."""
    lists = {box.choices for box in question.boxes if box.kind is Kind.ROW}
    if question.look is not Look.PLAIN and len(lists) != 1:
        wrong = "The rows of a matrix share one list of choices"
        sheets.fault(question.name, "audit::look", wrong, "Use select_multiple with one list")


def check_length(sheets: Sheets, name: str, column: str, rule: str) -> None:
    """Keep rules that became too long when those of the groups around were added."""
    try:
        compiled(rule or "1")
    except ExpressionFault as fault:
        sheets.fault(name, column, fault.message, "Shorten the rule, or those of its groups")


def check_defaults(tool: Tool, sheets: Sheets) -> None:
    """Keep answers given beforehand that nobody could give."""
    for box in tool.boxes():
        if box.default:
            try:
                checked(tool, box.name, box.default)
            except Problem:
                wrong = f"“{box.default}” cannot stand in this box"
                sheets.fault(box.name, "default", wrong, "Write an answer that could be given")
