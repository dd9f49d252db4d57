"""The commands of retention: `maca retention show | run | hold | release | set | certificates`."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from audits import keeping
from audits.altering import Alteration
from audits.audit import Audit
from audits.involvement import Saying
from audits.retention import DataClass, Periods
from bot.clock import Clock
from bot.maker import Made
from bot.out_tray import put
from bot.preview import table
from bot.retention import Steward, certificates
from bot.rosters import told
from bot.setting_up import BY, WHY, audit_of, person, with_store
from bot.settings import Settings
from bot.workshop import Workshop
from cards.retention import WHAT, state
from dialogs import loading
from files import certificates as files
from storage.moving import WholeStore
from storage.names import audit_aside
from storage.tiny import TinyStore

HEAD = ("audit", "what", "months", "how it stands")
MONTHS = click.IntRange(0, 600)


@click.group()
def retention() -> None:
    """Keep to the periods: see them, hold an audit, destroy what is due, get certificates."""


@retention.command("show")
@click.argument("audit_id", default="")
@told
def show(audit_id: str) -> None:
    """Show until when each class of an audit's data is kept, and what holds it."""

    async def work(store: WholeStore, settings: Settings) -> list[str]:
        at = Clock().now()
        found = [audit for audit in await store.audits() if audit_id in {"", audit.id}]
        lines = [line for audit in found for line in lines_of(audit, settings, at)]
        return [*(lines or ["There is no audit."]), *aside_of(store, audit_id)]

    for line in with_store(work):
        click.echo(line)


def aside_of(store: WholeStore, audit_id: str) -> list[str]:
    """Return what a folder has set aside because it could not be read; the audit's or unknown."""
    names = store.set_aside if isinstance(store, TinyStore) else []
    known = [(name, audit_aside(name)) for name in names]
    rows = [f"  {name} ({f'ends with {of}' if of else 'of no known audit: ends by hand'})"
            for name, of in known if not audit_id or of in {"", audit_id}]  # fmt: skip
    if not rows:
        return []
    return ["These could not be read and lie in “set-aside”: mend them, or remove them.", *rows]


def lines_of(audit: Audit, settings: Settings, at: datetime) -> list[str]:
    """Return what stands of one audit, its hold first."""
    hold = audit.retention.hold
    rows = [HEAD]
    for one in keeping.standings(audit, settings.periods(), at):
        words = state(audit, one).replace("*", "")
        rows.append((audit.id, WHAT[one.data][0], str(one.months), words))
    if hold is None:
        return table(rows)
    asked = f" {hold.release_by} asked to lift it: {hold.release_why}" if hold.release_by else ""
    return [f"{audit.id} is held by {hold.by} since {hold.at:%d %b %Y}: {hold.why}.{asked}",
            *table(rows)]  # fmt: skip


@retention.command("run")
@told
def run() -> None:
    """Announce and destroy what is due now, as the bot does by itself every ten minutes."""

    async def work(store: WholeStore, settings: Settings) -> list[str]:
        template = settings.report_template.read_bytes() if settings.report_template else None
        steward = Steward(store=store, clock=Clock(), partnership=settings.partnership_words(),
                          workshop=Workshop(), template=template)  # fmt: skip
        return [f"{one.reference}: {WHAT[one.data][0]} destroyed." for one in await steward.sweep()]

    for line in with_store(work) or ["Nothing is due."]:
        click.echo(line)


@retention.command("hold")
@click.argument("audit_id")
@BY
@WHY
@told
def hold(audit_id: str, by: str, reason: str) -> None:
    """Hold an audit: nothing of it is announced or destroyed until two people lift the hold."""
    altered(audit_id, by, reason, keeping.hold)
    click.echo(f"The audit {audit_id} is held. Nothing of it is destroyed.")


@retention.command("release")
@click.argument("audit_id")
@BY
@click.option("--reason", default="", help="Why it can be lifted: for whoever asks first.")
@told
def release(audit_id: str, by: str, reason: str) -> None:
    """Lift a hold. Two people give this command, one after the other."""

    def change(audit: Audit, saying: Saying) -> Alteration:
        standing = keeping.standing_hold(audit)
        agrees = standing.release_by and standing.release_by != saying.by
        return (keeping.agree if agrees else keeping.release)(audit, saying)

    lifted = altered(audit_id, by, reason, change).retention.hold is None
    click.echo("The hold is lifted. What is due is announced first, and destroyed two weeks later."
               if lifted else "You asked for the hold to be lifted. It stands until somebody else "
               "gives the same command.")  # fmt: skip


@retention.command("set")
@click.argument("audit_id")
@click.option("--identity", type=MONTHS, required=True, help="Months for names.")
@click.option("--returns", type=MONTHS, required=True, help="Months for what services answered.")
@click.option("--report", type=MONTHS, required=True, help="Months for the panel's records.")
@click.option("--journal", type=MONTHS, required=True, help="Months for the journal.")
@BY
@WHY
@told
def set_(audit_id: str, by: str, reason: str, **months: int) -> None:
    """Give an audit periods of its own, counted in months from its close."""
    periods = Periods(**{data.value: months[data.value] for data in DataClass})
    altered(audit_id, by, reason, lambda audit, why: keeping.set_periods(audit, periods, why))
    click.echo(f"The periods of {audit_id} are set.")


def altered(
    audit_id: str, by: str, reason: str, change: Callable[[Audit, Saying], Alteration]
) -> Audit:
    """Keep a decision about an audit, and return the audit."""

    async def work(store: WholeStore, settings: Settings) -> Audit:
        who = await person(store, settings, by)
        saying = Saying(by=who.id, at=Clock().now(), words=reason)
        return await loading.alter(store, change(await audit_of(store, audit_id), saying))

    return with_store(work)


@retention.command("certificates")
@click.argument("audit_id", default="")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A .docx or a .json file.")
@click.option("--over", is_flag=True, help="Write over a file that is there.")
@told
def certificates_(audit_id: str, output: Path | None, *, over: bool) -> None:
    """List certificates of destruction, also of audits that are gone; or write them to a file."""

    async def work(store: WholeStore, settings: Settings) -> list[str]:
        found = await certificates(store, audit_id)
        if output is None:
            return [f"{one.reference}  {one.destroyed_at:%d %b %Y}  {WHAT[one.data][0]}: "
                    f"{files.counted(one)}" for one in found]  # fmt: skip
        held = settings.partnership, settings.marking
        as_word = output.suffix.lower() != ".json"
        content = files.document(found, *held) if as_word else files.as_json(found)
        path = put(Made(name=output.name, content=content), output, over=over)
        return [f"{len(found)} certificates are in {path}."]

    for line in with_store(work) or ["Nothing has been destroyed so far."]:
        click.echo(line)
