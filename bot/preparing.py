"""What an audit is prepared with, without Teams: more of `maca audit ...`.

Its words and themes, documents, case summaries, genograms; a copy of the last one; dropping it.
"""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from audits import drafts
from audits.audit import Audit
from audits.drafts import Draft
from audits.papers import SUMMARY, TERMS, Sent, paper
from audits.problems import Code, Problem
from bot.clock import Clock
from bot.conversing import one_of
from bot.maker import Made
from bot.out_tray import put
from bot.rosters import FILE, told
from bot.setting_up import BY, draft_of, person, standing, with_store
from bot.settings import Settings
from cards.draft import LENGTHS
from cards.material import SUMMARY_LIMIT
from cards.papers import named
from dialogs import loading, papers
from files.documents import ending
from storage.contract import Store

OUT = click.option("-o", "--output", type=click.Path(path_type=Path), help="File or folder.")


@click.command("copy")
@click.argument("source_id", default="")
@BY
@told
def copy(source_id: str, by: str) -> None:
    """Begin an audit from another one, the newest if none is named: all but its families."""

    async def work(store: Store, settings: Settings) -> Draft:
        who, at = await person(store, settings, by), Clock().now()
        audits = await store.audits()
        found = next((one for one in audits if source_id in {one.id, ""}), None)
        if found is None:
            raise click.ClickException("There is no such audit to copy.")
        draft = await loading.begin(store, settings.partnership_words(), who, at)
        return await loading.copied(store, draft, found, by=who.id, at=at)

    draft = with_store(work)
    click.echo(f"The audit {draft.id} is set up so far. {standing(draft)}")


def lengths(command: Any) -> Any:  # noqa: ANN401 - a decorator
    """Give the command an option for each length of the timetable."""
    for name, words in reversed(list(LENGTHS.items())):
        option = f"--{name.replace('_', '-')}-days"
        command = click.option(option, name, type=click.IntRange(1, 60), help=f"{words}.")(command)
    return command


@click.command("change")
@click.argument("draft_id")
@click.option("--title", help="What the audit is called.")
@click.option("--why", "reason", help="Why the audit is made.")
@click.option("--period", help="What returns are about.")
@click.option("--context", help="What the theme on context is about.")
@click.option("--audit-day", type=click.DateTime(["%Y-%m-%d"]), help="When the panel meets.")
@click.option("--theme", "themes", multiple=True, help="A theme that is asked; again for each.")
@lengths
@told
def change(draft_id: str, **given: Any) -> None:  # noqa: ANN401
    """Change an audit that is being set up: its words, its dates, the themes that are asked."""

    async def work(store: Store, _settings: Settings) -> Draft:
        draft = await draft_of(store, draft_id)
        return await loading.keep(store, draft, changed(draft, given))

    click.echo(standing(with_store(work)))


def changed(draft: Draft, given: dict[str, Any]) -> Draft:
    """Return the draft with what was given. Raises ClickException for a theme it has not."""
    by, at = draft.made_by, Clock().now()
    words = {name: given[name] if given[name] is not None else getattr(draft, name)
             for name in ("title", "reason", "period", "context")}  # fmt: skip
    after = drafts.described(draft, words, by=by, at=at) if words["title"] else draft
    if given["audit_day"]:
        after = drafts.changed(after, "audit.timed", by=by, at=at,
                               audit_day=given["audit_day"].date())  # fmt: skip
    longer = {name: given[name] for name in LENGTHS if given[name]}
    if longer:
        after = drafts.changed(after, "audit.timed", by=by, at=at,
                               lengths=replace(draft.lengths, **longer))  # fmt: skip
    if given["themes"]:
        after = drafts.changed(after, "themes.chosen", by=by, at=at,
                               themes=themes_in(draft, given["themes"]))  # fmt: skip
    return after


def themes_in(draft: Draft, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the themes' names, in the order of the tool. Raises ClickException for others."""
    known = [theme.name for theme in draft.tool.themes] if draft.tool else []
    if unknown := sorted(set(wanted) - set(known)):
        raise click.ClickException(f"There is no theme {', '.join(unknown)}. There is: "
                                   f"{', '.join(known)}.")  # fmt: skip
    return tuple(name for name in known if name in wanted)


@click.command("drop")
@click.argument("draft_id")
@told
def drop(draft_id: str) -> None:
    """Drop an audit that is being set up. Nobody was asked anything."""

    async def work(store: Store, _settings: Settings) -> None:
        draft, at = await draft_of(store, draft_id), Clock().now()
        gone = drafts.changed(draft, "audit.dropped", by=draft.made_by, at=at, dropped_at=at)
        await loading.keep(store, draft, gone)

    with_store(work)
    click.echo(f"The audit {draft_id} is dropped.")


def document_kept(audit_id: str, kind: str, family: str, file: Path, by: str) -> None:
    """Keep a document with the audit, and say so. Problems: those of `ending`."""

    async def work(store: Store, settings: Settings) -> str:
        who, one = await person(store, settings, by), await one_of(store, audit_id)
        if family and family not in one.families:
            raise click.ClickException(f"There is no family {family}.")
        content = await asyncio.to_thread(file.read_bytes)
        sent = Sent(kind=kind, family=family, size=len(content), ending=ending(content))
        new = paper(one.id, sent, by=who.id, at=Clock().now())
        await papers.with_paper(store, one, new, content)
        return named(new)

    click.echo(f"Kept: {with_store(work)}.")


@click.command("terms")
@click.argument("audit_id")
@click.argument("file", type=FILE)
@BY
@told
def terms(audit_id: str, file: Path, by: str) -> None:
    """Keep terms of reference (Word or PDF) with an audit, in the place of those before."""
    document_kept(audit_id, TERMS, "", file, by)


@click.command("summary")
@click.argument("audit_id")
@click.argument("family")
@click.argument("file", type=FILE)
@BY
@told
def summary(audit_id: str, family: str, file: Path, by: str) -> None:
    """Keep a family's case summary: a document, or a text file (.txt) with a few lines."""
    code = family.upper()
    if file.suffix.casefold() != ".txt":
        document_kept(audit_id, SUMMARY, code, file, by)
        return
    words = file.read_text(encoding="utf-8").strip()
    if len(words) > SUMMARY_LIMIT:
        raise Problem(Code.WORDS_TOO_LONG)

    async def work(store: Store, settings: Settings) -> None:
        who, draft = await person(store, settings, by), await draft_of(store, audit_id)
        await family_kept(store, draft, (code, "summary.written"), who.id, summary=words)

    with_store(work)
    click.echo(f"The case summary of family {code} is kept.")


async def family_kept(
    store: Store,
    draft: Draft,
    what: tuple[str, str],
    by: str,
    **fields: Any,  # noqa: ANN401
) -> None:
    """Keep a family of the draft with these fields changed. Raises ClickException for none."""
    code, happened = what
    if code not in draft.families:
        raise click.ClickException(f"There is no family {code}.")
    families = {**draft.families, code: replace(draft.families[code], **fields)}
    after = drafts.changed(draft, happened, by=by, at=Clock().now(), why=code, families=families)
    await loading.keep(store, draft, after)


@click.command("genogram")
@click.argument("audit_id")
@click.argument("family")
@OUT
@click.option("--right", is_flag=True, help="Say that somebody of the team found it right.")
@BY
@told
def genogram(audit_id: str, family: str, output: Path | None, by: str, *, right: bool) -> None:
    """Draw a family's genogram as a picture (.png), to be checked by the team."""
    code = family.upper()

    async def work(store: Store, settings: Settings) -> bytes:
        who, one = await person(store, settings, by), await one_of(store, audit_id)
        if code not in one.families:
            raise click.ClickException(f"There is no family {code}.")
        if right and isinstance(one, Draft):
            what = (code, "genogram.checked")
            await family_kept(store, one, what, who.id, checked_by=who.id)
        from files.genogram import drawn  # noqa: PLC0415 - half a second, for those who draw

        return await asyncio.to_thread(drawn, one.families[code].household, f"Family {code}")

    made = Made(name=f"genogram-{code}.png", content=with_store(work))
    click.echo(f"Written to {put(made, output, over=True)}.")


@click.command("papers")
@click.argument("audit_id")
@click.option("--take", default="", metavar="NAME", help="Write this one to a file.")
@OUT
@told
def listed(audit_id: str, take: str, output: Path | None) -> None:
    """List the documents of an audit, or write one of them to a file."""

    async def work(store: Store, _settings: Settings) -> tuple[Audit | Draft, bytes | None]:
        one = await one_of(store, audit_id)
        key = next((found.key for found in one.papers if found.name == take), "")
        return one, await store.paper(key) if key else None

    one, content = with_store(work)
    if take and content is None:
        raise click.ClickException(f"There is no document {take}.")
    if content is not None:
        click.echo(f"Written to {put(Made(name=take, content=content), output, over=False)}.")
        return
    for found in one.papers:
        click.echo(f"{found.name}  {found.size} bytes  {found.at:%d %b %Y}")
    if not one.papers:
        click.echo("There is no document yet.")


COMMANDS = (copy, change, drop, terms, summary, genogram, listed)
