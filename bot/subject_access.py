"""The command `maca subject-access`: what is held about a family or by a person, blacked out."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import click

from audits.altering import Alteration, because, line
from audits.audit import Audit
from audits.identity import key_of, viewed
from audits.involvement import Saying
from audits.people import Person
from bot import subject_pieces as pieces
from bot.clock import Clock
from bot.maker import Made
from bot.out_tray import put
from bot.rosters import told
from bot.setting_up import BY, WHY, audit_of, person, with_store
from bot.settings import Settings
from dialogs import loading, material
from files import subject_access as document
from files.fair_copy import usual
from files.material import Material
from files.subject_access import Piece, Request
from storage.contract import Batch, Store

ACCESS = "subject.access"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for."""

    audit_id: str
    family: str
    contact: str
    keep: tuple[str, ...]
    with_names: bool
    by: str
    reason: str


@click.command("subject-access")
@click.argument("audit_id")
@click.option("--family", default="", help="The family's code.")
@click.option("--contact", default="", metavar="EMAIL", help="Or the work e-mail of who wrote.")
@click.option("--keep", multiple=True, metavar="NAME",
              help="A name of the person who asks, which stays; again for each.")  # fmt: skip
@click.option("--with-names", is_flag=True,
              help="The identity sheet too, and the look in its journal.")  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="A .docx file."
)
@click.option("--over", is_flag=True, help="Write over a file that is there.")
@BY
@WHY
@told
def subject_access(output: Path, *, over: bool, **given: object) -> None:
    """Write all that is held about a family, or by a contact, into a Word file to be checked.

    Names and numbers of others are blacked out as far as they are known. A person decides what may
    go out. The audit's journal says that this was done, for whom and why.
    """
    asked = Asked(**given)  # type: ignore[arg-type]
    if bool(asked.family) is bool(asked.contact):
        raise click.UsageError("Give either --family or --contact.")

    async def work(store: Store, settings: Settings) -> tuple[Made, int]:
        request = await gathered(asked, store, settings)
        made = Made(name=output.name, content=document.made(request))
        await noted(asked, made, store, settings)
        return made, len(request.pieces)

    made, count = with_store(work)
    path = put(made, output, over=over)
    click.echo(f"{count} pieces are in {path}. Somebody has to read all of it before it goes out.")


async def gathered(asked: Asked, store: Store, settings: Settings) -> Request:
    """Return all that is held. Raises ClickException where nobody and nothing is so called."""
    audit, at = await audit_of(store, asked.audit_id), Clock().now()
    words = settings.partnership_words()
    held = await material.gathered(audit, store, at=at, partnership=words)
    if asked.family:
        code = family_of(audit, asked.family)
        about, found = f"Family {code}", await about_family(held, code, asked, store)
        sheet = await store.identity(key_of(audit.id, code))
        names = [one.names for one in sheet.people] if sheet else []
        mine = list(asked.keep)
    else:
        who = await contact(asked.contact, store)
        about, found = who.email, await by_person(held, who, store)
        names, mine = await on_sheets(audit, store), [*asked.keep, who.name]
    everybody = [one.name for one in held.people.values()]
    return Request(
        about=about, audit=audit.title, partnership=words.name, marking=held.marking,
        pieces=found, names=[*names, *everybody], keep=mine, usual=tuple(usual(held)),
    )  # fmt: skip


def family_of(audit: Audit, code: str) -> str:
    """Return the family's code as the audit writes it. Raises ClickException for none such."""
    found = next((one for one in audit.families if one.casefold() == code.casefold()), None)
    if found is None:
        known = ", ".join(sorted(audit.families))
        raise click.ClickException(f"There is no family {code} in {audit.id}. There is: {known}.")
    return found


async def contact(email: str, store: Store) -> Person:
    """Return the person with this work e-mail. Raises ClickException for nobody."""
    found = await store.people_by_email([email])
    if not found:
        raise click.ClickException(f"Nobody with the e-mail {email} is on the roster.")
    return next(iter(found.values()))


async def on_sheets(audit: Audit, store: Store) -> list[str]:
    """Return every name on the audit's identity sheets: none of them may go out with a return."""
    sheets = [await store.identity(one) for one in await store.identity_ids(audit.id)]
    return [one.names for sheet in sheets if sheet for one in sheet.people]


async def about_family(held: Material, code: str, asked: Asked, store: Store) -> list[Piece]:
    """Return all that is held about a family, drafts of returns too."""
    audit, writing = held.audit, pieces.Writing(held.audit)
    found = list(pieces.of_family(audit, code))
    for one in held.got.standings:
        ret = await store.agency_return(one.id) if one.family == code else None
        if ret:
            found += pieces.of_return(ret, writing)
            found += pieces.of_lines(held.journal.get(ret.id, ()), place(ret.id), writing)
    panel = held.panel(code)
    found += pieces.of_panel(panel, writing)
    found += pieces.of_lines(held.journal.get(panel.id, ()), place(panel.id), writing)
    sheet = await store.identity(key_of(audit.id, code))
    found += pieces.of_sheet(sheet, writing, names=asked.with_names) if sheet else ()
    return found


async def by_person(held: Material, who: Person, store: Store) -> list[Piece]:
    """Return what is known of a person and all that they wrote or did in this audit."""
    audit, writing = held.audit, pieces.Writing(held.audit)

    def by(one: str) -> bool:
        return one == who.id

    found = list(pieces.of_person(who, await store.reach(who.id)))
    for one in held.got.standings:
        ret = await store.agency_return(one.id)
        found += pieces.of_return(ret, writing, by) if ret else ()
    for panel in held.kept:
        found += pieces.of_panel(panel, writing, by)
    found += pieces.of_questions(audit, writing, by)
    for key, events in sorted(held.journal.items()):
        found += pieces.of_lines(events, place(key), writing, by)
    lines = await store.audit_journal(audit.id)
    found += pieces.of_lines(lines, "The audit", writing, by)
    sent = [entry for entry in held.nudges if by(entry.nudge.person)]
    for entry in sent:
        when = writing("", entry.claimed_at)
        name = f"Messages to them: {entry.nudge.kind.value}"
        found.append(Piece(place=name, words=entry.outcome.value, written=when, free=False))
    return found


def place(key: str) -> str:
    """Return where a journal belongs, by the id of its record: family and service."""
    return "Journal of " + key.replace("/", ".").partition(".")[2]


async def noted(asked: Asked, made: Made, store: Store, settings: Settings) -> None:
    """Keep in the journal that it was done, and a look at names in the sheet's own."""
    audit, at = await audit_of(store, asked.audit_id), Clock().now()
    who = await person(store, settings, asked.by)
    saying = because(Saying(by=who.id, at=at, words=asked.reason))
    subject = asked.family or (await contact(asked.contact, store)).id
    about = (subject, hashlib.sha256(made.content).hexdigest())
    lines = line(audit, ACCESS, saying, *about)
    await loading.alter(store, Alteration(audit=audit, lines=lines))
    sheet_id = key_of(audit.id, family_of(audit, asked.family)) if asked.family else ""
    sheet = await store.identity(sheet_id) if asked.with_names and sheet_id else None
    if sheet and sheet.people:
        await store.keep_batch(Batch(identities=(viewed(sheet, by=who.id, at=at),)))
