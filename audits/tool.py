"""What an audit asks: its tool of themes, questions and boxes to answer in."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from audits.rules import Rules, gathered

CONTEXT = "${context}"
"""Stands in a tool's texts for what the context theme of an audit is about."""
TEXT_LIMIT = 4_000
"""Characters in one answer, counted as Teams counts them (UTF-16 units)."""


class Kind(StrEnum):
    """How a box is answered."""

    GRADE = "grade"
    ONE = "one"
    MANY = "many"
    ROW = "row"
    DATE = "date"
    COUNT = "count"
    NUMBER = "number"
    TIME = "time"
    TEXT = "text"
    EVIDENCE = "evidence"
    IMPACT = "impact"
    ACTION = "action"
    NOTE = "note"
    """Only read, never answered."""


CHOOSING = frozenset({Kind.GRADE, Kind.ONE})
"""Kinds answered by one value of the box's choices."""
TICKING = frozenset({Kind.MANY, Kind.ROW})
"""Kinds answered by several values of the box's choices, kept as words with a space between."""
WRITING = frozenset({Kind.TEXT, Kind.EVIDENCE, Kind.IMPACT, Kind.ACTION})
"""Kinds answered in the person's own words."""


class Part(StrEnum):
    """A box whose answer the software itself acts on."""

    NONE = ""
    KNOWN = "known"
    """Is the family known to us? The value `no` leads to a nil return."""
    RISK = "risk"
    """Is a child at risk now? The value `yes` shows the act-now text at once."""
    RISK_DONE = "risk_done"
    """What the person did about that risk."""
    ADULTS = "adults"
    """The adults in the family by role, in the person's own words."""
    ADULTS_MISSING = "adults_missing"
    """Adults that the identity sheet does not name."""
    OTHERS = "others"
    """Which kinds of service the records show: those that nobody asked are proposed."""
    OTHERS_ELSE = "others_else"
    """The same in the person's own words."""
    DIFFER = "differ"
    """Did you disagree with a service, or get no reply? The value `no` says that nobody did."""


class Half(StrEnum):
    """On which half of its scale an answer stands."""

    UNSAID = ""
    """The tool does not say: audits/scale.py reads it from the order of the choices."""
    GOOD = "good"
    WEAK = "weak"
    NONE = "none"
    """No grade: nothing is recorded, or the question does not apply."""


class Look(StrEnum):
    """What a question looks like: its own boxes, or a matrix with a box in each row."""

    PLAIN = "plain"
    MEETINGS = "meetings"
    SHARED = "shared"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer that can be chosen, and what it means where that needs saying."""

    value: str
    label: str
    meaning: str = ""
    half: Half = Half.UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One thing to fill in. Expressions are ODK's, kept as text; empty means "no rule"."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    part: Part = Part.NONE
    agencies: frozenset[str] = frozenset()
    """Kinds of agency that are asked; empty means all."""
    relevant: str = ""
    required: str = ""
    """When an answer is compulsory: an expression, `true()` for always."""
    required_why: str = ""
    """Said when a rule, and not the tool as a whole, makes the answer compulsory."""
    constraint: str = ""
    """What must be true of an answer that is given; `.` is the answer."""
    constraint_why: str = ""
    """Said when the answer is not what the constraint asks for."""
    default: str = ""
    """Stands in the box until somebody answers."""
    default_rule: str = ""
    """An expression that says what stands there."""
    look_again: str = ""
    """When true, the review card asks the person to look at this answer again."""
    look_again_why: str = ""
    limit: int = TEXT_LIMIT

    @property
    def is_preset(self) -> bool:
        """Whether something may stand in the box before anybody has answered it."""
        return bool(self.default or self.default_rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A numbered question with its guidance and one or more boxes."""

    name: str
    number: int
    label: str
    boxes: tuple[Box, ...]
    look: Look = Look.PLAIN
    guidance: str = ""
    """What we want, where to look, what each grade means. Markdown paragraphs."""
    about: str = ""
    """Who the question is about when it is not the index child alone."""
    agencies: frozenset[str] = frozenset()
    relevant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Questions that belong together."""

    name: str
    title: str
    questions: tuple[Question, ...]
    agencies: frozenset[str] = frozenset()
    relevant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """A name whose value is worked out from the answers. Nobody is asked for it."""

    name: str
    expression: str
    relevant: tuple[str, ...] = ()
    """What must be true of the theme, the question and the row; blank text otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """A sheet of the workbook in which the tool was written, to be written again as it was."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Cells in the order of the headings; blank cells at the end of a row are left out."""


@dataclass(frozen=True, kw_only=True)
class Tool:
    """All that is asked, in order. Frozen when its audit opens."""

    id: str
    title: str
    version: str
    themes: tuple[Theme, ...]
    per_page: int = 3
    """Questions shown on one page at the most; 1 asks question by question."""
    calculations: tuple[Calculation, ...] = ()
    sheets: tuple[Worksheet, ...] = ()
    """The workbook, with what the software itself has no use for: languages, notes, columns."""

    def boxes(self) -> Iterator[Box]:
        """Every box of the tool, in the order asked."""
        for theme in self.themes:
            for question in theme.questions:
                yield from question.boxes

    @cached_property
    def box(self) -> dict[str, Box]:
        """Every box by its name."""
        return {box.name: box for box in self.boxes()}

    @cached_property
    def preset(self) -> frozenset[str]:
        """The boxes in which something may stand before anybody has answered them."""
        return frozenset(box.name for box in self.boxes() if box.is_preset)

    @cached_property
    def order(self) -> dict[str, int]:
        """Each box's place in the order asked."""
        return {box.name: place for place, box in enumerate(self.boxes())}

    @cached_property
    def above(self) -> dict[str, tuple[Theme, Question]]:
        """The theme and the question in which each box stands, by the box's name."""
        return {
            box.name: (theme, question)
            for theme in self.themes
            for question in theme.questions
            for box in question.boxes
        }

    def about(self, context: str) -> "Tool":
        """Return the tool with the audit's own context named in its texts."""

        def told(thing: Any) -> Any:  # noqa: ANN401 - a part of the tool, given back as its kind
            if type(thing) is str:
                return thing.replace(CONTEXT, context)
            if isinstance(thing, tuple):
                return tuple(map(told, thing))
            if not isinstance(thing, Theme | Question | Box):
                return thing
            return replace(thing, **{f.name: told(getattr(thing, f.name)) for f in fields(thing)})

        return replace(self, themes=told(self.themes))

    def rules(self, agency: str) -> Rules:
        """Return what decides of each box whether this kind of agency is asked."""
        if agency not in self.gathered:
            self.gathered[agency] = gathered(self, agency)
        return self.gathered[agency]

    @cached_property
    def calculated(self) -> dict[str, Calculation]:
        """Every calculation by its name."""
        return {one.name: one for one in self.calculations}

    @cached_property
    def gathered(self) -> dict[str, Rules]:
        """The rules by kind of agency, as far as anybody asked for them."""
        return {}

    @cached_property
    def shapes(self) -> dict[tuple[object, ...], object]:
        """What audits/shape.py remembers of this tool."""
        return {}

    @cached_property
    def made(self) -> dict[tuple[object, ...], Any]:
        """What cards/premade.py keeps of this tool."""
        return {}

    def box_of(self, part: Part) -> Box | None:
        """Return the box that plays this part, where the tool has one."""
        return self.parts.get(part)

    @cached_property
    def parts(self) -> dict[Part, Box]:
        """The first box that plays each part."""
        return {box.part: box for box in reversed(tuple(self.boxes())) if box.part}
