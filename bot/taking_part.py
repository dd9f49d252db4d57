"""Who takes part while an audit runs, and its tool, without Teams: more of `maca audit ...`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from audits.audit import Audit
from audits.roster import KINDS
from bot.conversing import WORDS, Pressed, one_of, pressed, words_of
from bot.rosters import FILE, told
from bot.setting_up import BY, WHY, person, source, with_store
from bot.settings import Settings
from cards.people import NEW
from dialogs import new_tool
from files.tool import load_tool
from files.tool_workbook import workbook
from storage.contract import Store

FAMILIES = click.option("--family", "families", multiple=True, required=True,
                        help="Its code; again for each family.")  # fmt: skip


def carried_out(verb: str, audit_id: str, by: str, filled: Mapping[str, Any]) -> None:
    """Carry out what a card of the chat would, and print what it says of it."""

    async def work(store: Store, settings: Settings) -> list[str]:
        who = await person(store, settings, by)
        await one_of(store, audit_id)
        reply = await pressed(store, settings, who, Pressed(
            verb=verb, data={"audit": audit_id, **filled}))  # fmt: skip
        return words_of(reply.card, style="good") or words_of(reply.card)

    for line in with_store(work):
        click.echo(line)


@click.command("add-agency")
@click.argument("audit_id")
@click.option("--agency", default=NEW, help="The short name of one that takes part already.")
@click.option("--name", default="", help="The name of a new one.")
@click.option("--short", default="", help="Its short name, for tables.")
@click.option("--kind", type=click.Choice(list(KINDS)), default="other", show_default=True,
              help="Decides what it is asked.")  # fmt: skip
@click.option("--coordinator", default="", metavar="EMAIL", help="Its coordinator's work e-mail.")
@click.option("--coordinator-name", default="", help="Their name, if they are new.")
@FAMILIES
@BY
@WHY
@told
def add_agency(audit_id: str, by: str, reason: str, **given: Any) -> None:  # noqa: ANN401
    """Ask one more service about families, or one that takes part about more of them."""
    carried_out("add_agency", audit_id, by, {
        "agency": given["agency"].casefold(), "name": given["name"], "short": given["short"],
        "kind": given["kind"], "email": given["coordinator"], "person": given["coordinator_name"],
        "families": ",".join(given["families"]), WORDS: reason,
    })  # fmt: skip


@click.command("remove-agency")
@click.argument("audit_id")
@click.argument("agency")
@BY
@WHY
@told
def remove_agency(audit_id: str, agency: str, by: str, reason: str) -> None:
    """Ask a service, named by its short name, no longer; its people lose access at once."""
    carried_out("remove_agency", audit_id, by, {"agency": agency.casefold(), WORDS: reason})


@click.command("add-contact")
@click.argument("audit_id")
@click.argument("agency")
@click.option("--email", required=True, help="The work e-mail of who shall answer.")
@click.option("--name", default="", help="Their name, if they are new.")
@FAMILIES
@BY
@WHY
@told
def add_contact(audit_id: str, agency: str, by: str, reason: str, **given: Any) -> None:  # noqa: ANN401
    """Let somebody answer returns of a service, named by its short name."""
    carried_out("add_contact", audit_id, by, {
        "agency": agency.casefold(), "email": given["email"], "name": given["name"],
        "families": ",".join(given["families"]), WORDS: reason,
    })  # fmt: skip


@click.command("proposals")
@click.argument("audit_id")
@BY
@told
def proposals(audit_id: str, by: str) -> None:
    """List services that returns or nominations name and that nobody asked."""
    carried_out("people", audit_id, by, {"step": "proposals"})


@click.command("helper")
@click.argument("audit_id")
@click.option("--email", required=True, help="The work e-mail of who shall help, or no longer.")
@click.option("--name", default="", help="Their name, if they are new.")
@click.option("--remove", is_flag=True, help="Take them out.")
@BY
@told
def helper(audit_id: str, email: str, name: str, by: str, *, remove: bool) -> None:
    """Name somebody who may set up and change the audit with its business manager."""

    async def work(store: Store, settings: Settings) -> list[str]:
        who = await person(store, settings, by)
        one = await one_of(store, audit_id)
        data = {"audit" if isinstance(one, Audit) else "draft": audit_id}
        if remove:
            found = await store.people_by_email([email])
            named = next((p.id for p in found.values()), "")
            what = Pressed(verb="drop_helper", data={**data, "person": named})
        else:
            what = Pressed(verb="name_helper", data={**data, "email": email, "name": name})
        return words_of((await pressed(store, settings, who, what)).card)[3:4]

    for line in with_store(work):
        click.echo(line)


@click.command("tool")
@click.argument("audit_id")
@click.argument("file", type=FILE)
@click.option("--reason", default="", help="One sentence. With it, the tool is taken.")
@BY
@told
def tool(audit_id: str, file: Path, reason: str, by: str) -> None:
    """Show what a changed tool changes in a running audit; take it when a reason is given."""

    async def work(store: Store, settings: Settings) -> list[str]:
        who = await person(store, settings, by)
        found = await one_of(store, audit_id)
        if not isinstance(found, Audit):
            raise click.ClickException("It is still being set up: load the tool with “new --tool”.")
        content = workbook(load_tool(source(file), file.stem))
        shown = await new_tool.receive(store, found, content)
        if not reason:
            await store.drop_paper(new_tool.key_of(found))
            return [*words_of(shown.card), "", "Nothing is changed without --reason."]
        data = {"audit": audit_id, "drawn": found.version, WORDS: reason}
        done = await pressed(store, settings, who, Pressed(verb="take_new_tool", data=data))
        return words_of(done.card, style="good")

    for line in with_store(work):
        click.echo(line)


COMMANDS = (add_agency, remove_agency, add_contact, proposals, helper, tool)
