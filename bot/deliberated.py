"""What the demo's panel made of the returns: grades, findings, rulings, summaries and packs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from audits import moderating
from audits.collected import Collected, Only, Reading
from audits.flags import FlagKind, flags
from audits.grades import grade_boxes
from audits.involvement import Saying, Standing
from audits.mismatches import mismatches
from audits.moderating import Found, Given
from audits.panel import Cell, FindingKind, Panel, PanelChange, Pattern, Source, Verdict
from audits.scale import half_of
from audits.tool import Box, Half, Kind
from storage.contract import Store

LEAD, CHAIR, RUNS_IT = "lead", "chair", "bm"
HALVES = {FindingKind.STRENGTH: frozenset({Half.GOOD})}
SETTLED, EXPLAINED, AGREED = 0.8, 0.6, 0.2
"""How many mismatches were settled, and of those explained; how often a grade was looked at."""
MOST_SOURCES = 2


@dataclass(slots=True)
class Deliberation:
    """One family in front of the panel."""

    panel: Panel
    got: Collected
    sample: Mapping[str, Any]
    random: Random
    at: datetime

    def changes(self, frozen: Sequence[Standing], at: datetime) -> Iterator[PanelChange]:
        """Yield all that was done, in order; the pack was frozen at a moment before."""
        yield self.done(moderating.freeze(self.panel, tuple(frozen), by=RUNS_IT, at=at))
        words = self.sample["summary"][self.panel.family]
        saying = Saying(by=LEAD, at=self.at, words=words)
        yield self.done(moderating.summarise(self.panel, saying, drawn=self.panel.version))
        yield from self.settled()
        yield from self.graded()
        for row in self.sample["found"]:
            if row["family"] == self.panel.family:
                found = self.found(row)
                yield self.done(moderating.find(self.panel, found, by=CHAIR, at=self.later()))

    def done(self, change: PanelChange) -> PanelChange:
        """Take in the change."""
        self.panel = change.after
        return change

    def later(self) -> datetime:
        """Return a moment some minutes after the last."""
        self.at += timedelta(minutes=self.random.randint(1, 3))
        return self.at

    def settled(self) -> Iterator[PanelChange]:
        """Yield what became of the mismatches; a few are still open."""
        for one in mismatches(self.got, Only(family=self.panel.family)):
            if self.random.random() > SETTLED:
                continue
            explained = self.random.random() < EXPLAINED
            words = self.random.choice(self.sample["explained"][one.kind]) if explained else ""
            verdict = Verdict.EXPLAINED if explained else Verdict.DISCUSS
            saying = Saying(by=RUNS_IT, at=self.later(), words=words)
            yield self.done(moderating.settle(self.panel, one.id, verdict, saying))

    def graded(self) -> Iterator[PanelChange]:
        """Yield the panel's grades: lower where a flag says why, here and there the same."""
        lowered = {
            (flag.return_id, flag.box): flag.kind
            for flag in flags(self.got, Only(family=self.panel.family))
        }
        for reading in self.got.of_family.get(self.panel.family, ()):
            for box in grade_boxes(self.got.audit.tool):
                given = self.given(reading, box, lowered)
                if given:
                    cell = Cell(agency=reading.agency, of=box.name)
                    yield self.done(
                        moderating.grade(self.panel, cell, given, by=LEAD, at=self.later())
                    )

    def given(
        self, reading: Reading, box: Box, lowered: Mapping[tuple[str, str], FlagKind]
    ) -> Given | None:
        """Return the panel's grade of one answer, if it gave one."""
        own, why = reading.values.get(box.name, ""), self.sample["why"]
        names = (box.name, f"{box.name}_evidence", f"{box.name}_impact")
        kinds = {lowered.get((reading.standing.id, name)) for name in names}
        lower = {"exceeds": "good", "good": "improve"}.get(own)
        if lower and FlagKind.NO_BEYOND in kinds:
            value, reason = lower, why["exceeds"]
        elif lower and FlagKind.SERVICE in kinds and self.random.random() < SETTLED:
            value, reason = lower, why["impact"]
        elif own and self.random.random() < AGREED:
            value, reason = own, why["agreed"]
        else:
            return None
        return Given(value=value, why=reason, own=own, box=box, drawn=self.panel.version)

    def found(self, row: Mapping[str, str]) -> Found:
        """Return a finding with the answers that it rests on."""
        kind = FindingKind(row["kind"])
        return Found(
            theme=row["theme"],
            kind=kind,
            words=row["words"],
            rests_on=tuple(self.sources(row["theme"], kind))[:MOST_SOURCES],
            agency=row.get("agency", ""),
            pattern=Pattern(row.get("pattern", "")),
            drawn=self.panel.version,
        )

    def sources(self, theme: str, kind: FindingKind) -> Iterator[Source]:
        """Yield answers of this family and theme that speak for a finding of this kind."""
        tool = self.got.audit.tool
        wanted = HALVES.get(kind, frozenset({Half.WEAK}))
        for reading in self.got.of_family.get(self.panel.family, ()):
            for name in reading.values:
                above, question = tool.above[name]
                if above.name != theme or tool.box[name].kind is not Kind.EVIDENCE:
                    continue
                grades = [box for box in question.boxes if box.kind is Kind.GRADE]
                halves = {half_of(box, reading.values.get(box.name, "")) for box in grades}
                if halves & wanted:
                    standing = reading.standing
                    yield Source(return_id=standing.id, box=name, version=standing.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """When the packs were frozen and how returns stood then, and when the panel began."""

    frozen_at: datetime
    standings: Sequence[Standing]
    began: datetime


async def keep(store: Store, audit_id: str, sample: Mapping[str, Any], met: Met) -> None:
    """Keep what the panel did, one family after the other."""
    got = await store.collected(audit_id)
    if got is None:
        return
    at = met.began
    for code in sample["summary"]:
        family = Deliberation(
            panel=Panel(audit_id=audit_id, family=code),
            got=got,
            sample=sample,
            random=Random(f"{audit_id}{code}"),  # noqa: S311 - a demo's content, not a secret
            at=at,
        )
        for change in family.changes(met.standings, met.frozen_at):
            await store.keep_panel(change)
        at = family.later()
