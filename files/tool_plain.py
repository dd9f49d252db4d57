"""Says a tool's rules in plain words, for people who approve a tool and do not write one."""

import re
from collections.abc import Callable, Mapping

from audits.tool import Box, Tool
from files.tool_sheets import heading

NAME = r"(?:\$\{\s*|(?:[\w.()-]*/)+)([A-Za-z_][\w.-]*)(?:\s*\})?"
TEXT = r"'([^']*)'"
IS = re.compile(rf"{NAME}\s*(!?=)\s*{TEXT}")
TICKED = re.compile(rf"selected\(\s*{NAME}\s*,\s*{TEXT}\s*\)")
NUMBER = re.compile(rf"{NAME}\s*(<=|>=|<|>|!=|=)\s*(-?[0-9.]+)")
SIZES = {
    "<": "less than", "<=": "at most", ">": "more than", ">=": "at least", "=": "", "!=": "not",
}  # fmt: skip
NOT_ALL = re.compile(r"not\((.*)\)", re.DOTALL)


def labels_of(tool: Tool, listed: str) -> Mapping[str, str]:
    """Return the labels of a list on the sheet choices by value, in the first language."""
    for sheet in tool.sheets:
        keys = [heading(cell) for cell in sheet.headings]
        shown = next((n for n, key in enumerate(keys) if key.split("::")[0] == "label"), -1)
        if sheet.name.lower() == "choices" and {"list_name", "name"} <= {*keys} and shown >= 0:
            rows = ([*row, *[""] * len(keys)] for row in sheet.rows)
            return {
                row[keys.index("name")]: row[shown]
                for row in rows
                if row[keys.index("list_name")] == listed
            }
    return {}


def said(tool: Tool, rule: str) -> str:
    """Return the rule in words; as it is written where it is more than these words can say."""
    found = in_words(tool, rule.strip())
    return found or rule


def in_words(tool: Tool, rule: str) -> str:
    """Return a rule, or a part of one, in words; blank where there are none for it."""
    inner = without_brackets(rule)
    for joint in (" or ", " and "):
        parts = split(inner, joint)
        if len(parts) > 1:
            words = [in_words(tool, part) for part in parts]
            return joint.join(words) if all(words) else ""
    for pattern, tell in PATTERNS:
        if match := pattern.fullmatch(inner):
            return tell(tool, match)
    return ""


def without_brackets(rule: str) -> str:
    """Return the rule without brackets around the whole of it."""
    while rule.startswith("(") and closes_at(rule) == len(rule) - 1:
        rule = rule[1:-1].strip()
    return rule


def closes_at(rule: str) -> int:
    """Return where the first bracket closes."""
    depth = 0
    for place, sign in enumerate(rule):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return place
    return -1


def split(rule: str, joint: str) -> list[str]:
    """Return the parts of a rule between a word that stands in no brackets and no text."""
    parts, start, depth, quote = [], 0, 0, ""
    for place, sign in enumerate(rule):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        depth += 0 if quote else (sign == "(") - (sign == ")")
        if not depth and not quote and rule.startswith(joint, place):
            parts.append(rule[start:place].strip())
            start = place + len(joint)
    return [*parts, rule[start:].strip()]


def is_or_is_not(tool: Tool, match: re.Match[str]) -> str:
    """Say that an answer is, or is not, a choice."""
    name, sign, value = match.groups()
    negated = "" if sign == "=" else "not "
    if name == "agency":
        return f"the agency is {negated}{labels_of(tool, 'agency').get(value, value)}"
    if not value:
        return f"{asked(tool, name)} is {'empty' if sign == '=' else 'answered'}"
    return f"{asked(tool, name)} is {negated}“{label(tool, name, value)}”"


def is_ticked(tool: Tool, match: re.Match[str]) -> str:
    """Say that something is among the answers, or among what is known of the family."""
    name, value = match.groups()
    if name == "facts":
        return f"the family has “{labels_of(tool, 'facts').get(value, value)}”"
    if name == "involved":
        return f"{labels_of(tool, 'agency').get(value, value)} is involved"
    return f"{asked(tool, name)} includes “{label(tool, name, value)}”"


def is_number(tool: Tool, match: re.Match[str]) -> str:
    """Say how large a number is."""
    name, sign, value = match.groups()
    return " ".join(filter(None, (asked(tool, name), "is", SIZES[sign], value)))


def is_not(tool: Tool, match: re.Match[str]) -> str:
    """Say that something is not so."""
    inner = in_words(tool, match[1])
    return f"it is not so that {inner}" if inner else ""


PATTERNS: tuple[tuple[re.Pattern[str], Callable[[Tool, re.Match[str]], str]], ...] = (
    (IS, is_or_is_not),
    (TICKED, is_ticked),
    (NUMBER, is_number),
    (NOT_ALL, is_not),
)


def asked(tool: Tool, name: str) -> str:
    """Return how a row is spoken of: the question by number, and the box in it if need be."""
    if name not in tool.box:
        return name
    box, question = tool.box[name], tool.above[name][1]
    if len(question.boxes) == 1:
        return f"question {question.number}"
    return f"question {question.number} ({box.label.rstrip(' ?…')})"


def label(tool: Tool, name: str, value: str) -> str:
    """Return how a choice of a row is called."""
    box: Box | None = tool.box.get(name)
    found = (choice.label for choice in box.choices if choice.value == value) if box else ()
    return next(iter(found), value)
