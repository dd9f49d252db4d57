"""Copies records from one store into another, all or one audit's, and proves that it did."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from storage import codec
from storage.codec import FORMAT, PersonRecord, ReachRecord
from storage.moving import ClashError, Kept, Kind, Tally, WholeStore, digest

AT_ONCE = 100
"""Records taken in together."""
LONGEST = 200
"""Characters of a text that may be somebody's id."""
OWN = frozenset({Kind.PEOPLE, Kind.REACHES})
"""What a store that has it already knows better: its own people."""


class NotTheSameError(Exception):
    """What arrived is not what was sent. The words say what differs and are fit to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was copied, and the proof."""

    counts: Mapping[Kind, int]
    hashes: Mapping[Kind, str]
    whole: str
    """One hash of all that was copied, the same in both stores."""
    new: int
    """How many records were not there before."""
    known: int
    """People whom the other store knew already, as it knows them."""


async def copied(source: WholeStore, target: WholeStore, audit_id: str = "") -> Copied:
    """Copy every record, or those of an audit with everybody whom it names, and compare.

    What stands in the target already and is the same is left, so that it can be done again after
    any interruption. Raises ClashError before anything is written, NotTheSameError, OSError.
    """
    known = await clashes_refused(source, target, audit_id)
    sent, new, batch = Tally(), 0, list[Kept]()
    async for record in given(source, audit_id):
        if (record.kind, record.id) in known:
            continue
        sent.add(record)
        batch.append(record)
        if len(batch) == AT_ONCE:
            new += await target.take_in(batch)
            batch = []
    new += await target.take_in(batch) if batch else 0
    arrived = await arrived_of(target, sent, audit_id)
    compared(sent, arrived)
    return Copied(
        counts=sent.counts, hashes={kind: sent.hash_of(kind) for kind in sent.digests},
        whole=sent.whole(), new=new, known=sum(kind is Kind.PEOPLE for kind, _ in known),
    )  # fmt: skip


async def given(source: WholeStore, audit_id: str) -> AsyncIterator[Kept]:
    """Give all that is to be copied; with one audit those people first whom it names."""
    if audit_id:
        async for record in people_of(source, audit_id):
            yield record
    async for record in source.everything(audit_id):
        yield record


async def people_of(source: WholeStore, audit_id: str) -> AsyncIterator[Kept]:
    """Give everybody whom any record of the audit names, and how they are reached."""
    words: set[str] = set()
    async for record in source.everything(audit_id):
        if record.kind is not Kind.PAPERS:
            words |= set(texts_in(msgspec.json.decode(record.plain)))
    everybody = await source.people(sorted(words))
    for key, person in sorted(everybody.items()):
        plain = codec.encode(PersonRecord(format=FORMAT, person=person))
        yield Kept(Kind.PEOPLE, key, "", plain)
    for key in sorted(everybody):
        if reach := await source.reach(key):
            plain = codec.encode(ReachRecord(format=FORMAT, reach=reach))
            yield Kept(Kind.REACHES, key, "", plain)


def texts_in(thing: object) -> Iterator[str]:
    """Yield every text of a record that is short enough for an id, keys of tables too."""
    if isinstance(thing, str):
        if len(thing) <= LONGEST:
            yield thing
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from (str(key), *texts_in(value))
    elif isinstance(thing, list):
        for one in thing:
            yield from texts_in(one)


async def clashes_refused(
    source: WholeStore, target: WholeStore, audit_id: str
) -> set[tuple[Kind, str]]:
    """Return which of the source's people the target knows already. Raises ClashError."""
    there = await digests_of(target, audit_id)
    known = set()
    async for record in given(source, audit_id):
        name = (record.kind, record.id)
        if record.kind in OWN and audit_id:
            stands = await own(target, record)
        else:
            stands = there.get(name)
        if stands is None or stands == digest(record):
            continue
        if record.kind not in OWN or not await same_person(target, record):
            raise ClashError(*name)
        known.add(name)
    return known


async def digests_of(target: WholeStore, audit_id: str) -> dict[tuple[Kind, str], bytes]:
    """Return the hashes of what is in the target."""
    return {(one.kind, one.id): digest(one) async for one in target.everything(audit_id)}


async def own(target: WholeStore, record: Kept) -> bytes | None:
    """Return the hash of what the target knows of a person, None where it knows nobody."""
    if record.kind is Kind.REACHES:
        reach = await target.reach(record.id)
        plain = codec.encode(ReachRecord(format=FORMAT, reach=reach)) if reach else b""
    else:
        person = (await target.people([record.id])).get(record.id)
        plain = codec.encode(PersonRecord(format=FORMAT, person=person)) if person else b""
    return digest(record._replace(plain=plain)) if plain else None


async def same_person(target: WholeStore, record: Kept) -> bool:
    """Tell whether the target's person by this id is the same one, by their work e-mail."""
    if record.kind is Kind.REACHES:
        return True
    coming = codec.decode(PersonRecord, record.plain)["person"]
    found = (await target.people([record.id])).get(record.id)
    return found is not None and found.email.casefold() == coming.email.casefold()


async def arrived_of(target: WholeStore, sent: Tally, audit_id: str) -> Tally:
    """Return what of the records that were sent is in the target now, read again."""
    arrived = Tally()
    async for record in target.everything(audit_id):
        if record.id in sent.digests.get(record.kind, {}):
            arrived.add(record)
    if audit_id:
        for kind in sorted(OWN & set(sent.digests)):
            for key in sent.digests[kind]:
                if found := await own(target, Kept(kind, key, "", b"")):
                    arrived.digests.setdefault(kind, {})[key] = found
    return arrived


def compared(sent: Tally, arrived: Tally) -> None:
    """Raise NotTheSameError where counts or hashes differ."""
    wrong: Sequence[str] = [
        f"{kind}: {sent.counts[kind]} were sent, {arrived.counts.get(kind, 0)} arrived"
        for kind in sent.digests
        if sent.hash_of(kind) != arrived.hash_of(kind)
    ]
    if wrong:
        raise NotTheSameError(
            f"What arrived is not what was sent. {'; '.join(wrong)}. If somebody wrote meanwhile, "
            "stop the bot and copy again: what is the same is left."
        )
