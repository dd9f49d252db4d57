"""What the files of an audit are made from: everything, gathered before anything is written.

It holds no store and no open file, so that it can be handed to another process whole.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from audits.audit import Audit
from audits.collected import Collected, Only, frozen, only
from audits.editions import behind, tool_for
from audits.involvement import AgencyReturn, Event, Standing
from audits.ledger import Entry
from audits.panel import Panel
from audits.people import Partnership, Person
from files.wording import day, listed, moment

LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)
"""When a zip file’s time begins."""
MARKING = "OFFICIAL-SENSITIVE"
UNSAFE = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One audit with all that came of it."""

    partnership: Partnership
    at: datetime
    """The moment at which the file is made; states and days late are counted to it."""
    got: Collected
    """How all returns stand, and what can be read of those that are in. Drafts are not here."""
    panels: Mapping[str, Panel] = field(default_factory=dict)
    """What the panel keeps of each family, by its code; one without anything may be missing."""
    nudges: tuple[Entry, ...] = ()
    returns: tuple[AgencyReturn, ...] = ()
    """Every return with its answers: for the exit copy, and for a pack that is frozen."""
    journal: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    """What happened to each return or panel record, by its id, oldest first."""
    people: Mapping[str, Person] = field(default_factory=dict)
    """The roster, by id. Names go into the exit copy only, and into the check for names."""
    unreachable: frozenset[str] = frozenset()
    """Ids of people who cannot be written to in Teams."""
    marking: str = MARKING
    """Stands on every page; empty for none."""

    @property
    def audit(self) -> Audit:
        """The audit."""
        return self.got.audit

    @property
    def kept(self) -> tuple[Panel, ...]:
        """What the panel keeps of the families of which it keeps anything."""
        return tuple(self.panels.values())

    def panel(self, family: str) -> Panel:
        """Return what the panel keeps of the family, which may be nothing yet."""
        return self.panels.get(family) or Panel(audit_id=self.audit.id, family=family)

    def frozen(self, family: str) -> Collected:
        """Return the returns about a family as its pack was frozen; as they are if it was not."""
        pack = self.panel(family).pack
        if pack is None:
            return only(self.got, Only(family=family))
        return frozen(self.audit, pack, {ret.id: ret for ret in self.returns})

    def agency(self, key: str) -> str:
        """Return an agency's name; its key where the audit has none such."""
        found = self.audit.agencies.get(key)
        return found.name if found else key

    def reference(self, return_id: str, box: str = "") -> str:
        """Return how a document points to an answer: family, agency and the question's number."""
        one = self.got.by_id.get(return_id)
        if one is None:
            return return_id
        agency = self.audit.agencies.get(one.agency)
        above = self.audit.tool.above.get(box)
        number = f" {above[1].number}" if above else ""
        return f"{one.family}·{agency.short if agency else one.agency}{number}"

    def version_of(self, standing: Standing) -> str:
        """Return under which version of the tool a return was answered; empty while all are one."""
        return tool_for(self.audit, standing).version if self.audit.editions else ""

    def marked(self, standing: Standing) -> str:
        """Return the mark of a return that was answered under an earlier version; or nothing."""
        old = behind(self.audit, standing)
        return f" (version {self.version_of(standing)})" if old else ""

    def versions(self) -> str:
        """Return which versions of the tool were asked, each but the first since when."""
        audit = self.audit
        told = [
            one.tool.version + (f" since {day(audit.here(one.since).date())}" if one.since else "")
            for one in audit.editions
        ]
        return f"versions {listed(told)}" if told else f"version {audit.tool.version}"

    def facts(self) -> list[tuple[str, str]]:
        """Return what every file says of itself, as names and what they are."""
        audit = self.audit
        return [
            ("Partnership", self.partnership.name),
            ("Audit", audit.title),
            ("Asks about", audit.period),
            ("Audit tool", f"{audit.tool.title}, {self.versions()}"),
            ("Made at", moment(audit.here(self.at))),
            ("Returns", f"{len(self.got.readings)} in of {len(self.got.standings)}"),
            ("Marking", self.marking or "none"),
        ]


def file_name_of(material: Material, what: str, ending: str) -> str:
    """Return a file's name: the audit's id, what it is, and the day. Never a title or a name."""
    audit = UNSAFE.sub("-", material.audit.id).strip("-") or "audit"
    return f"{audit}-{what}-{material.audit.here(material.at):%Y-%m-%d}.{ending}"


def zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    """Return the files in a zip, dated with the moment at which they were made."""
    out = BytesIO()
    stamp = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second)
    with ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, stamp), content, ZIP_DEFLATED)
    return out.getvalue()
