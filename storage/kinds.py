"""What lies on the embedded store's shelves, and under whose keys each of it is sealed."""

from storage.answers_added import added, grown
from storage.codec import (
    AuditRecord,
    DraftRecord,
    IdentityRecord,
    PanelRecord,
    PersonRecord,
    ReachRecord,
    ReturnRecord,
)
from storage.whole_file import Growth, Kind

RETURNS = Kind(
    name="returns", shape=ReturnRecord, key=lambda record: record["ret"].id,
    scope=lambda record: f"audit/{record['ret'].audit_id}",
    journal=lambda record: record["journal"], growth=Growth(added, grown),
)  # fmt: skip
AUDITS = Kind(
    name="audits", shape=AuditRecord, key=lambda record: record["audit"].id,
    scope=lambda record: f"audit/{record['audit'].id}",
    journal=lambda record: record.get("journal", ()),
)  # fmt: skip
PEOPLE = Kind(
    name="people", shape=PersonRecord, key=lambda record: record["person"].id,
    scope=lambda _: "roster",
)  # fmt: skip
REACHES = Kind(
    name="reaches", shape=ReachRecord, key=lambda record: record["reach"].person,
    scope=lambda _: "roster",
)  # fmt: skip
PANELS = Kind(
    name="panels", shape=PanelRecord, key=lambda record: record["panel"].id,
    scope=lambda record: f"audit/{record['panel'].audit_id}",
    journal=lambda record: record["journal"],
)  # fmt: skip
DRAFTS = Kind(
    name="drafts", shape=DraftRecord, key=lambda record: record["draft"].id,
    scope=lambda record: f"audit/{record['draft'].id}",
)  # fmt: skip
IDENTITIES = Kind(
    name="identities", shape=IdentityRecord, key=lambda record: record["id"],
    scope=lambda record: f"audit/{record['audit_id']}",
    journal=lambda record: record["journal"],
)  # fmt: skip
