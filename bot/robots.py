"""Robots that answer returns of the demo as people might: varied, and the same for one seed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random

from audits import asked, pages, returns
from audits.involvement import Change, Involvement, Sheet
from audits.tool import Box, Kind, Part

Words = Mapping[str, Sequence[str]]
"""Sentences by kind of box: evidence, impact, text, action."""

GRADES = {"exceeds": 1, "good": 4, "improve": 3, "concern": 1}
"""How often a robot gives each grade of the default scale."""
EMPTY = {Kind.EVIDENCE: 0.1, Kind.IMPACT: 0.15, Kind.TEXT: 0.3, Kind.ACTION: 0.5, Kind.ROW: 0.3}
"""How often a robot leaves a box of this kind empty that is not compulsory."""


class Robot:
    """Somebody who answers one return, page by page."""

    def __init__(self, words: Words, random: Random, today: date) -> None:
        self.words, self.random, self.today = words, random, today
        self.kinds: Mapping[Kind, Callable[[Box], str]] = {
            Kind.GRADE: self.graded,
            Kind.ONE: self.chosen,
            Kind.MANY: self.ticked,
            Kind.ROW: self.ticked,
            Kind.DATE: self.dated,
            Kind.COUNT: lambda _box: str(self.random.randint(0, 6)),
            Kind.NUMBER: lambda _box: str(self.random.randint(0, 60) / 10),
            Kind.TIME: lambda _box: f"{self.random.randint(8, 17):02}:30",
            Kind.NOTE: lambda _box: "",
        }

    def pages(self, own: Involvement, *, by: str, at: datetime, most: int = 99) -> list[Change]:
        """Return the changes by which the robot answers the first `most` pages, one a page."""
        changes: list[Change] = []
        seen: set[str] = set()
        while len(changes) < most and (boxes := waiting(asked.of(own), seen)):
            now = asked.of(own)
            answers = {box.name: self.answer(now, box) for box in boxes}
            at += timedelta(minutes=4)
            sheet = Sheet(drawn=own.ret.version, answers=answers)
            changes.append(returns.save(own, sheet, by=by, at=at))
            own = own.after(changes[-1])
            seen |= set(answers)
        return changes

    def answer(self, now: asked.Asked, box: Box) -> str:
        """Return what the robot puts into the box."""
        if not now.required(box) and self.random.random() < EMPTY.get(box.kind, 0.0):
            return ""
        if box.kind in self.kinds:
            return self.kinds[box.kind](box)
        return self.random.choice(self.words[box.kind])

    def graded(self, box: Box) -> str:
        """Return a grade; one of the tool's own when its scale is another."""
        known = [choice.value for choice in box.choices if choice.value in GRADES]
        if not known:
            return self.chosen(box)
        return self.random.choices(known, [GRADES[value] for value in known])[0]

    def chosen(self, box: Box) -> str:
        """Return one choice. Robots know their families and report no risk."""
        if box.part is Part.RISK:
            return "no"
        values = [choice.value for choice in box.choices]
        if box.part is Part.KNOWN:
            values = [value for value in values if value != "no"]
        return self.random.choice(values)

    def ticked(self, box: Box) -> str:
        """Return one to three choices."""
        values = [choice.value for choice in box.choices]
        return " ".join(self.random.sample(values, min(len(values), self.random.randint(1, 3))))

    def dated(self, _box: Box) -> str:
        """Return a day of the last year."""
        return (self.today - timedelta(days=self.random.randint(10, 350))).isoformat()


def waiting(now: asked.Asked, seen: set[str]) -> list[Box]:
    """Return the boxes of the first page that nobody looked at, or that must be answered yet."""
    for page in pages.all_of(now):
        open_ones = [
            box
            for box in page.boxes
            if box.name not in seen or (not now.answers.get(box.name) and now.required(box))
        ]
        if open_ones:
            return open_ones
    return []
