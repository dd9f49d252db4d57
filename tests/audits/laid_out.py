"""Returns of the six themes with chosen answers, or any answers at all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from audits.answers import Answer, Words
from audits.audit import Agency, Audit, Family
from audits.collected import Collected, Reading, read
from audits.involvement import (
    IN,
    AgencyReturn,
    Nil,
    NilKind,
    Saying,
    Searched,
    Stage,
    Standing,
)  # fmt: skip
from audits.panel import Moderated, Panel
from audits.people import Role
from audits.tool import CHOOSING, TICKING, Box, Kind
from files.tool import default_tool

TOOL = default_tool()
AT = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
"""A Monday, four working days after the due date: the grace of three is over."""
SENT = datetime(2026, 12, 4, 15, 0, tzinfo=UTC)
LATE = datetime(2026, 12, 10, 15, 0, tzinfo=UTC)
KINDS = {
    "csc": "csc", "police": "police", "phn": "phn", "amh": "amh", "north": "housing",
    "south": "housing",
}  # fmt: skip
"""Agencies with their kinds; two housing providers share one."""
AUDIT = Audit(
    id="a", title="Case audit", period="the last year", context="Covid-19",
    opened=date(2026, 11, 16), due=date(2026, 12, 8), tool=TOOL,
    agencies={key: Agency(key=key, name=key.title(), short=key, kind=kind)
              for key, kind in KINDS.items()},
    families={code: Family(code=code, index_child=f"{code}1", facts=frozenset(facts),
                           involved=tuple(KINDS))
              for code, facts in {"C": ["unborn"], "D": []}.items()},
    team={"bm": Role.BUSINESS_MANAGER, "chair": Role.CHAIR, "pan": Role.PANEL,
          "lead": Role.LEAD_AUDITOR, "obs": Role.OBSERVER},
)  # fmt: skip


def ret(family: str, agency: str, **fields: object) -> AgencyReturn:
    """Return a return that nobody has opened, with these fields changed."""
    new = AgencyReturn(id=f"a.{family}.{agency}", audit_id="a", family=family, agency=agency,
                       contacts=("p",))  # fmt: skip
    return replace(new, **fields)  # type: ignore[arg-type]


def sent(
    family: str, agency: str, values: Mapping[str, str] | None = None, at: datetime = SENT
) -> AgencyReturn:
    """Return a return that was sent with these answers."""
    answers = {
        name: Answer(now=Words(value=value, by="p", at=at, version=1))
        for name, value in {"known": "both", **(values or {})}.items()
    }
    return ret(family, agency, stage=Stage.SENT, sent_at=at, version=2, times_sent=1,
               answers=answers)  # fmt: skip


def nil(family: str, agency: str, kind: NilKind = NilKind.NO_CONTACT) -> AgencyReturn:
    """Return a nil return."""
    searched = Nil(kind=kind, searched=frozenset({Searched.CHILD}))
    return ret(family, agency, stage=Stage.NIL, nil=searched, sent_at=SENT, version=1)


def collected(*rets: AgencyReturn, audit: Audit = AUDIT) -> Collected:
    """Return what the audit team has when these are all the returns there are."""
    ordered = sorted(rets, key=lambda one: (one.family, one.agency))
    return Collected(
        audit=audit,
        standings=ordered,
        readings=[reading(one, audit) for one in ordered if one.stage in IN],
    )


def reading(one: AgencyReturn, audit: Audit = AUDIT) -> Reading:
    """Return the reading of a return."""
    return read(audit, one, {name: answer.now.value for name, answer in one.answers.items()})


def moderated(family: str, grades: Mapping[str, str]) -> Panel:
    """Return a panel's record with these grades, by agency and box."""
    given = {
        key: Moderated(value=value, own="", why="Seen on the day", by="chair", at=AT, version=1)
        for key, value in grades.items()
    }
    return Panel(audit_id="a", family=family, version=1, grades=given)


WATCHED = [box for box in TOOL.boxes() if box.kind is Kind.GRADE or box.name.startswith(
    ("t1_", "t4_differ", "t2_father", "meet_strategy", "shared_", "learned"))]  # fmt: skip
"""The boxes that a chance answer may stand in."""
SEEDS = st.integers(min_value=0, max_value=2**32)
"""What any audit grows from: a failing one is told by its seed."""


def any_value(box: Box, chance: Random) -> str:
    """Return anything that may stand in a box."""
    if box.kind in CHOOSING:
        return chance.choice(box.choices).value
    if box.kind in TICKING:
        some = chance.sample(box.choices, chance.randint(0, min(3, len(box.choices))))
        return " ".join(choice.value for choice in box.choices if choice in some)
    return chance.choice(["", "The child was seen.", "We filled in the form.", "Went beyond."])


def any_return(family: str, agency: str, chance: Random) -> AgencyReturn:
    """Return a return in whatever state."""
    how = chance.choice(["sent", "sent", "sent", "nil", "draft", "declined", "waived", "new"])
    if how == "new":
        return ret(family, agency)
    if how == "nil":
        return nil(family, agency, chance.choice([*NilKind]))
    some = chance.sample(WATCHED, chance.randint(0, len(WATCHED)))
    values = {box.name: any_value(box, chance) for box in some}
    whole = sent(family, agency, values, at=AT - timedelta(days=chance.randint(0, 25)))
    saying = Saying(by="p", at=SENT, words="Because")
    draft = replace(whole, stage=Stage.IN_PROGRESS, sent_at=None)
    return {
        "sent": whole,
        "draft": replace(draft, due=chance.choice([None, date(2026, 12, 18)])),
        "declined": replace(draft, declined=saying),
        "waived": replace(draft, waived=saying),
    }[how]


def any_audit(seed: int) -> Collected:
    """Return an audit whose returns are in whatever state."""
    chance = Random(seed)  # noqa: S311 - the same audit for the same seed
    pairs = [(family, agency) for family in AUDIT.families for agency in AUDIT.agencies]
    some = chance.sample(pairs, chance.randint(0, len(pairs)))
    return collected(*[any_return(family, agency, chance) for family, agency in some])


def any_panels(seed: int) -> list[Panel]:
    """Return what a panel gave, to some agencies and questions."""
    chance = Random(seed + 1)  # noqa: S311 - the same panels for the same seed
    boxes = [box for box in TOOL.boxes() if box.kind is Kind.GRADE]
    cells = [(agency, box) for agency in KINDS for box in boxes]
    return [
        moderated(family, {
            f"{agency}/{box.name}": chance.choice(["", *(one.value for one in box.choices)])
            for agency, box in chance.sample(cells, 6)
        })
        for family in ("C", "D")
    ]  # fmt: skip


def standing_of(got: Collected, family: str, agency: str) -> Standing:
    """Return how one return stands."""
    return next(s for s in got.standings if (s.family, s.agency) == (family, agency))
