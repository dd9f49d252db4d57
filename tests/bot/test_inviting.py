"""People who never opened the bot are invited by e-mail: a link, a few words, a table."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from audits.reach import Reach
from bot.__main__ import main
from bot.inviting import as_table
from bot.settings import Settings
from storage.tiny import TinyStore
from tests import cast
from tests.bot.fake_graph import CATALOG
from tests.bot.world import APP_ID, TENANT
from tests.dialogs.conftest import Desk

HOUSING = cast.HOUSING_OFFICER


def test_link_leads_to_the_app_in_the_partnerships_tenant() -> None:
    """By its id in the catalogue where that is known; in each cloud's own Teams."""
    known = Settings(app_id=APP_ID, tenant_id=TENANT, catalog_id=CATALOG)
    link = f"https://teams.microsoft.com/l/app/{CATALOG}?tenantId={TENANT}"
    assert known.partnership_words().app_link == link
    gov = Settings(app_id=APP_ID, tenant_id=TENANT, cloud="usgov")  # type: ignore[arg-type]
    assert gov.app_link().startswith(f"https://gov.teams.microsoft.us/l/app/{APP_ID}")
    assert Settings().app_link() == ""


async def test_manager_sees_whom_to_invite_and_the_words(tmp_path: Path) -> None:
    """Those who can be written to in no way; the words say nothing about a family."""
    store = await TinyStore.open(tmp_path / "data")
    for who in cast.EVERYBODY:
        await store.keep_person(who)
        if who.id not in {"hou", "pol"}:
            reach = Reach(person=who.id, service_url="https://x", conversation="c")
            await store.keep_reach(reach)
    await store.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await store.add(ret)
    card = str(await Desk(store, cast.BUSINESS_MANAGER).ask("invite"))
    assert "Julie Penn" in card
    assert "Karen Dunn" in card
    assert "Bethan Price" not in card
    assert "my returns" in card
    assert "Family" not in card
    await store.close()


def test_command_writes_words_and_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a mail merge; the bot may run meanwhile."""
    monkeypatch.setenv("MACA_DATA_DIR", str(tmp_path / "data"))

    async def fill() -> None:
        store = await TinyStore.open(tmp_path / "data")
        await store.keep_person(HOUSING)
        await store.keep_audit(cast.AUDIT)
        await store.add(cast.RETURNS[2])
        await store.close()

    asyncio.run(fill())
    told = CliRunner().invoke(main, ["invite", "--csv", str(tmp_path / "to.csv")])
    assert told.exit_code == 0, told.output
    assert "Julie Penn <hou@x.example>" in told.output
    assert (tmp_path / "to.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "name,email",
        "Julie Penn,hou@x.example",
    ]


def test_table_holds_no_formula() -> None:
    """A name that a spreadsheet would reckon with stays a name."""
    made = as_table([replace(HOUSING, name="=HYPERLINK(1)", email="+1@x.example")])
    assert "'=HYPERLINK(1),'+1@x.example" in made
