"""The texts that a report or a pack takes over, with what was decided about names put in place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from audits.collected import Reading
from audits.involvement import Standing
from audits.tool import WRITING, Tool
from files.identifiers import Finding, Passage, found
from files.material import Material
from files.quoting import quotes


def of_report(material: Material) -> list[Finding]:
    """Return all in the report that might say who somebody is, decided or not."""
    return searched(material, passages_of_report(material))


def of_pack(material: Material, family: str) -> list[Finding]:
    """Return all in a family's pack that might say who somebody is, decided or not."""
    return searched(material, passages_of_pack(material, family))


def searched(material: Material, passages: Sequence[Passage]) -> list[Finding]:
    """Search passages for the names that are known and for what else gives people away."""
    names = [person.name for person in material.people.values()]
    return found(passages, names, frozenset(usual(material)))


def usual(material: Material) -> Iterator[str]:
    """Yield the audit's own texts: no word in them gives anybody away."""
    audit = material.audit
    yield from (audit.title, audit.context, audit.period, material.partnership.name)
    yield from (agency.name for agency in audit.agencies.values())
    for theme in audit.tool.themes:
        yield theme.title
        for question in theme.questions:
            yield from (question.label, question.guidance)
            for box in question.boxes:
                yield from (box.label, box.hint, *(choice.label for choice in box.choices))


def passages_of_report(material: Material) -> list[Passage]:
    """Return every text of people's own that the report takes over."""
    quoted = [
        passage
        for quote in quotes(material)
        for passage in written(material, quote.reading, quote.boxes)
    ]
    return [*quoted, *of_panels(material, sorted(material.audit.families))]


def passages_of_pack(material: Material, family: str) -> list[Passage]:
    """Return every text of people's own that a family's pack takes over."""
    got = material.frozen(family)
    texts = [
        passage
        for reading in got.of_family.get(family, ())
        for passage in written(material, reading, reading.values)
    ]
    reasons = [passage for one in got.standings for passage in given_for(material, one)]
    return [*of_panels(material, [family]), *texts, *reasons]


def given_for(material: Material, one: Standing) -> Iterator[Passage]:
    """Yield the reasons that were given for a return that is nil, declined or waived."""
    for why, text in reasons_of(one):
        place = f"Family {one.family}, {material.agency(one.agency)}, why {why}"
        yield Passage(key=key_of(one.id, why), place=place, text=text)


def reasons_of(one: Standing) -> Iterator[tuple[str, str]]:
    """Yield each reason that was given, with what it was given for."""
    given = {"nil": one.nil.why if one.nil else ""}
    given |= {"declined": one.declined.words} if one.declined else {}
    given |= {"waived": one.waived.words} if one.waived else {}
    return ((why, text) for why, text in given.items() if text)


def written(material: Material, reading: Reading, boxes: Iterable[str]) -> Iterator[Passage]:
    """Yield what was written in these boxes of a return."""
    tool = material.audit.tool
    for name in boxes:
        text = reading.values.get(name, "")
        if text and tool.box[name].kind in WRITING:
            agency = material.agency(reading.agency)
            place = f"Family {reading.family}, {agency}, {asked(tool, name)}"
            yield Passage(key=key_of(reading.standing.id, name), place=place, text=text)


def asked(tool: Tool, box: str) -> str:
    """Return which question a box belongs to, as a person reads it."""
    question = tool.above[box][1]
    return f"{question.number}. {question.label}"


def key_of(owner: str, what: str) -> str:
    """Return where a text is kept: a return and its box, or a family and what the panel wrote."""
    return f"{owner}/{what}"


def of_panels(material: Material, families: Iterable[str]) -> Iterator[Passage]:
    """Yield what the panel wrote about these families."""
    for family in families:
        panel = material.panel(family)
        place = f"Family {family}, panel"
        if panel.summary and panel.summary.words:
            yield Passage(key=key_of(panel.id, "summary"), place=f"{place}: summary",
                          text=panel.summary.words)  # fmt: skip
        for one in panel.stands:
            yield Passage(key=key_of(panel.id, one.id), place=f"{place}: finding {one.id}",
                          text=one.words)  # fmt: skip
        for key, ruling in panel.settled.items():
            if ruling.words:
                yield Passage(
                    key=key_of(panel.id, key), place=f"{place}: mismatch", text=ruling.words
                )
        for key, grade in panel.grades.items():
            if grade.why:
                yield Passage(key=key_of(panel.id, key), place=f"{place}: grade", text=grade.why)


@dataclass(frozen=True)
class FairCopy:
    """Gives texts with the words that were decided on in place of those that were found."""

    instead: Mapping[str, tuple[tuple[str, str], ...]]
    """By key, what was found and what stands in its place, the longest first."""
    unchecked: int
    """How many findings nobody has decided about."""

    def __call__(self, owner: str, what: str, text: str) -> str:
        """Return the text of this place as it may go out."""
        for words, other in self.instead.get(key_of(owner, what), ()):
            text = text.replace(words, other)
        return text


def fair_copy(material: Material, findings: Sequence[Finding]) -> FairCopy:
    """Return what puts the decisions about these findings in place."""
    cleared, instead = material.audit.cleared, dict[str, list[tuple[str, str]]]()
    for one in findings:
        decided = cleared.get(one.id)
        if decided and decided.instead:
            instead.setdefault(one.key, []).append((one.words, decided.instead))
    ordered = {
        key: tuple(sorted(pairs, key=lambda pair: -len(pair[0]))) for key, pairs in instead.items()
    }
    return FairCopy(ordered, sum(one.id not in cleared for one in findings))
