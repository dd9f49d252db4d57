"""The commands that set an audit up without Teams: `maca audit ...`, `maca identity ...`."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from audits import altering, drafts
from audits.audit import Audit
from audits.choosing import Draw
from audits.drafts import Draft, missing
from audits.involvement import Saying
from audits.people import Person
from audits.roster import person_id
from bot import stores
from bot.clock import Clock
from bot.destroying import destroyed
from bot.rosters import FILE, told
from bot.settings import Settings, from_environment
from bot.stores import AnyStore
from cards.choosing import preview_lines
from cards.draft import MISSING
from cards.words import day
from dialogs import loading
from files.roster import load_roster
from files.tool import load_tool
from storage.contract import Store

T = TypeVar("T")
BY = click.option("--by", required=True, metavar="EMAIL", help="Your work e-mail.")
WHY = click.option("--reason", required=True, help="One sentence. It goes into the journal.")


def with_store(work: Callable[[AnyStore, Settings], Awaitable[T]]) -> T:
    """Do something with the store of the settings, which nobody else may have open."""

    async def run() -> T:
        settings = from_environment()
        store = await stores.opened(settings)
        try:
            return await work(store, settings)
        finally:
            await store.close()

    running: Coroutine[None, None, T] = run()
    return asyncio.run(running)


@click.group()
def audit() -> None:
    """Set up, open, change or close an audit. Stop the bot first: one program has the folder."""


@audit.command("new")
@click.option("--title", required=True, help="What the audit is called.")
@click.option(
    "--audit-day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="When the panel meets."
)
@click.option("--roster", "roster_file", type=FILE, help="The roster, a workbook.")
@click.option("--tool", "tool_file", type=FILE, help="An XLSForm; the six themes without it.")
@click.option(
    "--period", default="the last 12 months", show_default=True, help="What returns are about."
)
@click.option("--why", default="", help="Why the audit is made.")
@click.option("--context", default="", help="What the theme on context is about.")
@BY
@told
def new(**given: object) -> None:
    """Begin an audit. Nobody is asked before `maca audit open`."""
    draft = with_store(lambda store, settings: begun(store, settings, given))
    click.echo(f"The audit {draft.id} is set up so far. {standing(draft)}")


async def begun(store: AnyStore, settings: Settings, given: dict[str, object]) -> Draft:
    """Begin the audit with all that was given."""
    at = Clock().now()
    who = await person(store, settings, str(given["by"]))
    draft = await loading.begin(store, settings.partnership_words(), who, at)
    words = {name: str(given[name]) for name in ("title", "period", "context")}
    words["reason"] = str(given["why"])
    after = drafts.described(draft, words, by=who.id, at=at)
    found = given["audit_day"]
    chosen = found.date() if isinstance(found, datetime) else None
    after = drafts.changed(after, "audit.timed", by=who.id, at=at, audit_day=chosen)
    if isinstance(given["tool_file"], Path):
        tool = load_tool(source(given["tool_file"]))
        after = drafts.changed(after, "tool.chosen", by=who.id, at=at, tool=tool)
    draft = await loading.keep(store, draft, after)
    if isinstance(given["roster_file"], Path):
        draft = await loaded(store, settings, draft, given["roster_file"])
    return draft


def source(file: Path) -> str | bytes:
    """Return a tool's file as it is read: Markdown as text, Excel as bytes."""
    return file.read_text(encoding="utf-8") if file.suffix == ".md" else file.read_bytes()


async def person(store: Store, settings: Settings, email: str) -> Person:
    """Return somebody by their e-mail; who is not known yet becomes known."""
    found = await store.people_by_email([email])
    if found:
        return next(iter(found.values()))
    made = Person(id=person_id(email), tenant=settings.tenant_id, object_id="", name=email,
                  email=email.strip().casefold())  # fmt: skip
    await store.keep_person(made)
    return made


async def loaded(store: AnyStore, settings: Settings, draft: Draft, file: Path) -> Draft:
    """Take a roster into the draft, whole or not at all, and say what came of it."""
    at, by = Clock().now(), draft.made_by
    with click.progressbar(length=3, label="Loading the roster") as bar:
        found = await asyncio.to_thread(lambda: load_roster(file.read_bytes(), file.name))
        bar.update(1)
        done = await loading.worked_out(
            store, draft, found.roster, loading.Asked(tenant=settings.tenant_id, by=by, at=at)
        )
        bar.update(1)
        after = draft if done.refused else await loading.take(store, draft, done)
        bar.update(1)
    for line in (*found.notes, *preview_lines(done)):
        click.echo(line)
    if done.refused:
        raise click.ClickException("Nothing was taken: see the refused lines above.")
    return after


def standing(draft: Draft) -> str:
    """Return what is still missing, or how to go on."""
    wanting = missing(draft, draft.here(Clock().now()).date())
    if not wanting:
        times = draft.timetable
        due = f" Returns would be due on {day(times.due)}." if times else ""
        return f"It can open: maca audit open {draft.id}.{due}"
    lines = (MISSING[what].format(about) for what, about in wanting)
    return "Still missing:\n" + "\n".join(f"- {line}" for line in lines)


@audit.command("load")
@click.argument("draft_id")
@click.argument("file", type=FILE)
@told
def load(draft_id: str, file: Path) -> None:
    """Load a roster into an audit that is being set up. The same file again changes nothing."""

    async def work(store: AnyStore, settings: Settings) -> Draft:
        return await loaded(store, settings, await draft_of(store, draft_id), file)

    click.echo(standing(with_store(work)))


async def draft_of(store: Store, draft_id: str) -> Draft:
    """Return the draft. Raises ClickException where there is none."""
    found = await store.draft(draft_id)
    if found is None:
        names = ", ".join(draft.id for draft in await store.drafts() if draft.waits) or "none"
        raise click.ClickException(f"No audit {draft_id} is being set up. There is: {names}.")
    return found


@audit.command("choose")
@click.argument("draft_id")
@click.option("--family", "families", multiple=True, help="Its code; again for each family.")
@click.option("--random", "count", type=int, help="Draw so many.")
@click.option("--seed", help="Draw again with the same seed; made where none is given.")
@WHY
@told
def choose(draft_id: str, **how: object) -> None:
    """Choose the families from the long list, by hand or at random, with the reason."""

    async def work(store: AnyStore, _settings: Settings) -> Draft:
        draft = await draft_of(store, draft_id)
        return await loading.keep(store, draft, chosen(draft, how, Clock().now()))

    draft = with_store(work)
    seed = f" Seed: {draft.picked.seed}." if draft.picked and draft.picked.seed else ""
    click.echo(f"Chosen: {', '.join(draft.chosen)}.{seed} {standing(draft)}")


def chosen(draft: Draft, how: dict[str, object], at: datetime) -> Draft:
    """Return the draft with the families that were asked for."""
    reason, by = str(how["reason"]), draft.made_by
    if isinstance(how["count"], int):
        seed = str(how["seed"] or f"{at:%Y%m%d%H%M%S}")
        draw = Draw(count=how["count"], seed=seed, reason=reason)
        return drafts.picked_at_random(draft, draw, by=by, at=at)
    codes = tuple(str(one) for one in as_list(how["families"]))
    return drafts.picked_by_hand(draft, codes, reason, by=by, at=at)


def as_list(given: object) -> Sequence[object]:
    """Return what an option was given several times."""
    return given if isinstance(given, tuple) else ()


@audit.command("open")
@click.argument("draft_id")
@told
def open_(draft_id: str) -> None:
    """Open the audit: agencies are asked from now on."""

    async def work(store: AnyStore, _settings: Settings) -> Audit:
        draft = await draft_of(store, draft_id)
        return await loading.open_audit(store, draft, by=draft.made_by, at=Clock().now())

    opened = with_store(work)
    owed = sum(len(family.involved) for family in opened.families.values())
    told = f"{len(opened.families)} families, {len(opened.agencies)} agencies, {owed} returns"
    click.echo(f"The audit {opened.id} is open: {told}, due {day(opened.due)}.")


@audit.command("close")
@click.argument("audit_id")
@BY
@WHY
@told
def close(audit_id: str, by: str, reason: str) -> None:
    """Close the audit: its returns no longer change."""
    altered(audit_id, by, reason, altering.close)
    click.echo(f"The audit {audit_id} is closed.")


@audit.command("reopen")
@click.argument("audit_id")
@BY
@WHY
@told
def reopen(audit_id: str, by: str, reason: str) -> None:
    """Open a closed audit again."""
    altered(audit_id, by, reason, altering.reopen)
    click.echo(f"The audit {audit_id} is open again.")


def altered(
    audit_id: str, by: str, reason: str, change: Callable[[Audit, Saying], altering.Alteration]
) -> None:
    """Keep a change to an audit that runs."""

    async def work(store: AnyStore, settings: Settings) -> None:
        who = await person(store, settings, by)
        saying = Saying(by=who.id, at=Clock().now(), words=reason)
        await loading.alter(store, change(await audit_of(store, audit_id), saying))

    with_store(work)


async def audit_of(store: Store, audit_id: str) -> Audit:
    """Return the audit. Raises ClickException where there is none."""
    found = await store.audit(audit_id)
    if found is None:
        raise click.ClickException(f"There is no audit {audit_id}.")
    return found


@audit.command("leaver")
@click.argument("audit_id")
@click.option("--email", required=True, help="The work e-mail of who has left.")
@BY
@WHY
@told
def leaver(audit_id: str, email: str, by: str, reason: str) -> None:
    """Take somebody who has left out of the audit at once."""

    async def work(store: AnyStore, settings: Settings) -> None:
        gone = await store.people_by_email([email])
        if not gone:
            raise click.ClickException(f"Nobody with the e-mail {email} is on the roster.")
        who = await person(store, settings, by)
        saying = Saying(by=who.id, at=Clock().now(), words=reason)
        found = await audit_of(store, audit_id)
        await loading.remove_person(store, found, next(iter(gone.values())).id, saying)

    with_store(work)
    click.echo("Done. They see nothing of this audit any more.")


@click.group()
def identity() -> None:
    """Destroy identity sheets."""


@identity.command("destroy")
@click.argument("audit_id")
@BY
@told
def destroy(audit_id: str, by: str) -> None:
    """Destroy an audit's names for good. Two people give this command, one after the other."""
    click.echo(with_store(lambda store, settings: destroyed(store, settings, audit_id, by)))
