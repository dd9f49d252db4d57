"""Where the returns about one family contradict each other: the richest evidence of an audit.

Each rule looks at two returns that are in, and says what each of them says. A return that is
silent denies nothing: to contradict, an agency must have answered the question, though it may
have left the one row empty. Neither side is taken to be right.

The rules know the matrices of a tool by their look, and what is ticked there by its value:
`we_told`, `told_us`, `no_response`, `not_invited`; `held`, `invited`, `attended`; and `none`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import permutations, product
from operator import is_

from audits.audit import Audit
from audits.collected import Collected, Only, Reading, only
from audits.items import Item, items, joined
from audits.laid import Laid, Said, rows_of
from audits.roles import named_in
from audits.tool import Box, Part, Theme

__all__ = ["Mismatch", "MismatchKind", "Said", "mismatches"]

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
    """A gave the highest grade to a question and B the lowest."""
    NO_DIFFERENCE = "no_difference"
    """A says that there was no difference; B got no reply from A, or A itself none from somebody.
    Then both sides are of one return."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """Two returns about a family that contradict each other."""

    id: str
    """The same as long as the same agencies differ about the same thing."""
    kind: MismatchKind
    family: str
    theme: Theme
    about: str
    """The meeting, the man, the adult's role, the service or the question that it is about."""
    a: Said
    b: Said
    others: tuple[str, ...] = ()
    """Keys of further agencies that list the same meeting or man as A; for an adult, of those
    that told of adults and, like B, did not name this one."""


def mismatches(got: Collected, wanted: Only | None = None) -> list[Mismatch]:
    """Return every mismatch, by family, then in the order of the kinds.

    With an agency wanted, those in which it has a part; with a theme, those of its boxes.
    """
    chosen = wanted or Only()
    rows, graded = rows_of(got.audit), [i for i in items(got.audit.tool) if i.graded]
    found: list[Mismatch] = []
    for family, readings in only(got, Only(family=chosen.family)).of_family.items():
        known = got.worked_out.get(family)
        if known is None or not known.rests_on(got.audit, readings):
            known = Known(
                got.audit,
                tuple(readings),
                of_family(Laid(got.audit, family, readings, rows), graded),
            )
            got.worked_out[family] = known
        found += known.found
    if not chosen.agency and not chosen.theme:
        return found
    return [
        one
        for one in found
        if chosen.agency in {"", one.a.agency, one.b.agency, *one.others}
        and chosen.theme in {"", one.theme.name}
    ]


@dataclass(frozen=True, slots=True)
class Known:
    """What was found in a family's readings. A family is looked at again when one has changed."""

    audit: Audit
    readings: tuple[Reading, ...]
    found: Sequence[Mismatch]

    def rests_on(self, audit: Audit, readings: Sequence[Reading]) -> bool:
        """Tell whether the same would be found now: of the very same readings, asked the same."""
        same = self.audit is audit or (
            self.audit.tool is audit.tool and self.audit.agencies == audit.agencies
        )
        return (
            same and len(readings) == len(self.readings) and all(map(is_, readings, self.readings))
        )


def of_family(laid: Laid, graded: Sequence[Item]) -> list[Mismatch]:
    """Return every mismatch of one family, in the order of the kinds."""
    told = [one for rule in RULES for one in rule(laid)] + list(apart(laid, graded))
    return sorted(told, key=lambda one: ORDER[one.kind])


def mismatch(
    laid: Laid,
    kind: MismatchKind,
    *,
    sides: tuple[Said, Said],
    about: str,
    key: Sequence[str] = (),
) -> Mismatch:
    """Return a mismatch; it is known by its kind, its family and `key`, or both its sides."""
    a, b = sides
    key = key or (a.agency, b.agency, a.box, b.box)
    return Mismatch(
        id="/".join((kind, laid.family, *key)),
        kind=kind,
        family=laid.family,
        theme=laid.audit.tool.above[a.box][0],
        about=about,
        a=a,
        b=b,
    )


def beside(found: Mismatch, others: Sequence[Reading]) -> Mismatch:
    """Return the mismatch with further agencies on the side of the many."""
    return replace(found, others=tuple(one.agency for one in others))


def shared(laid: Laid) -> Iterator[Mismatch]:
    """A told B, and B's records show nothing; A got no reply, and B says it told A.

    A row of the matrix is about a kind of agency: of two of a kind it is enough that one heard.
    """
    kinds = set(laid.kinds.values())
    heard = {
        (laid.kind_of(r), kind)
        for r, kind in product(laid.readings, kinds)
        if "told_us" in laid.of(r, kind)
    }
    for a, b in permutations(laid.readings, 2):
        there, here = laid.kind_of(b), laid.kind_of(a)
        said, told = laid.of(a, there), laid.of(b, here)
        lost = "we_told" in said and b.agency in laid.told and (there, here) not in heard
        unheard = "no_response" in said and "we_told" in told
        mine, theirs = laid.rows.about.get(there), laid.box_about(b, here)
        if mine and theirs and (lost or unheard):
            sides = laid.said(a, mine), laid.said(b, theirs)
            if lost:
                yield mismatch(laid, MismatchKind.NOT_RECEIVED, sides=sides, about=mine.label)
            if unheard:
                yield mismatch(laid, MismatchKind.NO_REPLY, sides=sides, about=mine.label)


def invited(laid: Laid) -> Iterator[Mismatch]:
    """B was not invited by A, and A lists meetings at which B was not: one row for all of them."""
    for a, b in permutations(laid.readings, 2):
        theirs = laid.box_about(b, laid.kind_of(a))
        if theirs is None or "not_invited" not in laid.ticks(b, theirs):
            continue
        without = [
            box
            for box in laid.rows.meetings
            if {"held", "attended"} & {*laid.ticks(a, box)}
            and not {"invited", "attended"} & {*laid.ticks(b, box)}
        ]
        if without:
            sides = laid.said(a, without[0]), laid.said(b, theirs)
            about = ", ".join(box.label for box in without)
            key = (a.agency, b.agency, theirs.name)
            yield mismatch(laid, MismatchKind.NOT_INVITED, sides=sides, about=about, key=key)


def denied(laid: Laid) -> Iterator[Mismatch]:
    """Some list a meeting or a man, and one says that there was none: a row for each who does."""
    for kind, boxes in (
        (MismatchKind.MEETING, laid.rows.meetings),
        (MismatchKind.MAN_DENIED, laid.rows.people),
    ):
        for box in boxes:
            lists = [r for r in laid.readings if {*laid.ticks(r, box)} - {"none"}]
            denies = [r for r in laid.readings if laid.ticks(r, box) == ("none",)]
            for b in denies if lists else ():
                a = max(lists, key=lambda r: len(laid.ticks(r, box)))
                sides = laid.said(a, box), laid.said(b, box)
                key = (b.agency, box.name)
                one = mismatch(laid, kind, sides=sides, about=box.label, key=key)
                yield beside(one, [r for r in lists if r is not a])


def adults(laid: Laid) -> Iterator[Mismatch]:
    """An adult is named by one agency only, though others told of the adults too."""
    parts = (Part.ADULTS, Part.ADULTS_MISSING)
    boxes = [box for part in parts if (box := laid.audit.tool.box_of(part))]
    names = tuple(box.name for box in boxes)
    told = [(r, text) for r in laid.readings if (text := joined(r.values, names))]
    roles = [named_in(text) for _, text in told]
    counts = Counter(role for some in roles for role in some)
    for place, (a, text) in enumerate(told):
        rest = [*told[:place], *told[place + 1 :]]
        for role in roles[place] if rest else ():
            if counts[role] == 1:
                b, words = rest[0]
                sides = laid.said(a, boxes[0], text), laid.said(b, boxes[0], words)
                key = (a.agency, role)
                one = mismatch(laid, MismatchKind.ADULT, sides=sides, about=role, key=key)
                yield beside(one, [r for r, _ in rest[1:]])


def apart(laid: Laid, graded: Sequence[Item]) -> Iterator[Mismatch]:
    """The highest and the lowest grade of a question are two or more rungs apart."""
    for item in graded:
        if item.graded:
            name, rungs = item.graded.name, item.rungs
            found = [r for r in laid.readings if r.values.get(name) in rungs]
            if found:
                yield from widest(laid, item, item.graded, found)


def widest(laid: Laid, item: Item, box: Box, found: Sequence[Reading]) -> Iterator[Mismatch]:
    """Give the first of those with the highest and with the lowest grade, if far enough apart."""
    places = [item.rungs.index(r.values[box.name]) for r in found]
    if max(places) - min(places) >= STEPS_APART:
        pair = (found[places.index(min(places))], found[places.index(max(places))])
        words = [joined(r.values, (*item.evidence, *item.impact)) for r in pair]
        sides = laid.said(pair[0], box, words[0]), laid.said(pair[1], box, words[1])
        yield mismatch(laid, MismatchKind.GRADES_APART, sides=sides, about=item.question.label)


def difference(laid: Laid) -> Iterator[Mismatch]:
    """A saw no difference, beside a "no reply" of its own, or of another's about A."""
    box = laid.audit.tool.box_of(Part.DIFFER)
    if box is None:
        return
    calm = [r for r in laid.readings if r.values.get(box.name) == "no"]
    for a, b in product(calm, laid.readings):
        kinds = laid.rows.about if a is b else (laid.kind_of(a),)
        for kind in kinds:
            theirs = laid.box_about(b, kind)
            if theirs and "no_response" in laid.ticks(b, theirs):
                sides = laid.said(a, box), laid.said(b, theirs)
                yield mismatch(laid, MismatchKind.NO_DIFFERENCE, sides=sides, about=theirs.label)


ORDER = {kind: place for place, kind in enumerate(MismatchKind)}
RULES = (shared, invited, denied, adults, difference)
