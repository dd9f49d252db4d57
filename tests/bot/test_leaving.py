"""`maca export --everything`: open formats, all of it, names only when asked for and on record."""

import asyncio
import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audits.identity import Identity, Particulars, key_of
from audits.involvement import Sheet
from audits.papers import Paper
from audits.returns import save, send
from bot.__main__ import main
from bot.settings import from_environment
from bot.stores import opened
from storage.contract import Batch
from tests import cast

MOTHER, SAID = "Philippa Quorn", "Zebrafinch at the window"
TERMS = Paper(key="a1.paper.terms.1", name="terms-of-reference.docx", kind="terms", size=3,
              by="bm", at=cast.AT)  # fmt: skip


@pytest.fixture
async def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with an audit, a sent return, names and a document; return where files go."""
    monkeypatch.setenv("MACA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MACA_MASTER_KEY", "A" * 43 + "=")
    store = await opened(from_environment())
    for who in cast.EVERYBODY:
        await store.keep_person(who)
    sheet = Identity(id=key_of("a1", "C"), audit_id="a1", family="C",
                     people=(Particulars(role="Mother", names=MOTHER),))  # fmt: skip
    audit = replace(cast.AUDIT, papers=(TERMS,))
    await store.keep_batch(Batch(audits=(audit,), returns=cast.RETURNS, identities=(sheet,)))
    await store.keep_paper(TERMS.key, b"doc")
    own = cast.involved()
    saving = save(own, Sheet(drawn=0, answers={**cast.ENOUGH, "look_evidence": SAID}), by="hv",
                  at=cast.AT)  # fmt: skip
    await store.keep(saving)
    await store.keep(send(own.after(saving), drawn=1, by="hv", at=cast.AT))
    await store.close()
    return tmp_path


async def given(*words: object) -> Result:
    """Give the command."""
    every = ["export", "--everything", *map(str, words)]
    return await asyncio.to_thread(CliRunner().invoke, main, every)


async def test_everything_is_there_in_open_formats_while_the_bot_runs(held: Path) -> None:
    """Workbook, tables, whole copy, journals and documents, each with its hash; no name."""
    store = await opened(from_environment())
    done = await given("-o", held / "all.zip")
    await store.close()
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(held / "all.zip") as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert set(files) == {
        "a1/workbook.xlsx", "a1/tables.zip", "a1/whole.json", "a1/journal.json",
        "a1/papers/1-terms-of-reference.docx", "drafts.json", "certificates.json", "README.txt",
        "list.json",
    }  # fmt: skip
    listed = json.loads(files.pop("list.json"))["files"]
    assert listed == {name: hashlib.sha256(one).hexdigest() for name, one in files.items()}
    assert SAID.encode() in files["a1/whole.json"]
    assert b"return.sent" in files["a1/journal.json"]
    assert files["a1/papers/1-terms-of-reference.docx"] == b"doc"
    assert not any(MOTHER.encode() in one for one in files.values())
    assert b"OFFICIAL-SENSITIVE" in files["README.txt"]


async def test_names_come_with_a_reason_and_go_into_the_journals(held: Path) -> None:
    """Without who and why they are refused; with them each sheet says that it was looked at."""
    refused = await given("--with-names", "-o", held / "all.zip")
    assert refused.exit_code == 2
    assert "--by and --reason" in refused.output
    assert not (held / "all.zip").exists()
    done = await given("--with-names", "--by", "carol@x.example", "--reason", "We leave",
                       "-o", held / "all.zip")  # fmt: skip
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(held / "all.zip") as packed:
        assert MOTHER.encode() in packed.read("a1/identity.json")
    store = await opened(from_environment())
    sheet = await store.identity("a1.C")
    assert sheet is not None
    assert [line.what for line in sheet.journal] == ["identity.viewed"]
    lines = await store.audit_journal("a1")
    assert [(line.what, line.why) for line in lines][-1] == ("names.exported", "We leave")
    await store.close()
