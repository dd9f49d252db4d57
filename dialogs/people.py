"""Who takes part while an audit runs: each change with its reason, in the journal, at once."""

from collections.abc import Awaitable, Callable, Sequence

from audits import altering, proposals
from audits.access import Doing, alters, may, to_alter
from audits.altering import Alteration
from audits.audit import Agency, Audit
from audits.people import Person
from audits.problems import Code, Problem
from audits.proposals import Proposal
from audits.roster import KINDS, agency_key
from audits.tool import Part
from cards import people as card
from cards import proposals as proposals_cards
from cards import reading
from cards.parts import Card, shortened
from cards.people import NEW, Begun, Wanted
from dialogs import helping, load, loading
from dialogs.roll import named, saying
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def audit_of(turn: Turn, store: Store) -> Audit:
    """Return the audit that is meant, or the newest of theirs; `verb.not_yours` for none."""
    wanted = reading.words_in(turn.data, "audit")
    if wanted:
        return to_alter(turn.who, await store.audit(wanted))
    found = (audit for audit in await store.audits() if alters(turn.who, audit))
    return to_alter(turn.who, next(found, None))


async def show(turn: Turn, store: Store) -> Reply:
    """Show who takes part, or the card of the change that was chosen."""
    audit = await audit_of(turn, store)
    if card.read(turn.data).step == "tool":
        return Reply(card=card.sending(audit, turn.upload_link(audit.id)))
    if card.read(turn.data).step == "proposals":
        return Reply(card=await proposals_card(turn, store, audit))
    return Reply(card=await step(store, audit, card.read(turn.data).step))


async def step(store: Store, audit: Audit, wanted: str, told: Sequence[str] = ()) -> Card:
    """Return the card of this change; the overview for none of them."""
    if wanted == "helpers":
        return await helping.drawn(store, audit)
    pages: dict[str, Callable[[Audit], Card]] = {
        "contact": card.add_contact,
        "agency": lambda one: card.add_agency(one, Begun()),
        "without": card.remove_agency,
        "leaver": card.leaver,
        "close": card.ending,
    }
    if wanted in pages:
        return pages[wanted](audit)
    return card.overview(audit, len((await proposed(store, audit))[0]), told)


async def proposals_card(turn: Turn, store: Store, audit: Audit) -> Card:
    """Return the card of the services that are named; words of returns for who may read them."""
    found, words = await proposed(store, audit)
    return proposals_cards.draw(audit, found, words if may(turn.who, audit, Doing.READ) else [])


async def proposed(store: Store, audit: Audit) -> tuple[list[Proposal], list[tuple[str, str]]]:
    """Return the services that are named and not asked, and what was named in free words."""
    got = await load.collected(audit, store)
    found = proposals.of_returns(got)
    had = {(one.family, one.kind) for one in found}
    found += [one for one in proposals.of_nominations(audit.families.values(), audit.agencies)
              if (one.family, one.kind) not in had or not one.kind]  # fmt: skip
    box = audit.tool.box_of(Part.OTHERS_ELSE)
    words = [
        (f"{audit.agencies[one.agency].short}, family {one.family}", one.values[box.name])
        for one in got.readings if box and box.name in one.values
    ]  # fmt: skip
    return found, words


Change = Callable[[Audit, Wanted], Awaitable[tuple[Alteration, tuple[Person, ...], str]]]


async def altered(turn: Turn, store: Store, change: Change) -> Reply:
    """Keep a change, and show who takes part; decide again on what somebody faster has left."""
    audit, wanted = await audit_of(turn, store), card.read(turn.data)
    done, people, told = await change(audit, wanted)
    try:
        after = await loading.alter(store, done, people=people)
    except Problem as problem:
        if problem.code is not Code.DRAFT_CHANGED:
            raise
        return await altered(turn, store, change)
    words = told if done.lines else "**Nothing changed:** it was so already."
    return Reply(card=await step(store, after, "", (words,)))


async def add_contact(turn: Turn, store: Store) -> Reply:
    """Let somebody answer returns of a service."""

    async def change(audit: Audit, wanted: Wanted) -> tuple[Alteration, tuple[Person, ...], str]:
        who = await named(turn, store, wanted.email, wanted.name)
        returns = [ret for ret in await loading.returns_of(store, audit)
                   if ret.agency == wanted.agency and ret.family in wanted.families]  # fmt: skip
        done = altering.add_contacts(audit, who.person.id, returns, saying(turn, wanted.reason))
        told = f"**{who.person.name} may answer now,** and gets a message."
        return done, who.added, told

    return await altered(turn, store, change)


async def add_agency(turn: Turn, store: Store) -> Reply:
    """Ask a service about families."""

    async def change(audit: Audit, wanted: Wanted) -> tuple[Alteration, tuple[Person, ...], str]:
        agency, people = await agency_of(turn, store, audit, wanted)
        returns = await loading.returns_of(store, audit)
        done = altering.add_agency(audit, agency, wanted.families, saying(turn, wanted.reason),
                                   returns=returns)  # fmt: skip
        return done, people, asked(agency, wanted.families)

    return await altered(turn, store, change)


def asked(agency: Agency, families: Sequence[str]) -> str:
    """Return what is said once a service is asked."""
    return f"**{shortened(agency.name, 60)} is asked now** about family {', '.join(families)}."


async def agency_of(
    turn: Turn, store: Store, audit: Audit, wanted: Wanted
) -> tuple[Agency, tuple[Person, ...]]:
    """Return the service that is meant, with who is new on the roster.

    Problems: `agency.no_name` for a new one without name, short name or kind.
    """
    found = audit.agencies.get(wanted.agency)
    if found and found.coordinating:
        return found, ()
    who = await named(turn, store, wanted.email, wanted.person)
    if found:
        return Agency(key=found.key, name=found.name, short=found.short, kind=found.kind,
                      coordinators=(who.person.id,)), who.added  # fmt: skip
    key = agency_key(wanted.short or wanted.name)
    if not wanted.name or not key or wanted.kind not in KINDS or wanted.agency not in {NEW, ""}:
        raise Problem(Code.AGENCY_NO_NAME)
    if key in audit.agencies:
        raise Problem(Code.AGENCY_THERE)
    made = Agency(key=key, name=wanted.name, short=wanted.short[:12] or wanted.name[:12],
                  kind=wanted.kind, coordinators=(who.person.id,))  # fmt: skip
    return made, who.added


async def remove_agency(turn: Turn, store: Store) -> Reply:
    """Ask a service no longer."""

    async def change(audit: Audit, wanted: Wanted) -> tuple[Alteration, tuple[Person, ...], str]:
        returns = await loading.returns_of(store, audit)
        done = altering.remove_agency(audit, wanted.agency, returns, saying(turn, wanted.reason))
        return done, (), "**It is asked no longer.** Its people see nothing of it any more."

    return await altered(turn, store, change)


async def remove_person(turn: Turn, store: Store) -> Reply:
    """Take somebody who has left out of everything at once."""

    async def change(audit: Audit, wanted: Wanted) -> tuple[Alteration, tuple[Person, ...], str]:
        found = await store.people_by_email([wanted.email.casefold()])
        if not found:
            raise Problem(Code.CHANGE_NOBODY)
        person = next(iter(found.values()))
        returns = await loading.returns_of(store, audit)
        done = altering.remove_person(audit, person.id, returns, saying(turn, wanted.reason))
        return done, (), f"**{person.name} is out** and sees nothing of this audit any more."

    return await altered(turn, store, change)


async def close(turn: Turn, store: Store) -> Reply:
    """Close the audit, with the reason."""

    async def change(audit: Audit, wanted: Wanted) -> tuple[Alteration, tuple[Person, ...], str]:
        why = altering.because(saying(turn, wanted.reason))
        return altering.close(audit, why), (), "**The audit is closed.** Returns no longer change."

    return await altered(turn, store, change)


async def reopen(turn: Turn, store: Store) -> Reply:
    """Open a closed audit again."""

    async def change(audit: Audit, wanted: Wanted) -> tuple[Alteration, tuple[Person, ...], str]:
        done = altering.reopen(audit, saying(turn, wanted.reason))
        return done, (), "**The audit is open again.**"

    return await altered(turn, store, change)


async def propose(turn: Turn, store: Store) -> Reply:
    """Take up a proposal: ask the service at once, or show what is missing to ask it."""
    audit = await audit_of(turn, store)
    keys = [reading.words_in(turn.data, key) for key in ("family", "kind", "name")]
    found = next((one for one in (await proposed(store, audit))[0]
                  if [one.family, one.kind, one.name] == keys), None)  # fmt: skip
    if found is None:  # it was taken up just now
        return Reply(card=await proposals_card(turn, store, audit))
    why = proposals_cards.because(audit, found)
    if not found.agency:
        begun = Begun(name=found.name, kind=found.kind, family=found.family, why=why)
        return Reply(card=card.add_agency(audit, begun))
    agency = audit.agencies[found.agency]
    returns = await loading.returns_of(store, audit)
    done = altering.add_agency(audit, agency, (found.family,), saying(turn, why), returns=returns)
    after = await loading.alter(store, done)
    told = asked(agency, (found.family,))
    return Reply(card=await step(store, after, "", (told,)))
