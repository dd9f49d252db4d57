"""What is different between two versions of a tool, box by box.

A tool is frozen when its audit opens; a change after that is a new version. Answers stand under
the names of boxes, so a box is the same when its name is: a new name is a box that is gone and
one that is new.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from audits.tool import Box, Question, Theme, Tool


class Change(StrEnum):
    """What became of a box."""

    NEW = "new"
    GONE = "gone"
    WORDS = "words"
    """Something that people read is different: the question, the guidance, what can be chosen."""
    ASKED = "asked"
    """Who is asked, or when, or whether it is compulsory, is different."""
    ANSWERS = "answers"
    """How it is answered is different: the kind, choices that are gone, what is allowed."""
    MOVED = "moved"
    """It stands in another question or theme, or elsewhere among its neighbours."""


WORDS = frozenset({"label", "hint", "required_why", "constraint_why", "look_again_why"})
ASKED = frozenset({"agencies", "relevant", "required", "look_again", "default", "default_rule"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxChange:
    """A box that is not as it was, and how."""

    name: str
    changes: frozenset[Change]
    lost: frozenset[str] = frozenset()
    """Choices that are no longer there."""
    narrowed: bool = False
    """Whether any answer may no longer fit: another kind, a shorter limit, another constraint."""

    def touches(self, answer: str) -> bool:
        """Tell whether this answer, which was given to the old version, may no longer fit."""
        away = Change.GONE in self.changes or self.narrowed
        return bool(answer) and (away or bool(self.lost & set(answer.split())))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolChanges:
    """All that is different between two versions."""

    boxes: Mapping[str, BoxChange]
    """By name: boxes of the new version in its order, then those that are gone."""
    calculations: tuple[str, ...] = ()
    """Names whose calculation is new, gone or different."""
    title: bool = False
    pages: bool = False
    """Whether another number of questions stands on a page."""

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.boxes or self.calculations or self.title or self.pages)

    def having(self, change: Change) -> tuple[str, ...]:
        """Return the names of the boxes to which this has happened."""
        return tuple(name for name, box in self.boxes.items() if change in box.changes)

    def touch(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """Return the boxes of these answers that may no longer fit the new version."""
        boxes = self.boxes
        return tuple(n for n, value in answers.items() if n in boxes and boxes[n].touches(value))


def between(old: Tool, new: Tool) -> ToolChanges:
    """Return what is different in the new version."""
    boxes = {name: changed(old, new, name) for name in new.box}
    gone = {name: BoxChange(name=name, changes=frozenset({Change.GONE}))
            for name in old.box if name not in new.box}  # fmt: skip
    before, after = old.calculated, new.calculated
    sums = [name for name in {**after, **before} if before.get(name) != after.get(name)]
    return ToolChanges(
        boxes={**{name: box for name, box in boxes.items() if box.changes}, **gone},
        calculations=tuple(sums),
        title=old.title != new.title,
        pages=old.per_page != new.per_page,
    )


def changed(old: Tool, new: Tool, name: str) -> BoxChange:
    """Return how a box of the new version differs."""
    if name not in old.box:
        return BoxChange(name=name, changes=frozenset({Change.NEW}))
    before, after = old.box[name], new.box[name]
    found = {kind_of(field.name) for field in fields(Box) if differs(before, after, field.name)}
    narrowed = Change.ANSWERS in found and not only_longer(before, after)
    had, has = values(before), values(after)
    if before.choices != after.choices:
        found.add(Change.ANSWERS if had - has else Change.WORDS)
    found |= around(old.above[name], new.above[name])
    if place(old, name, new.box) != place(new, name, old.box):
        found.add(Change.MOVED)
    return BoxChange(name=name, changes=frozenset(found), lost=had - has, narrowed=narrowed)


def values(box: Box) -> frozenset[str]:
    """Return the values of the box's choices."""
    return frozenset(choice.value for choice in box.choices)


def only_longer(before: Box, after: Box) -> bool:
    """Tell whether the only difference in how it is answered is that it may be longer."""
    return replace(before, limit=after.limit, **{
        field: getattr(after, field) for field in (*WORDS, *ASKED, "choices")
    }) == after and before.limit <= after.limit  # fmt: skip


def differs(before: Box, after: Box, field: str) -> bool:
    """Tell whether a field of the box is different. Choices are looked at by themselves."""
    return field != "choices" and bool(getattr(before, field) != getattr(after, field))


def kind_of(field: str) -> Change:
    """Return what kind of change it is when this field of a box is different."""
    return Change.WORDS if field in WORDS else Change.ASKED if field in ASKED else Change.ANSWERS


def around(before: tuple[Theme, Question], after: tuple[Theme, Question]) -> set[Change]:
    """Return what is different in the theme and the question around a box."""
    found: set[Change] = set()
    (theme, old), (other, new) = before, after
    if (theme.name, old.name) != (other.name, new.name):
        found.add(Change.MOVED)
    whom = (theme.agencies, theme.relevant, old.agencies, old.relevant)
    if whom != (other.agencies, other.relevant, new.agencies, new.relevant):
        found.add(Change.ASKED)
    told = (old.label, old.guidance, old.about) != (new.label, new.guidance, new.about)
    return found | ({Change.WORDS} if told or theme.title != other.title else set())


def place(tool: Tool, name: str, among: Collection[str]) -> int:
    """Return the box's place among those boxes that both versions have."""
    return [one for one in tool.box if one in among].index(name)
