"""The commands for the journal: `maca journal verify`, `head` and `export`."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TypeVar

import click

from bot import stores
from bot.rosters import told
from bot.settings import SettingsError, from_environment
from bot.stores import AnyStore
from storage import chain
from storage.chain import BEGUN, Finding, Head, Link

T = TypeVar("T")
WORDS = {
    "changed": "was changed",
    "missing": "is missing",
    "added": "was added by somebody else",
    "link": "does not fit the one before it",
    "gap": "links are missing, or in another order",
    "anew": "somebody took the chain away, and a new one was begun",
    "head": "the head that you gave is not in the chain",
    "key": "is gone, so nothing can be proven",
}
TRIES = 3
AUDIT = click.argument("audit_id", default="", metavar="[AUDIT]")


class TamperedError(click.ClickException):
    """The journal is not as it was written."""


@click.group()
def journal() -> None:
    """Prove that the journal is as it was written, and hand it on."""


def with_store(work: Callable[[AnyStore], Awaitable[T]]) -> T:
    """Do something with the store, which is only read; the bot may run."""

    async def run() -> T:
        async with stores.looked_at(from_environment()) as store:
            return await work(store)

    running: Coroutine[None, None, T] = run()
    return asyncio.run(running)


async def ids(store: AnyStore, audit_id: str) -> Sequence[str]:
    """Return the ids of the audits that are meant. Raises SettingsError for one that is none."""
    found = sorted(audit.id for audit in await store.audits())
    if audit_id and audit_id not in found:
        raise SettingsError(f"There is no audit {audit_id}. `maca audits` lists them.")
    return [audit_id] if audit_id else found


@journal.command("verify")
@AUDIT
@click.option("--head", help="A head that `maca journal head` gave earlier, for this AUDIT.")
@told
def verify(audit_id: str, head: str | None) -> None:
    """Find every row of the journal that was changed, dropped, moved or added, and say where."""
    if head and not audit_id:
        raise SettingsError("Name the audit whose head it is.")
    kept = head_in(head) if head else None

    async def work(store: AnyStore) -> list[Verified]:
        return [await verified(store, one, kept) for one in await ids(store, audit_id)]

    done = with_store(work)
    for _ in range(TRIES):  # a folder that is written to is not of one moment: what stays is wrong
        if not any(one.findings for one in done):
            break
        done = with_store(work)
    for line in [line for one in done for line in one.lines()] or ["There is no audit."]:
        click.echo(line)
    if any(one.findings for one in done):
        raise TamperedError("The journal is not as it was written. Keep a copy of everything as "
                            "it is now, and tell who is responsible for security.")  # fmt: skip


def head_in(words: str) -> Head:
    """Return the head that was given. Raises SettingsError."""
    try:
        return Head.read(words)
    except ValueError:
        words_for_it = "A head looks like 12:9f3a..., as `maca journal head` gives it."
        raise SettingsError(words_for_it) from None


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in one audit's journal."""

    audit_id: str
    links: Sequence[Link]
    findings: Sequence[Finding]

    def lines(self) -> list[str]:
        """Return it in words."""
        found = [f"{self.audit_id}: {sentence(one)}" for one in self.findings]
        return found or [f"{self.audit_id}: {whole(self.links)}"]


async def verified(store: AnyStore, audit_id: str, head: Head | None) -> Verified:
    """Return what is found in one audit's journal."""
    links, journals = await store.whole_chain(audit_id)
    found = chain.findings(store.ring, audit_id, links, journals)
    if head and (wrong := chain.at_head(links, head)):
        found.append(wrong)
    return Verified(audit_id, links, found)


def sentence(found: Finding) -> str:
    """Return one finding in words, with its place first."""
    return f"{found.where}: {WORDS[found.what]}."


def whole(links: Sequence[Link]) -> str:
    """Return what is said of a chain that is whole."""
    rows = [link for link in links if not link.about.startswith("chain/")]
    told = f"whole, {len(rows)} links."
    if links and links[0].about == BEGUN:
        told += " An earlier version wrote the first rows: they were linked as they were found."
    return told


@journal.command("head")
@AUDIT
@told
def show_head(audit_id: str) -> None:
    """Print the newest link of each chain. Keep it elsewhere: it proves all that came before."""

    async def work(store: AnyStore) -> list[str]:
        found = await ids(store, audit_id)
        return [f"{one} {head_of(await store.chain(one))}" for one in found]

    for line in with_store(work):
        click.echo(line)


def head_of(links: Sequence[Link]) -> Head:
    """Return the newest link's number and proof."""
    return Head(links[-1].number, links[-1].proof) if links else chain.NOTHING


@journal.command("export")
@AUDIT
@told
def export(audit_id: str) -> None:
    """Write every row with its proof, a line of JSON each, as a SIEM takes them in.

    Rows say who did what and when, by ids and codes, with the reasons that were given: never an
    answer, and no child's name.
    """

    async def work(store: AnyStore) -> list[str]:
        return [line for one in await ids(store, audit_id) for line in await lines(store, one)]

    for line in with_store(work):
        click.echo(line)


async def lines(store: AnyStore, audit_id: str) -> list[str]:
    """Return an audit's rows in the order in which they were kept."""
    links, journals = await store.whole_chain(audit_id)
    seen: dict[str, int] = {}
    told = []
    for link in links:
        place = seen.get(link.about, 0)
        seen[link.about] = place + 1
        rows = journals.get(link.about, ())
        row = json.loads(rows[place]) if place < len(rows) else None
        proof = base64.b64encode(link.proof).decode()
        told.append(json.dumps({"audit": audit_id, "number": link.number, "about": link.about,
                                "row": row, "proof": proof}, ensure_ascii=False))  # fmt: skip
    return told
