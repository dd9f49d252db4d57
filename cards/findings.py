"""What the panel found: strengths, concerns, questions and actions, each tied to answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.audit import Audit
from audits.panel import Finding, FindingKind, Panel, Pattern
from audits.statements import Statement
from audits.tool import Theme
from cards import inputs, reading, scoped
from cards.parts import (
    BUDGET,
    Card,
    Element,
    button,
    card,
    choices,
    excerpt,
    header,
    notice,
    plain_button,
    shortened,
    size,
    small,
    text,
)  # fmt: skip

ROOM = BUDGET - 7_000
MOST = 10
TIED = 40
"""Answers that can be chosen for one finding; a theme of a family has fewer."""

KINDS: Mapping[FindingKind, str] = {
    FindingKind.STRENGTH: "Strength",
    FindingKind.CONCERN: "Concern",
    FindingKind.QUESTION: "Question",
    FindingKind.ACTION: "Action",
}
PATTERNS: Mapping[Pattern, str] = {
    Pattern.ONE_OFF: "One-off",
    Pattern.PATTERN: "A pattern",
    Pattern.UNSURE: "Not known: a dip sample could tell",
}


BOXES = ("tied", "for_agency", "pattern")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A finding as it came back, or which ones were asked for."""

    audit_id: str
    family: str
    theme: str
    start: int
    finding_id: str
    kind: str
    words: str
    tied: Sequence[str]
    """Each `return id|box`."""
    agency: str
    pattern: str
    drawn: int
    untold: frozenset[str] = frozenset()
    """The boxes of which nothing came back: what stands there stays."""


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back."""
    return Filled(
        audit_id=reading.words_in(data, "audit"),
        family=reading.words_in(data, "family"),
        theme=reading.words_in(data, "theme"),
        start=reading.whole_in(data, "start"),
        finding_id=reading.words_in(data, "finding"),
        kind=reading.words_in(data, "kind"),
        words=inputs.written_in(data),
        tied=inputs.ticked_in(data, "tied"),
        agency=reading.words_in(data, "for_agency"),
        pattern=reading.words_in(data, "pattern"),
        drawn=reading.whole_in(data, "drawn"),
        untold=frozenset(one for one in BOXES if not reading.told(data, one)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Findings of a family, or of all, with the record that each stands in."""

    audit: Audit
    family: str
    theme: str
    findings: Sequence[tuple[Panel, Finding]]
    names: Mapping[str, str]
    judges: bool
    start: int = 0
    told: str = ""
    unknown: str = ""


def draw(listed: Listed) -> Card:
    """Draw the findings, as many as fit on a card."""
    start = listed.start if listed.start < len(listed.findings) else 0
    pieces = fitting(listed, start)
    parts = [t.title for t in listed.audit.tool.themes if t.name == listed.theme]
    about = " · ".join([listed.audit.title, *parts])
    named = f"Family {listed.family}: findings" if listed.family else "Findings"
    body = [
        header(named, str(len(listed.findings)) if listed.findings else "", about),
        *scoped.missed(listed.unknown),
        *([notice(listed.told, style="good")] if listed.told else []),
    ]
    for piece in pieces:
        body += piece
    if not pieces:
        body.append(notice("**No finding has been written yet.**", style="accent"))
    if pieces and listed.judges:
        body.append(picker(listed, start, len(pieces)))
    return card(body, ways(listed, start, len(pieces)))


def fitting(listed: Listed, start: int) -> list[list[Element]]:
    """Return the findings that fit on a card, at least one."""
    pieces: list[list[Element]] = []
    room = ROOM
    for panel, finding in listed.findings[start : start + MOST]:
        piece = drawn(listed, panel, finding)
        room -= size(piece)
        if pieces and room < 0:
            break
        pieces.append(piece)
    return pieces


def drawn(listed: Listed, panel: Panel, finding: Finding) -> list[Element]:
    """Return one finding: its kind, its words, what it rests on."""
    themes = {theme.name: theme.title for theme in listed.audit.tool.themes}
    marks = [f"**{KINDS[finding.kind]}, Family {panel.family}**",
             shortened(themes.get(finding.theme, ""), 70)]  # fmt: skip
    if finding.pattern in PATTERNS:
        marks.append(PATTERNS[finding.pattern].lower())
    if finding.agency in listed.audit.agencies:
        marks.append(f"for {listed.audit.agencies[finding.agency].name}")
    who = listed.names.get(finding.by, "the panel")
    return [
        text(" · ".join(filter(None, marks)), spacing="Large", separator=True),
        excerpt(finding.words, 1_000),
        small(f"{rests(listed.audit, finding)} Written by {who}."),
    ]


def rests(audit: Audit, finding: Finding) -> str:
    """Return which answers it rests on."""
    above, found = audit.tool.above, dict[str, None]()
    for source in finding.rests_on:
        agency = source.return_id.rsplit(".", 1)[-1]
        name = audit.agencies[agency].short if agency in audit.agencies else agency
        number = f" {above[source.box][1].number}" if source.box in above else ""
        found[f"{name}{number}"] = None
    return f"Rests on: {shortened(', '.join(found), 120)}." if found else "Rests on no answer."


def picker(listed: Listed, start: int, count: int) -> Element:
    """Return the list from which a finding is chosen to be changed."""
    pairs = [
        (f"{panel.family}|{one.id}", in_a_line(panel, one))
        for panel, one in listed.findings[start : start + count]
    ]
    return {**inputs.one_of("finding", "Change which one?", pairs, pairs[0][0]), "separator": True}


def in_a_line(panel: Panel, finding: Finding) -> str:
    """Return a finding in a few words."""
    return f"{panel.family}: {KINDS[finding.kind].lower()}, {shortened(finding.words, 50)}"


def ways(listed: Listed, start: int, count: int) -> list[Element]:
    """Return the buttons."""
    here = {"audit": listed.audit.id, "family": listed.family, "theme": listed.theme}
    found = []
    if listed.judges:
        found.append(plain_button("Write a finding", "finding", here, first=True))
        if count:
            found.append(button("Change this one", "finding", {**here, "change": True}))
    if start + count < len(listed.findings):
        found.append(plain_button("Show the next", "findings", {**here, "start": start + count}))
    elif start:
        found.append(plain_button("Show the first", "findings", here))
    if listed.family and listed.theme:
        found.append(plain_button("Grades", "grade", here))
    return [*found, plain_button("Summary", "summary", {"audit": listed.audit.id})]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A finding to be written or changed, with the answers that it may rest on."""

    audit: Audit
    panel: Panel
    theme: Theme
    statements: Sequence[Statement]
    finding: Finding | None = None


def form(writing: Writing) -> Card:
    """Draw the boxes of a finding."""
    found, family = writing.finding, writing.panel.family
    kinds = [(kind, words) for kind, words in KINDS.items()]
    body = [
        header(f"Family {family}: a finding", "", f"{writing.audit.title} · "
               f"{writing.theme.title}"),
        inputs.shown_at_once("kind", "What is it?", kinds,
                             found.kind if found else FindingKind.STRENGTH),
        {**inputs.words("The finding", "In the panel's own words. Roles, not names."),
         **({"value": found.words} if found else {})},
        *tied(writing),
        inputs.one_of("pattern", "One-off or pattern?", PATTERNS.items(),
                      found.pattern if found else ""),
        inputs.one_of("for_agency", "Whom is an action for?", agencies(writing.audit),
                      found.agency if found else ""),
    ]  # fmt: skip
    carried = {"audit": writing.audit.id, "family": family, "theme": writing.theme.name,
               "drawn": writing.panel.version}  # fmt: skip
    here = {key: carried[key] for key in ("audit", "family", "theme")}
    ways_on = [button("Keep the finding", "keep_finding", carried, first=True)]
    if found:
        carried = {**carried, "finding": f"{family}|{found.id}"}
        ways_on = [
            button("Keep the change", "keep_finding", carried, first=True),
            button("Take it out", "withdraw_finding", carried),
        ]
        body.append(small("To take it out, write why in the box of the finding."))
    return card(body, [*ways_on, plain_button("Grades", "grade", here),
                       plain_button("Findings", "findings", {**here, "theme": ""})])  # fmt: skip


def tied(writing: Writing) -> list[Element]:
    """Return the list of answers that the finding may rest on."""
    pairs = [(key(one), called(writing.audit, one)) for one in writing.statements[:TIED]]
    if not pairs:
        return []
    before = writing.finding.rests_on if writing.finding else ()
    known = {(source.return_id, source.box) for source in before}
    chosen = [
        key(one)
        for one in writing.statements
        if any((one.return_id, box) in known for box in one.sources)
    ]
    drawn: Element = {
        "type": "Input.ChoiceSet", "id": "tied", "label": "Which answers does it rest on?",
        "isMultiSelect": True, "style": "compact", "wrap": True, "spacing": "Medium",
        "placeholder": "Choose all that apply", "choices": choices(pairs),
    }  # fmt: skip
    return [{**drawn, "value": ",".join(chosen)} if chosen else drawn]


def key(one: Statement) -> str:
    """Return what a statement is chosen by."""
    return f"{one.return_id}|{one.sources[0]}"


def called(audit: Audit, one: Statement) -> str:
    """Return the service, the question and the grade of a statement."""
    grade = scoped.grades(audit).get(one.grade, "")
    about = f"{audit.agencies[one.agency].short} {one.question.number}"
    words = shortened(one.evidence or one.impact or next((w for _, w in one.also), ""), 50)
    return ": ".join(filter(None, (about, grade, words)))


def agencies(audit: Audit) -> list[tuple[str, str]]:
    """Return the services, and nobody in particular."""
    found = sorted(audit.agencies.values(), key=lambda agency: agency.name)
    return [("none", "Nobody in particular"), *((a.key, shortened(a.name, 60)) for a in found)]
