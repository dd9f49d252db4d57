"""What decides which boxes a kind of agency is asked, gathered once from a tool."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from audits.expressions import Expression, ExpressionFault, compiled

if TYPE_CHECKING:
    from audits.tool import Box, Question, Theme, Tool

Rule = tuple[str, str]
"""An expression, and the row in which it stands where that matters."""
IN_TEXT = re.compile(r"\$\{\s*((?!context\b)[^\W\d][\w.-]*)\s*\}")
"""A name in a text that people read: its answer stands there."""
TEXTS = ("title", "label", "hint", "guidance", "about", "required_why", "constraint_why",
         "look_again_why")  # fmt: skip
"""Fields of a theme, a question or a box that people read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What must be true for a kind of agency to be asked, of the theme, the question, the box."""

    of_box: Mapping[str, tuple[Rule, ...]]
    """The expressions for each box that may be asked at all, in order."""
    names: tuple[str, ...]
    """Every name that one of the expressions or texts uses: nothing else decides."""
    clock: bool
    """Whether one of them looks at the clock."""
    dice: bool
    """Whether one of them depends on the return itself."""
    told: bool
    """Whether an answer stands in one of the texts."""


def gathered(tool: "Tool", agency: str) -> Rules:
    """Return the rules for this kind of agency."""
    levels = {name: (*tool.above[name], box) for name, box in tool.box.items()}
    of_box = {
        name: tuple(placed(level.relevant, level.name) for level in up if level.relevant)
        for name, up in levels.items()
        if not any(level.agencies and agency not in level.agencies for level in up)
    }
    texts = names_in_texts(level for name in of_box for level in levels[name])
    first = {expression for rules in of_box.values() for expression, _ in rules}
    used = list(everything_used(tool, first, texts))
    names = texts.union(*(expression.names for expression in used))
    return Rules(
        of_box=of_box,
        names=tuple(sorted(names)),
        clock=any(expression.looks_at_the_clock for expression in used),
        dice=any(expression.throws_dice for expression in used),
        told=bool(texts),
    )


@lru_cache(maxsize=16_384)
def placed(expression: str, name: str) -> Rule:
    """Return the rule. Where the row does not matter, equal expressions are equal rules."""
    return expression, name if compiled(expression).looks_at_itself else ""


def everything_used(
    tool: "Tool", written: Iterable[str], names: Iterable[str]
) -> Iterator[Expression]:
    """Yield these expressions and those of the calculations that they, or the names, hang on."""
    waiting, seen = [compiled(one) for one in sorted(written)], set[str]()
    ask = set(names)
    while waiting or ask - seen:
        for name in sorted(ask - seen):
            seen.add(name)
            if calculation := tool.calculated.get(name):
                waiting += map(compiled, (calculation.expression, *calculation.relevant))
        for expression in waiting:
            ask |= expression.names
            yield expression
        waiting = []


def names_in_texts(levels: Iterable["Theme | Question | Box"]) -> frozenset[str]:
    """Return the names whose answers stand in texts."""
    texts = {getattr(level, field, "") for level in levels for field in TEXTS}
    return frozenset(name for text in texts if "${" in text for name in IN_TEXT.findall(text))


def readable(written: str) -> Expression | None:
    """Return the expression; None for none, and for one that cannot be read."""
    try:
        return compiled(written) if written else None
    except ExpressionFault:
        return None
