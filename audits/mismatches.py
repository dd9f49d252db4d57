"""Where the returns about one family contradict each other: the richest evidence of an audit.

Each rule looks at two returns that are in, and says what each of them says. A return that is
silent denies nothing: to contradict, an agency must have answered the question, though it may
have left the one row empty. Neither side is taken to be right.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations, product

from audits.audit import Audit
from audits.collected import Collected, Only, Reading, only
from audits.grades import grade_boxes
from audits.roles import named_in
from audits.scale import place
from audits.tool import Box, Kind, Look, Part, Question, Theme

STEPS_APART = 2
"""Grades of one question so many rungs apart are told."""


class MismatchKind(StrEnum):
    """In which way two returns contradict each other."""

    NOT_RECEIVED = "not_received"
    """A says it told B; B's records show nothing from A."""
    NO_REPLY = "no_reply"
    """A says that B did not reply; B says it told A."""
    NOT_INVITED = "not_invited"
    """B says that A did not invite it; A lists a meeting at which B was not."""
    MEETING = "meeting"
    """A lists a meeting; B says that there was none."""
    MAN_DENIED = "man_denied"
    """A knows of a man in the child's life; B says that there is none."""
    ADULT = "adult"
    """An adult is named by A only."""
    GRADES_APART = "grades_apart"
    NO_DIFFERENCE = "no_difference"
    """A says that there was no difference; B got no reply from A, or A itself none from somebody.
    Then both sides are of one return."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one agency says: the labels of what it ticked, a grade's label, or its own words."""

    agency: str
    return_id: str
    version: int
    box: str
    ticked: tuple[str, ...] = ()
    """Labels of the tool; empty where it ticked nothing."""
    words: str = ""
    """The agency's own words: evidence beside a grade, adults by role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """Two returns about a family that contradict each other."""

    kind: MismatchKind
    family: str
    theme: Theme
    about: str
    """The meeting, the man, the adult's role or the question that it is about."""
    a: Said
    b: Said

    @property
    def id(self) -> str:
        """The same as long as the same two agencies differ about the same thing."""
        about = self.about if self.kind is MismatchKind.ADULT else self.b.box
        parts = (self.kind, self.family, self.a.agency, self.b.agency, self.a.box, about)
        return "/".join(parts)


@dataclass(frozen=True, slots=True)
class Laid:
    """The returns about one family, laid side by side."""

    audit: Audit
    family: str
    readings: Sequence[Reading]
    rows: Mapping[str, Box]
    """By kind of agency, the row of the matrix in which others tell what passed with it."""

    def kind_of(self, reading: Reading) -> str:
        """Return the kind of the agency: rows of a matrix are about kinds."""
        return self.audit.agencies[reading.agency].kind

    def box_about(self, reading: Reading, kind: str) -> Box | None:
        """Return the box in which a return tells what passed with agencies of this kind."""
        box = self.rows.get(kind)
        return box if box and box.name in reading.asked else None

    def mismatch(self, kind: MismatchKind, a: Said, b: Said, about: str) -> Mismatch:
        """Return the mismatch of these two about something; its theme is that of A's box."""
        theme = self.audit.tool.above[a.box][0]
        return Mismatch(kind=kind, family=self.family, theme=theme, about=about, a=a, b=b)

    def said(self, reading: Reading, box: Box, words: str = "") -> Said:
        """Return what a return says in a box."""
        labels = {choice.value: choice.label for choice in box.choices}
        ticked = tuple(labels[v] for v in ticks(reading, box) if v in labels)
        standing = reading.standing
        return Said(
            agency=reading.agency, return_id=standing.id, version=standing.version, box=box.name,
            ticked=ticked, words=words,
        )  # fmt: skip


def ticks(reading: Reading, box: Box) -> tuple[str, ...]:
    """Return what is ticked or chosen in the box, in the order of its choices."""
    return tuple(reading.values.get(box.name, "").split())


def rows_of(audit: Audit) -> dict[str, Box]:
    """Return by kind of agency the row about it: the one whose name ends in the kind."""
    boxes = [box for _, question in questions(audit, Look.SHARED)
             for box in question.boxes if box.kind is Kind.ROW]  # fmt: skip
    found = {}
    for kind in sorted({agency.kind for agency in audit.agencies.values()}):
        named = [box for box in boxes if box.name == kind or box.name.endswith(f"_{kind}")]
        if named:
            found[kind] = min(named, key=lambda box: len(box.name))
    return found


def questions(audit: Audit, look: Look) -> Iterator[tuple[Theme, Question]]:
    """Give the tool's questions that look so, with their themes."""
    for theme in audit.tool.themes:
        for question in theme.questions:
            if question.look is look:
                yield theme, question


def answered(reading: Reading, question: Question) -> bool:
    """Tell whether anything was ticked in the question."""
    return any(box.name in reading.values for box in question.boxes)


def mismatches(got: Collected, wanted: Only | None = None) -> list[Mismatch]:
    """Return every mismatch, by family, then in the order of the kinds.

    With an agency wanted, those in which it is one of the two; with a theme, those of its boxes.
    """
    chosen = wanted or Only()
    rows_about = rows_of(got.audit)
    found: list[Mismatch] = []
    for family, readings in only(got, Only(family=chosen.family)).of_family.items():
        laid = Laid(got.audit, family, readings, rows_about)
        rows = [row for rule in RULES for row in rule(laid)]
        found += sorted(rows, key=lambda row: ORDER[row.kind])
    return [
        row
        for row in found
        if chosen.agency in {"", row.a.agency, row.b.agency}
        and chosen.theme in {"", row.theme.name}
    ]


def shared(laid: Laid) -> Iterator[Mismatch]:
    """A told B, and B's records show nothing; A got no reply, and B says it told A.

    A row of the matrix is about a kind of agency: of two of a kind it is enough that one heard.
    """
    asked = [question for _, question in questions(laid.audit, Look.SHARED)]
    heard = {
        (laid.kind_of(r), kind)
        for r in laid.readings
        for kind in {laid.kind_of(other) for other in laid.readings}
        if (box := laid.box_about(r, kind)) and "told_us" in ticks(r, box)
    }
    for a, b in permutations(laid.readings, 2):
        mine, theirs = laid.box_about(a, laid.kind_of(b)), laid.box_about(b, laid.kind_of(a))
        if mine is None or theirs is None or not any(answered(b, one) for one in asked):
            continue
        said, sides = ticks(a, mine), (laid.said(a, mine), laid.said(b, theirs))
        if "we_told" in said and (laid.kind_of(b), laid.kind_of(a)) not in heard:
            yield laid.mismatch(MismatchKind.NOT_RECEIVED, *sides, mine.label)
        if "no_response" in said and "we_told" in ticks(b, theirs):
            yield laid.mismatch(MismatchKind.NO_REPLY, *sides, mine.label)


def invited(laid: Laid) -> Iterator[Mismatch]:
    """B was not invited by A, and A lists a meeting at which B was not."""
    meetings = [box for _, question in questions(laid.audit, Look.MEETINGS)
                for box in question.boxes if box.kind is Kind.ROW]  # fmt: skip
    for a, b in permutations(laid.readings, 2):
        theirs = laid.box_about(b, laid.kind_of(a))
        if theirs is None or "not_invited" not in ticks(b, theirs):
            continue
        for meeting in meetings:
            there, seen = set(ticks(a, meeting)), set(ticks(b, meeting))
            if there & {"held", "attended"} and not seen & {"invited", "attended"}:
                sides = laid.said(a, meeting), laid.said(b, theirs)
                yield laid.mismatch(MismatchKind.NOT_INVITED, *sides, meeting.label)


def denied(laid: Laid) -> Iterator[Mismatch]:
    """One lists a meeting or a man, and another says that there was none."""
    looks = {Look.MEETINGS: MismatchKind.MEETING, Look.PEOPLE: MismatchKind.MAN_DENIED}
    for look, kind in looks.items():
        for _, question in questions(laid.audit, look):
            for box in (box for box in question.boxes if box.kind is Kind.ROW):
                lists = [r for r in laid.readings if set(ticks(r, box)) - {"none"}]
                denies = [r for r in laid.readings if ticks(r, box) == ("none",)]
                for a in lists:
                    for b in denies:
                        yield laid.mismatch(kind, laid.said(a, box), laid.said(b, box), box.label)


def adults(laid: Laid) -> Iterator[Mismatch]:
    """An adult is named by one agency only, though others told of the adults too.

    One row for each such adult; the other side is the first of those who told, in order.
    """
    boxes = [laid.audit.tool.box_of(part) for part in (Part.ADULTS, Part.ADULTS_MISSING)]
    box = boxes[0]
    if box is None:
        return
    texts = [
        (r, "\n\n".join(r.values[one.name] for one in boxes if one and one.name in r.values))
        for r in laid.readings
    ]
    told = [(r, text, named_in(text)) for r, text in texts if text]
    counts = Counter(role for _, _, roles in told for role in roles)
    for a, text, roles in told:
        b = next(((r, words) for r, words, _ in told if r is not a), None)
        for role in roles:
            if b and counts[role] == 1:
                sides = laid.said(a, box, text), laid.said(b[0], box, b[1])
                yield laid.mismatch(MismatchKind.ADULT, *sides, role)


def apart(laid: Laid) -> Iterator[Mismatch]:
    """The highest and the lowest grade of a question are two or more rungs apart."""
    above = laid.audit.tool.above
    for box in grade_boxes(laid.audit.tool):
        rungs = [
            (place(box, reading.values.get(box.name, "")), reading) for reading in laid.readings
        ]
        graded = [(rung, reading) for rung, reading in rungs if rung is not None]
        if len(graded) > 1:
            yield from widest(laid, above[box.name][1], box, graded)


def widest(
    laid: Laid, question: Question, box: Box, graded: Iterable[tuple[int, Reading]]
) -> Iterator[Mismatch]:
    """Give the pair of agencies that is the widest apart, if that is far enough."""
    ordered = sorted(graded, key=lambda one: one[0])
    (high, a), low = ordered[0], ordered[-1][0]
    b = next(reading for rung, reading in ordered if rung == low)
    if low - high >= STEPS_APART:
        written = [box for box in question.boxes if box.kind in {Kind.EVIDENCE, Kind.IMPACT}]
        words = ["\n\n".join(r.values[w.name] for w in written if w.name in r.values)
                 for r in (a, b)]  # fmt: skip
        sides = laid.said(a, box, words[0]), laid.said(b, box, words[1])
        yield laid.mismatch(MismatchKind.GRADES_APART, *sides, question.label)


def difference(laid: Laid) -> Iterator[Mismatch]:
    """A saw no difference, beside a "no reply" of its own, or of another's about A."""
    box = laid.audit.tool.box_of(Part.DIFFER)
    calm = [r for r in laid.readings if box and r.values.get(box.name) == "no"]
    for a, b in product(calm, laid.readings):
        for theirs in silences(laid, b, about=laid.kind_of(a) if b is not a else ""):
            if box:
                sides = laid.said(a, box), laid.said(b, theirs)
                yield laid.mismatch(MismatchKind.NO_DIFFERENCE, *sides, theirs.label)


def silences(laid: Laid, reading: Reading, *, about: str) -> list[Box]:
    """Return the boxes in which "no reply" is ticked: about one kind of agency, or about any."""
    kinds = [about] if about else sorted({agency.kind for agency in laid.audit.agencies.values()})
    boxes = (laid.box_about(reading, kind) for kind in kinds)
    return [box for box in boxes if box and "no_response" in ticks(reading, box)]


ORDER = {kind: place for place, kind in enumerate(MismatchKind)}
RULES = (shared, invited, denied, adults, apart, difference)
