"""All that an audit holds about a family, or by a person, piece by piece and in full."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from audits.answers import Answer, Words
from audits.audit import Audit
from audits.endings import SAYINGS
from audits.identity import Identity
from audits.involvement import AgencyReturn, Event, Saying, Standing
from audits.journal import Happening
from audits.panel import Panel
from audits.people import Person
from audits.reach import Reach
from audits.tool import Tool
from files.fair_copy import asked
from files.subject_access import Piece

By = Callable[[str], bool]
"""Tells whether what a person wrote is wanted."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How it is told who wrote something: by role or service, never by name."""

    audit: Audit
    service: str = ""
    """Whose return it is, for who is nothing else to the audit than one who answers it."""

    def __call__(self, by: str, at: datetime | None) -> str:
        """Return who wrote it and when."""
        day = f"{self.audit.here(at):%d %b %Y}" if at else ""
        return ", ".join(filter(None, (self.role(by), day)))

    def role(self, by: str) -> str:
        """Return somebody's role in the team, or the service that they answer for."""
        role = self.audit.team.get(by)
        if role:
            return role.value.replace("_", " ")
        known = (a for a in self.audit.agencies.values() if by in {*a.coordinating, a.lead})
        found = next(known, None)
        return found.short if found else (self.service or "a practitioner") if by else "maca"


def anybody(_by: str) -> bool:
    """Want everything, whoever wrote it."""
    return True


def of_return(ret: AgencyReturn, writing: Writing, by: By = anybody) -> Iterator[Piece]:
    """Yield every answer of a return, earlier and rival words too, queries and reasons."""
    audit = writing.audit
    agency = audit.agencies.get(ret.agency)
    place = f"Family {ret.family}, {agency.name if agency else ret.agency}"
    writing = replace(writing, service=agency.short if agency else "")
    for box, answer in ret.answers.items():
        name = question_of(audit.tool, box)
        for words, when in every_words(answer):
            if words.value and by(words.by):
                yield Piece(place=f"{place}: {name}{when}", words=label(audit.tool, box, words),
                            written=writing(words.by, words.at))  # fmt: skip
    for box, lines in ret.queries.items():
        about = question_of(audit.tool, box) if box else "the return"
        for line in lines:
            if by(line.by):
                yield Piece(place=f"{place}: query about {about}", words=line.words,
                            written=writing(line.by, line.at))  # fmt: skip
    yield from of_standing(ret, place, writing, by=by)


def question_of(tool: Tool, box: str) -> str:
    """Return the question that a box belongs to, and which part of it the box is."""
    if box not in tool.above:
        return box
    question, own = tool.above[box][1], tool.box[box]
    return asked(tool, box) + (f" – {own.label}" if own.label != question.label else "")


def every_words(answer: Answer) -> Iterator[tuple[Words, str]]:
    """Yield what stands in a box and all that stood there or met it."""
    yield answer.now, ""
    yield from ((words, " (before)") for words in answer.past)
    rest = (*answer.aside, *([answer.rival] if answer.rival else []))
    yield from ((words, " (at the same time)") for words in rest)


def label(tool: Tool, box: str, words: Words) -> str:
    """Return what somebody chose as they read it; what they wrote as it is."""
    found = tool.box.get(box)
    labels = {choice.value: choice.label for choice in found.choices} if found else {}
    parts = words.value.split()
    known = labels and all(part in labels for part in parts)
    return ", ".join(labels[part] for part in parts) if known else words.value


def of_standing(one: Standing, place: str, writing: Writing, *, by: By) -> Iterator[Piece]:
    """Yield the reasons that were given about a return."""
    said: list[tuple[str, Saying | None]] = [(name, getattr(one, name)) for name in SAYINGS]
    if one.extension:
        said += [("more time", one.extension.asked), ("more time", one.extension.decided)]
    for name, saying in said:
        if saying and saying.words and by(saying.by):
            yield Piece(place=f"{place}: {name.replace('_', ' ')}", words=saying.words,
                        written=writing(saying.by, saying.at))  # fmt: skip
    if one.nil and one.nil.why and by(one.sent_by):
        yield Piece(place=f"{place}: why nil", words=one.nil.why,
                    written=writing(one.sent_by, one.sent_at))  # fmt: skip


def of_panel(panel: Panel, writing: Writing, by: By = anybody) -> Iterator[Piece]:
    """Yield what the panel wrote about a family, withdrawn and earlier words too."""
    place = f"Family {panel.family}, panel"
    rows: list[tuple[str, str, str, datetime]] = []
    if panel.summary:
        one = panel.summary
        rows += [("summary", one.words, one.by, one.at)]
        rows += [("summary (before)", past.words, past.by, past.at) for past in one.past]
    for finding in panel.findings:
        rows += [("finding", finding.words, finding.by, finding.at)]
        rows += [("finding (before)", past.words, past.by, past.at) for past in finding.past]
        gone = finding.withdrawn
        rows += [("why withdrawn", gone.words, gone.by, gone.at)] if gone else []
    for grade in panel.grades.values():
        given = (grade, *grade.past)
        rows += [("grade", f"{g.value}: {g.why}", g.by, g.at) for g in given]
    for settled in panel.settled.values():
        every = (settled, *settled.past)
        rows += [("mismatch", s.words, s.by, s.at) for s in every]
    for name, words, who, at in rows:
        if words and by(who):
            yield Piece(place=f"{place}: {name}", words=words, written=writing(who, at))


def of_family(audit: Audit, code: str) -> Iterator[Piece]:
    """Yield what the audit itself says about a family."""
    family = audit.families[code]
    place = f"Family {code}, as set up"
    if family.summary:
        yield Piece(place=f"{place}: case summary", words=family.summary)
    if family.facts:
        yield Piece(place=f"{place}: facts", words=", ".join(sorted(family.facts)), free=False)
    for member in family.household.members:
        yield Piece(place=f"{place}: household", words=str(member), free=False)


def of_sheet(sheet: Identity, writing: Writing, *, names: bool) -> Iterator[Piece]:
    """Yield who is on an identity sheet, if that is wanted, and who looked at it."""
    place = f"Family {sheet.family}, identity sheet"
    for one in sheet.people if names else ():
        words = "\n".join(filter(None, (one.names, one.born, one.addresses, one.numbers)))
        yield Piece(place=f"{place}: {one.role}", words=words, free=False)
    if sheet.people and not names:
        yield Piece(place=f"{place}: held", words=f"{len(sheet.people)} people, under seal. "
                    "Not in this document.", free=False)  # fmt: skip
    yield from of_lines(sheet.journal, place, writing)


def of_lines(
    lines: Sequence[Event] | Sequence[Happening], place: str, writing: Writing, by: By = anybody
) -> Iterator[Piece]:
    """Yield what a journal says."""
    for line in lines:
        if by(line.by):
            about = " ".join(getattr(line, "about", ()))
            why = getattr(line, "why", "")
            words = " ".join(filter(None, (line.what, about, why)))
            yield Piece(place=f"{place}: journal", words=words, written=writing(line.by, line.at),
                        free=bool(why))  # fmt: skip


def of_questions(audit: Audit, writing: Writing, by: By) -> Iterator[Piece]:
    """Yield what was asked about the tool, and answered."""
    for one in audit.questions:
        if by(one.by):
            yield Piece(place="Questions: asked", words=one.words, written=writing(one.by, one.at))
        if one.answer and by(one.answered_by):
            yield Piece(place="Questions: answered", words=one.answer,
                        written=writing(one.answered_by, one.answered_at))  # fmt: skip


def of_person(who: Person, reach: Reach | None) -> Iterator[Piece]:
    """Yield what is known of a contact."""
    for name, words in (
        ("name", who.name),
        ("work e-mail", who.email),
        ("Teams id", who.object_id),
    ):
        if words:
            yield Piece(place=f"Roster: {name}", words=words, free=False)
    if reach:
        yield Piece(place="Roster: how reached", words=str(reach), free=False)
