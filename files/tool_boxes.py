"""Reads one row of a tool as a box to fill in, or to read."""

from collections.abc import Iterator
from enum import StrEnum

from audits.tool import TEXT_LIMIT, Box, Choice, Half, Kind, Look, Part
from files.tool_nodes import Reading, at, both, relevant, shown, whole, word, words
from files.tool_sheets import Node, rule

TICK = (Choice(value="OK", label="Yes"),)
"""The one choice of ODK's type acknowledge."""
KINDS: dict[str, dict[str, Kind]] = {
    "select one": {"": Kind.ONE, "grade": Kind.GRADE},
    "select all that apply": {"": Kind.MANY, "row": Kind.ROW},
    "date": {"": Kind.DATE},
    "time": {"": Kind.TIME},
    "integer": {"": Kind.COUNT},
    "decimal": {"": Kind.NUMBER},
    "range": {"": Kind.NUMBER},
    "acknowledge": {"": Kind.ONE},
    "text": {
        "": Kind.TEXT,
        "evidence": Kind.EVIDENCE,
        "impact": Kind.IMPACT,
        "action": Kind.ACTION,
    },
    "note": {"": Kind.NOTE},
}
"""Kinds of box by pyxform's name of the row's type, and by what stands under `audit::kind`."""
SAME = {"string": "text", "int": "integer", "trigger": "acknowledge", "select1": "select one"}


def type_of(node: Node) -> str:
    """Return the row's type as pyxform names it most often."""
    written = word(node, "type")
    return SAME.get(written, written)


def box(reading: Reading, node: Node, look: Look, within: str = "") -> Box:
    """Read one box. `within` is the rule of groups that the tool does not show."""
    required = rule(word(node, "bind", "required"))
    default, dynamic = word(node, "default"), bool(at(node, "_dynamic_default"))
    label, hint = shown(reading, node, "label"), shown(reading, node, "hint")
    return Box(
        name=word(node, "name"),
        kind=kind_of(node, look),
        label=label or hint,
        hint=hint if label else "",
        choices=TICK if type_of(node) == "acknowledge" else tuple(choices(reading, node)),
        part=Part(one_of(node, "part", Part)),
        agencies=words(node, "audit", "agencies"),
        relevant=both(within, relevant(node)),
        required=required,
        required_why=shown(reading, node, "bind", "jr:requiredMsg"),
        constraint=both(limits(node), rule(word(node, "bind", "constraint"))),
        constraint_why=shown(reading, node, "bind", "jr:constraintMsg"),
        default="" if dynamic else default,
        default_rule=rule(default) if dynamic else "",
        look_again=rule(word(node, "audit", "look_again")),
        look_again_why=shown(reading, node, "audit", "look_again_message"),
        limit=whole(word(node, "audit", "limit"), TEXT_LIMIT) or TEXT_LIMIT,
    )


def note(reading: Reading, node: Node, within: str = "") -> Box:
    """Read a row that is only read: a note, or a value that is worked out and shown."""
    label = shown(reading, node, "label")
    if word(node, "bind", "calculate"):
        label = f"{label} ${{{word(node, 'name')}}}"
    return Box(
        name=word(node, "name"),
        kind=Kind.NOTE,
        label=label,
        hint="\n\n".join(filter(None, (shown(reading, node, key) for key in
                                       ("hint", "guidance_hint")))),
        agencies=words(node, "audit", "agencies"),
        relevant=both(within, relevant(node)),
    )  # fmt: skip


def heading(reading: Reading, node: Node, within: str) -> Box:
    """Read the heading of a group that stands too deep to be a question."""
    return Box(name=word(node, "name"), kind=Kind.NOTE, relevant=both(within, relevant(node)),
               label=f"**{shown(reading, node, 'label')}**")  # fmt: skip


def limits(node: Node) -> str:
    """Return what must be true of a number in a range, blank for other rows."""
    if type_of(node) != "range":
        return ""
    start, end, step = (word(node, "parameters", key) for key in ("start", "end", "step"))
    rules = [f". >= {start}" if start else "", f". <= {end}" if end else ""]
    if step:
        rules.append(f"(. - {start or 0}) mod {step} = 0")
    return " and ".join(filter(None, rules))


def kind_of(node: Node, look: Look) -> Kind:
    """Return how the box is answered. What is ticked in a matrix is one of its rows."""
    kinds = KINDS[type_of(node)]
    kind = kinds.get(word(node, "audit", "kind"), kinds[""])
    return Kind.ROW if kind is Kind.MANY and look is not Look.PLAIN else kind


def choices(reading: Reading, node: Node) -> Iterator[Choice]:
    """Read the choices of a row."""
    found = at(node, "choices")
    for item in found if isinstance(found, list) else ():
        yield Choice(
            value=word(item, "name"),
            label=shown(reading, item, "label"),
            meaning=shown(reading, item, "meaning"),
            half=Half(half) if (half := word(item, "half")) in set(Half) else Half.UNSAID,
        )


def one_of(node: Node, column: str, names: type[StrEnum]) -> str:
    """Return the name in one of our columns, blank if there is none or no such name."""
    written = word(node, "audit", column)
    return written if written in {*names, ""} else ""
