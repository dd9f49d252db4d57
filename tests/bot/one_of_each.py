"""Two audits and two drafts that hold one of each thing, so that each button stands on some card.

Whoever runs one audit has another part in the other: the police officer is the second audit's
business manager, and the first one's business manager answers a return there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from audits import moderating
from audits.audit import Audit
from audits.claim import Account, Claim
from audits.identity import Identity, Particulars
from audits.involvement import AgencyReturn, Involvement, Saying, Sheet
from audits.panel import FindingKind, Panel
from audits.people import Person, Role
from audits.returns import save, send
from cards.parts import Card
from storage.contract import Batch, Store
from storage.tiny import TinyStore
from tests import cast
from tests.changed_tool import book
from tests.dialogs.test_setup import Chat, set_up
from tests.files.rosters import plain_book
from tests.files.test_documents import word

WORDS = "She told the officer about the blue door and the neighbour"
"""What every service writes, with the return's own id behind it."""
CHAIR = cast.person("chair", "Sunita Rao")
HELPER = cast.person("helper", "Owen Pryce")
EVERYBODY = (*cast.EVERYBODY, CHAIR, HELPER)
FIRST = replace(
    cast.AUDIT,
    team={**cast.AUDIT.team, "chair": Role.CHAIR},
    helpers=("helper",),
    agencies={**cast.AUDIT.agencies,
              "phn": replace(cast.AUDIT.agencies["phn"], sign_off=True)},
    families={**cast.AUDIT.families,
              "C": replace(cast.AUDIT.families["C"], also=("Housing", "A choir"))},
    claims=(Claim(id="c1", account=Account(tenant=cast.TENANT, object_id="aad-new",
                                           name="Beth Price", email="h.v@x.example"),
                  at=cast.AT, like=("hv",), asked=("phnc",)),),
)  # fmt: skip
SECOND = replace(
    cast.AUDIT,
    id="a2",
    title="Case audit of the other side",
    team={"pol": Role.BUSINESS_MANAGER, "obs": Role.LEAD_AUDITOR, "chair": Role.OBSERVER},
    agencies={
        "phn": replace(cast.AUDIT.agencies["phn"], coordinators=("hou",)),
        "police": replace(cast.AUDIT.agencies["police"], coordinators=("stranger",)),
        "housing": cast.AUDIT.agencies["housing"],
    },
)  # fmt: skip
CLOSED = replace(FIRST, id="a0", title="Case audit of last year", closed_at=cast.AT, claims=())
THERE = tuple(
    AgencyReturn(id=f"a2.{family}.{agency}", audit_id="a2", family=family, agency=agency,
                 contacts=contacts)
    for family, agency, contacts in (
        ("C", "phn", ("bm",)),
        ("C", "police", ("hv2",)),
        ("C", "housing", ("phnc",)),
        ("F", "phn", ("hou",)),
    )
)  # fmt: skip


@dataclass
class Told(Chat):
    """A chat of which every card is remembered, with whose it is."""

    every: list[tuple[Person, Card]] = field(default_factory=list)

    async def ask(self, verb: str, data: Mapping[str, Any] | None = None, **more: Any) -> Card:  # noqa: ANN401
        """Ask for a verb, and remember the card."""
        found = await super().ask(verb, data, **more)
        self.every.append((self.who, found))
        return found


async def laid(folder: Path) -> tuple[TinyStore, list[tuple[Person, Card]]]:
    """Fill a store, and return it with the cards that people got meanwhile."""
    store = await TinyStore.open(folder)
    for who in EVERYBODY:
        await store.keep_person(who)
    await store.keep_audit(FIRST)
    await store.keep_audit(SECOND)
    await store.keep_audit(CLOSED)
    for audit, returns in ((FIRST, cast.RETURNS), (SECOND, THERE)):
        for ret in returns:
            await answered(store, audit, ret)
    every: list[tuple[Person, Card]] = []
    await identities(store)
    await of_the_panel(store)
    await talked(store, every)
    await begun(store, every)
    return store, every


async def answered(store: Store, audit: Audit, ret: AgencyReturn) -> None:
    """Have a return answered; that of the police is sent too."""
    await store.add(ret)
    own = Involvement(audit=audit, family=audit.families[ret.family],
                      agency=audit.agencies[ret.agency], ret=ret)  # fmt: skip
    sheet = Sheet(drawn=0, answers={**cast.ENOUGH, "look_evidence": f"{WORDS} {ret.id}"})
    saving = save(own, sheet, by=ret.contacts[0], at=cast.AT)
    await store.keep(saving)
    if ret.agency == "police":
        await store.keep(send(own.after(saving), drawn=1, by=ret.contacts[0], at=cast.AT))


async def identities(store: Store) -> None:
    """Keep who the families are."""
    sheets = tuple(
        Identity(id=f"{audit}.{family}", audit_id=audit, family=family,
                 people=(Particulars(role="index child", names=f"Marigold Quince {audit}{family}",
                                     addresses=f"{audit}{family} Elm Terrace"),))
        for audit in ("a1", "a2") for family in ("C", "F")
    )  # fmt: skip
    assert await store.keep_batch(Batch(identities=sheets))


async def of_the_panel(store: Store) -> None:
    """Have both panels write a summary, and find and grade something."""
    for audit, by in ((FIRST, "bm"), (SECOND, "pol")):
        panel = Panel(audit_id=audit.id, family="C")
        said = Saying(by=by, at=cast.AT, words=f"The panel of {audit.id} sums up what it read.")
        change = moderating.summarise(panel, said, drawn=0)
        assert await store.keep_panel(change)
        words = f"The panel of {audit.id} found a gap in contact."
        theme = audit.tool.themes[0].name
        found = moderating.Found(theme=theme, kind=FindingKind.CONCERN, words=words)
        assert await store.keep_panel(moderating.find(change.after, found, by=by, at=cast.AT))


def why(who: Person, verb: str) -> dict[str, str]:
    """Return words that nobody else has written."""
    return {"reason": f"{who.name} had a reason.", "b.words": f"{who.name} asks, with {verb}."}


async def talked(store: Store, every: list[tuple[Person, Card]]) -> None:
    """Have people ask, wish, query and hold, so that somebody has to decide."""
    said: list[tuple[Person, str, dict[str, Any]]] = [
        (cast.HEALTH_VISITOR, "ask_question", {"return": "a1.C.phn", "box": "look"}),
        (cast.COLLEAGUE, "ask_time", {"return": "a1.C.phn", "until": "2026-12-15"}),
        (cast.HEALTH_VISITOR, "send", {"return": "a1.F.phn", "drawn": 1}),
        (cast.BUSINESS_MANAGER, "query", {"return": "a1.C.police", "box": "look"}),
        (cast.BUSINESS_MANAGER, "hold", {"audit": "a1"}),
        (cast.BUSINESS_MANAGER, "release", {"audit": "a1"}),
        (CHAIR, "retention", {"audit": "a1"}),
        (cast.POLICE_OFFICER, "hold", {"audit": "a2"}),
        (cast.COORDINATOR, "newcomers", {"audit": "a1"}),
        (cast.BUSINESS_MANAGER, "people", {"audit": "a1", "step": "helpers"}),
        (cast.BUSINESS_MANAGER, "people", {"audit": "a1", "step": "proposals"}),
    ]
    for who, verb, data in said:
        await Told(store, who=who, every=every).ask(verb, {**why(who, verb), **data})
    one = Told(store, who=cast.BUSINESS_MANAGER, every=every)
    await one.ask("upload", file=word())
    await one.press("Keep it", document="a1|terms")
    await Told(store, who=cast.POLICE_OFFICER, every=every).ask("upload", file=book())


async def begun(store: Store, every: list[tuple[Person, Card]]) -> None:
    """Have both business managers set another audit up, and leave the first one's undone."""
    mine = Told(store, who=cast.BUSINESS_MANAGER, every=every)
    await set_up(mine, plain_book())
    (draft,) = await store.drafts()
    await mine.ask("save_about", {"draft": draft.id, "title": "What comes next", "period": "A year",
                                  "reason": "Nobody is to know of it yet."})  # fmt: skip
    await mine.ask("set_up", {"draft": draft.id, "step": "open"})
    other = Told(store, who=cast.POLICE_OFFICER, every=every)
    await other.ask("begin_audit")
    await other.press("Save and go on", title="What the police are planning", period="A year",
                      reason="The chief asked for it in confidence.", context="")  # fmt: skip
    await other.ask("upload", file=plain_book())
