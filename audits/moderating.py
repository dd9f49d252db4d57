"""Every way in which what the panel keeps about a family may change.

Like audits/returns.py: each takes the record as it is and gives it as it should now be, with
what goes into the journal; or raises a Problem. The same again changes nothing. What stood
before is never dropped, and nobody's words are replaced by a card that did not show them.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from audits.deadlines import said
from audits.involvement import Event, Saying, Standing
from audits.panel import (
    Cell,
    Finding,
    FindingKind,
    Moderated,
    Pack,
    Panel,
    PanelChange,
    Pattern,
    Settled,
    Source,
    Summary,
    Verdict,
)  # fmt: skip
from audits.problems import Code, Problem
from audits.tool import TEXT_LIMIT, Box
from audits.values import length, tidied


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A grade as it came back on a card."""

    value: str
    """Empty takes the panel's grade back."""
    why: str
    """Compulsory where it differs from the agency's own."""
    own: str
    """The agency's own, as it stands in its return."""
    box: Box
    """Whose choices the value is among."""
    drawn: int
    """The version of the panel's record that the card showed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding as it came back on a card."""

    theme: str
    kind: FindingKind
    words: str
    rests_on: tuple[Source, ...] = ()
    agency: str = ""
    pattern: Pattern = Pattern.UNSAID
    drawn: int = 0


def unchanged(panel: Panel) -> PanelChange:
    """Return the change that changes nothing."""
    return PanelChange(before=panel, after=panel)


def changed(before: Panel, after: Panel, what: str, saying: Saying, about: str = "") -> PanelChange:
    """Return the change to the next version, with its journal event; it names what it is about."""
    version = before.version + 1
    boxes = (about,) if about else ()
    event = Event(at=saying.at, by=saying.by, what=what, version=version, boxes=boxes)
    kept = replace(after, version=version, changed_at=saying.at)
    return PanelChange(before=before, after=kept, events=(event,))


def grade(panel: Panel, cell: Cell, given: Given, *, by: str, at: datetime) -> PanelChange:
    """Keep the panel's grade beside the agency's own.

    Problems: `grade.not_a_grade`, `grade.no_reason`, and `grade.changed_since` when a colleague
    gave another after the card was drawn.
    """
    before = panel.grades.get(cell.key)
    why = said(given.why, Code.GRADE_NO_REASON) if tidied(given.why) else ""
    if (before.value, before.why) == (given.value, why) if before else not given.value:
        return unchanged(panel)
    if given.value and given.value not in {choice.value for choice in given.box.choices}:
        raise Problem(Code.GRADE_NOT_A_GRADE, given.box.name)
    if given.value not in {"", given.own} and not why:
        raise Problem(Code.GRADE_NO_REASON, given.box.name)
    if before and before.version > given.drawn and before.by != by:
        raise Problem(Code.GRADE_CHANGED, given.box.name)
    past = (*before.past, replace(before, past=())) if before else ()
    new = Moderated(
        value=given.value,
        own=given.own,
        why=why,
        by=by,
        at=at,
        version=panel.version + 1,
        past=past,
    )
    after = replace(panel, grades={**panel.grades, cell.key: new})
    return changed(panel, after, "grade.given", Saying(by=by, at=at), cell.key)


def find(panel: Panel, found: Found, *, by: str, at: datetime) -> PanelChange:
    """Keep a new finding. Problems: `finding.no_words`, `finding.no_theme`."""
    words = told(found)
    same = (
        (one.theme, one.kind, one.words, one.by) == (found.theme, found.kind, words, by)
        for one in panel.stands
    )
    if any(same):
        return unchanged(panel)
    new = Finding(
        id=f"f{len(panel.findings) + 1}", theme=found.theme, kind=found.kind, words=words, by=by,
        at=at, version=panel.version + 1, rests_on=found.rests_on, agency=found.agency,
        pattern=found.pattern,
    )  # fmt: skip
    after = replace(panel, findings=(*panel.findings, new))
    return changed(panel, after, "finding.kept", Saying(by=by, at=at), new.id)


def told(found: Found) -> str:
    """Return the finding's words, or raise a Problem."""
    words = said(found.words, Code.FINDING_NO_WORDS)
    if not found.theme:
        raise Problem(Code.FINDING_NO_THEME)
    return words


def change(panel: Panel, finding_id: str, found: Found, *, by: str, at: datetime) -> PanelChange:
    """Change a finding; the words that stood before stay with it.

    Problems: `finding.not_found`, `finding.changed_since`, those of `find`.
    """
    before = finding_of(panel, finding_id)
    words = told(found)
    new = replace(
        before, theme=found.theme, kind=found.kind, words=words, rests_on=found.rests_on,
        agency=found.agency, pattern=found.pattern,
    )  # fmt: skip
    if new == before:
        return unchanged(panel)
    if before.version > found.drawn and before.by != by:
        raise Problem(Code.FINDING_CHANGED, finding_id)
    if words != before.words:
        stood = Saying(by=before.by, at=before.at, words=before.words)
        new = replace(new, past=(*before.past, stood))
    new = replace(new, by=by, at=at, version=panel.version + 1)
    return changed(panel, with_finding(panel, new), "finding.changed", Saying(by=by, at=at), new.id)


def withdraw(panel: Panel, finding_id: str, why: str, *, by: str, at: datetime) -> PanelChange:
    """Take a finding out; it stays known. Problems: `finding.not_found`, `finding.no_reason`."""
    saying = Saying(by=by, at=at, words=said(why, Code.FINDING_NO_REASON))
    gone = next((one for one in panel.findings if one.id == finding_id and one.withdrawn), None)
    if gone and gone.withdrawn and gone.withdrawn.words == saying.words:
        return unchanged(panel)
    new = replace(finding_of(panel, finding_id), withdrawn=saying, version=panel.version + 1)
    return changed(panel, with_finding(panel, new), "finding.withdrawn", saying, finding_id)


def finding_of(panel: Panel, finding_id: str) -> Finding:
    """Return the finding that stands, or raise `finding.not_found`."""
    for one in panel.stands:
        if one.id == finding_id:
            return one
    raise Problem(Code.FINDING_NOT_FOUND)


def with_finding(panel: Panel, new: Finding) -> Panel:
    """Return the record with this finding in its own place."""
    return replace(panel, findings=tuple(new if f.id == new.id else f for f in panel.findings))


def settle(panel: Panel, mismatch_id: str, verdict: Verdict, saying: Saying) -> PanelChange:
    """Keep what becomes of a mismatch. Problems: `mismatch.no_words` for an explanation."""
    words = said(saying.words, Code.MISMATCH_NO_WORDS) if tidied(saying.words) else ""
    before = panel.settled.get(mismatch_id)
    if before and (before.verdict, before.words) == (verdict, words):
        return unchanged(panel)
    if verdict is Verdict.EXPLAINED and not words:
        raise Problem(Code.MISMATCH_NO_WORDS)
    past = (*before.past, replace(before, past=())) if before else ()
    new = Settled(verdict=verdict, words=words, by=saying.by, at=saying.at, past=past)
    after = replace(panel, settled={**panel.settled, mismatch_id: new})
    return changed(panel, after, f"mismatch.{verdict}", saying, mismatch_id)


def summarise(panel: Panel, saying: Saying, *, drawn: int) -> PanelChange:
    """Keep the case summary; empty words take it away, and what stood stays known.

    Problems: `words.too_long` beyond 4,000 characters, `summary.changed_since`.
    """
    words, before = tidied(saying.words), panel.summary
    if words == (before.words if before else ""):
        return unchanged(panel)
    if length(words) > TEXT_LIMIT:
        raise Problem(Code.WORDS_TOO_LONG)
    if before and before.version > drawn and before.by != saying.by:
        raise Problem(Code.SUMMARY_CHANGED)
    stood = (Saying(by=before.by, at=before.at, words=before.words),) if before else ()
    past = (*before.past, *stood) if before else ()
    new = Summary(words=words, by=saying.by, at=saying.at, version=panel.version + 1, past=past)
    return changed(panel, replace(panel, summary=new), "summary.kept", saying)


def freeze(panel: Panel, standings: tuple[Standing, ...], *, by: str, at: datetime) -> PanelChange:
    """Freeze the family's pack as its returns stand now: another edition where there was one.

    Freezing what stands as it did changes nothing. Problems: `pack.nothing`.
    """
    mine = tuple(one for one in standings if one.family == panel.family)
    if not mine:
        raise Problem(Code.PACK_NOTHING)
    if panel.pack and panel.pack.standings == mine:
        return unchanged(panel)
    pack = Pack(edition=len(panel.packs) + 1, by=by, at=at, standings=mine)
    after = replace(panel, packs=(*panel.packs, pack))
    return changed(panel, after, "pack.frozen", Saying(by=by, at=at), str(pack.edition))
