"""A robot that answers for one service about one family: grade, words and ticks agree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from audits import asked, returns
from audits.involvement import Change, Involvement, Sheet
from audits.tool import Box, Kind
from bot.happened import Happened
from bot.robots import EMPTY, Robot

SCALE = ("exceeds", "good", "improve", "concern")
BETTER = frozenset({*SCALE[:2], "yes"})
NOTHING = frozenset({"nothing_recorded", "not_recorded"})
REACHED = (1.35, -0.15, -1.25)
"""How well a service must have worked for each grade but the last."""
THEMES = {"t1_look": 0.25, "t2_work": -0.7, "t3_safe": 0.0, "t4_grade": -0.4, "t5_care": 0.1}
"""How well services do on each question, so that themes differ."""
PAGES_AT_ONCE = 6
"""Robots save seldom, so that the demo is made quickly."""
OFF_THE_SCALE = 0.05
NUMBERS = ("two", "three", "four", "five", "six", "seven", "nine", "ten")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
          "September", "October", "November", "December")  # fmt: skip
ADULTS = frozenset({"amh", "perinatal", "sub", "probation", "housing", "dasv"})
"""Kinds of agency that mostly know an adult."""


@dataclass(slots=True)
class Teller(Robot):
    """Somebody of one service who knows one family. See bot.robots for how pages are answered."""

    sample: Mapping[str, Any]
    own: Involvement
    took_place: Happened
    random: Random
    today: date
    given: dict[str, str] = field(default_factory=dict)
    """What was answered so far, by box."""
    skill: float = field(init=False)
    """How well this service worked for this family."""

    def __post_init__(self) -> None:
        super(Teller, self).__init__(self.sample["words"], self.random, self.today)
        self.skill = self.random.gauss(0.1, 0.6)

    def pages(self, own: Involvement, *, by: str, at: datetime, most: int = 99) -> list[Change]:
        """Return the changes by which the return is answered, some pages at a time."""
        steps = super(Teller, self).pages(own, by=by, at=at, most=most)
        changes: list[Change] = []
        for first in range(0, len(steps), PAGES_AT_ONCE):
            some = steps[first : first + PAGES_AT_ONCE]
            boxes = [box for step in some for event in step.events for box in event.boxes]
            answers = {box: self.given[box] for box in boxes}
            sheet = Sheet(drawn=own.ret.version, answers=answers)
            at = some[-1].after.changed_at or at
            changes.append(returns.save(own, sheet, by=by, at=at))
            own = own.after(changes[-1])
        return changes

    def answer(self, now: asked.Asked, box: Box) -> str:
        """Return what is put into the box."""
        name = f"{self.own.ret.family}-{self.own.ret.agency}"
        said: Mapping[str, str] = self.sample["said"].get(name, {})
        found = said.get(box.name)
        if found is None:
            found = self.told(box, must=now.required(box))
        self.given[box.name] = found
        return found

    def told(self, box: Box, *, must: bool) -> str:
        """Return what is put into a box of which the sample says nothing."""
        stem, _, last = box.name.rpartition("_")
        skip = not must and self.random.random() < EMPTY.get(box.kind, 0.0)
        if box.kind is Kind.GRADE:
            return self.level(box)
        if last in self.sample["graded"].get(stem, {}):
            return "" if skip else self.grounds(stem, last)
        if box.name in WAYS:
            return WAYS[box.name](self, box)
        if box.kind is Kind.ROW:
            return self.row(box)
        return "" if skip else self.worded(box)

    def worded(self, box: Box) -> str:
        """Return a sentence where the sample has some for the box, else what chance chooses."""
        if box.name.endswith("_na"):
            return self.filled(self.sample["other"]["not_applicable"])
        written = self.service.get(box.name) or self.sample["words"].get(box.name)
        return self.filled(written) if written else self.kinds.get(box.kind, self.any_words)(box)

    def any_words(self, box: Box) -> str:
        """Return any sentence of the box's kind."""
        return self.filled(self.sample["words"][box.kind])

    def level(self, box: Box) -> str:
        """Return a grade: by how well the service worked, and how hard the question is."""
        off = [one.value for one in box.choices if one.value not in SCALE]
        if off and self.random.random() < OFF_THE_SCALE:
            return self.random.choice(off)
        worked = self.skill + THEMES.get(box.name, 0.0) + self.random.gauss(0, 0.6)
        reached = zip(SCALE, REACHED, strict=False)
        return next((grade for grade, least in reached if worked > least), SCALE[-1])

    def grounds(self, stem: str, which: str) -> str:
        """Return evidence for the grade that was given, or what came of it for the child."""
        grade = self.given.get(stem, "")
        if grade == "not_applicable":
            return ""
        if grade in NOTHING:
            return (
                "" if which == "impact" else self.filled(self.sample["other"]["nothing_recorded"])
            )
        written = self.sample["graded"][stem][which]
        half = "better" if grade in BETTER else "weaker"
        return self.filled(written[grade if grade in written else half])

    def row(self, box: Box) -> str:
        """Return what is ticked in a row of a matrix."""
        mine, about = self.own.agency.kind, box.name.partition("_")[2]
        if box.name.startswith("meet_"):
            return self.took_place.meeting(about, mine, self.random)
        if box.name.startswith("shared_"):
            return self.took_place.shared(about, mine, self.random)
        return self.man(box)

    def man(self, box: Box) -> str:
        """Return how far a man became known; the record of many stops early."""
        if box.name != "t2_father" and self.random.random() < 0.4:  # noqa: PLR2004 - a chance
            return self.random.choice(["", "none"])
        steps = [choice.value for choice in box.choices if choice.value != "none"]
        far = 2 + round(self.skill + self.random.gauss(0, 1.2))
        return " ".join(steps[: max(1, far)])

    def filled(self, written: Any) -> str:  # noqa: ANN401 - a list of the sample
        """Return one of these sentences with this family and service in it."""
        story, service = self.sample["story"][self.own.family.code], self.service
        words = {
            **{name: text for name, text in story.items() if name != "adults"},
            "worker": service["worker"],
            "other": self.other(),
            "month": self.random.choice(MONTHS),
            "weeks": self.random.choice(NUMBERS),
            "record": self.random.choice(service["records"]),
        }
        capital = {name.capitalize(): text[:1].upper() + text[1:] for name, text in words.items()}
        fitting = [one for one in written if "talker" in words or "alker}" not in one]
        text: str = self.random.choice(fitting).format(**words, **capital)
        return text

    @property
    def service(self) -> Mapping[str, Any]:
        """What the sample says of this kind of service."""
        found: Mapping[str, Any] = self.sample["service"][self.own.agency.kind]
        return found

    def other(self) -> str:
        """Return another service that knows the family, as it stands in a sentence."""
        agencies = self.own.audit.agencies
        names = [
            agencies[key].name for key in self.own.family.involved if key != self.own.ret.agency
        ]
        name = self.random.choice(names)
        return name[0].lower() + name[1:]

    def known(self, _box: Box) -> str:
        """Return whom the service knows."""
        adult = self.own.agency.kind in ADULTS
        return self.random.choice(["adult", "both"] if adult else ["child", "both", "both"])

    def first(self, _box: Box) -> str:
        """Return the day of the first contact."""
        return (self.today - timedelta(days=self.random.randint(200, 350))).isoformat()

    def last(self, _box: Box) -> str:
        """Return the day of the last contact."""
        return (self.today - timedelta(days=self.random.randint(40, 180))).isoformat()

    def adults(self, _box: Box) -> str:
        """Return the adults whom the record names, a line each: seldom all of them."""
        there = self.sample["story"][self.own.family.code]["adults"]
        kept = [one for one in there[1:] if self.random.random() < 0.7]  # noqa: PLR2004 - a chance
        return "\n".join(one[:1].upper() + one[1:] for one in (there[0], *kept))

    def role(self, _box: Box) -> str:
        """Return who answers, as a role."""
        found: str = self.random.choice(self.service["roles"])
        return found

    def seen_elsewhere(self, box: Box) -> str:
        """Return which other services the record shows: most of those that there are."""
        offered = {choice.value for choice in box.choices} - {self.own.agency.kind}
        kinds = [self.own.audit.agencies[key].kind for key in self.own.family.involved]
        shown = [kind for kind in kinds if kind in offered and self.random.random() < 0.6]  # noqa: PLR2004
        return " ".join(shown or sorted(offered)[:1])

    def view(self, box: Box) -> str:
        """Return how the child's or the family's view was sought."""
        offered = [choice.value for choice in box.choices if choice.value != "none"]
        if self.skill < -0.5:  # noqa: PLR2004 - a weak piece of work
            return "none"
        return " ".join(offered[: self.random.randint(1, len(offered))])

    def differed(self, _box: Box) -> str:
        """Return whether there was a difference; many who got no reply say that there was none."""
        if self.took_place.unanswered(self.own.agency.kind):
            return self.random.choice(["yes", "no"])
        return self.random.choices(["no", "yes", "not_recorded"], [8, 2, 1])[0]

    def safe_now(self, _box: Box) -> str:
        """Return that no child is at risk now. Where one is, the sample says so."""
        return "no"

    def context(self, box: Box) -> str:
        """Return whether the times changed the work. For most they did."""
        values = [one.value for one in box.choices]
        return self.random.choices(values, [6, 4, 1, 1])[0]

    def barrier(self, box: Box) -> str:
        """Return one thing that got in the way, or that nothing did."""
        return self.random.choice([choice.value for choice in box.choices])

    def judged(self, box: Box) -> str:
        """Return yes, partly or no, by how well the service worked."""
        values = [one.value for one in box.choices]
        worked = self.skill + self.random.gauss(0, 0.7)
        wanted = "yes" if worked > 0 else "partly" if worked > -0.7 else "no"  # noqa: PLR2004
        return wanted if wanted in values else values[0 if worked > 0 else 1]


WAYS: Mapping[str, Callable[[Teller, Box], str]] = {
    "known": Teller.known,
    "involved_from": Teller.first,
    "involved_to": Teller.last,
    "author_role": Teller.role,
    "adults": Teller.adults,
    "others": Teller.seen_elsewhere,
    "views_child": Teller.view,
    "views_family": Teller.view,
    "t4_differ": Teller.differed,
    "risk": Teller.safe_now,
    "t2_barriers": Teller.barrier,
    "t6_change": Teller.context,
    **dict.fromkeys(
        ("supervision", "t1_tested", "t1_again", "t1_safe", "t1_step_down", "t1_pattern",
         "t1_pattern_again", "t2_told", "t2_release", "t3_risks", "t3_joint", "t3_knew"),
        Teller.judged,
    ),
}  # fmt: skip
"""How boxes of the default tool are answered that a sentence or a chance does not answer."""
