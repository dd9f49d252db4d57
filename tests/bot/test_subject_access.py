"""A request for one's own data: everything is found, others are blacked out, it is on record."""

import asyncio
from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from audits.identity import Identity, Particulars, key_of
from audits.involvement import Sheet
from audits.returns import save, send
from bot.__main__ import main
from bot.settings import from_environment
from files.subject_access import BLACK
from storage.contract import Batch
from storage.tiny import TinyStore
from tests import cast

MOTHER, FRIEND = "Philippa Quorn", "Ingrid Vasquez"
SAID = f"{MOTHER} told us that {FRIEND} looks after the baby. Her NHS number is 943 476 5919."


async def opened() -> TinyStore:
    """Open the store that the commands use."""
    settings = from_environment()
    return await TinyStore.open(settings.data_dir, seal=settings.seal())


@pytest.fixture
async def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a sent return, a draft and a sheet; return where files go."""
    monkeypatch.setenv("MACA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MACA_IDENTITY_KEYS", str(tmp_path / "keys"))
    store = await opened()
    for who in cast.EVERYBODY:
        await store.keep_person(who)
    people = (Particulars(role="Mother", names=MOTHER, born="1/2/1990"),
              Particulars(role="Friend", names=FRIEND))  # fmt: skip
    sheet = Identity(id=key_of("a1", "C"), audit_id="a1", family="C", people=people)
    await store.keep_batch(Batch(audits=(cast.AUDIT,), returns=cast.RETURNS, identities=(sheet,)))
    own = cast.involved()
    sheet_of = Sheet(drawn=0, answers={**cast.ENOUGH, "look_evidence": SAID})
    saving = save(own, sheet_of, by="hv", at=cast.AT)
    await store.keep(saving)
    await store.keep(send(own.after(saving), drawn=1, by="hv", at=cast.AT))
    draft = cast.involved(cast.RETURNS[1])
    words = Sheet(drawn=0, answers={"look_evidence": "A draft of the police"})
    await store.keep(save(draft, words, by="pol", at=cast.AT))
    await store.close()
    return tmp_path


async def asked(*words: str) -> Result:
    """Give the command."""
    every = ["subject-access", "a1", *words, "--by", "carol@x.example", "--reason", "Asked by post"]
    return await asyncio.to_thread(CliRunner().invoke, main, every)


def text_of(path: Path) -> str:
    """Return every word of a document, tables and edges too."""
    page = docx.Document(BytesIO(path.read_bytes()))
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    edges = [p.text for s in page.sections for p in (*s.header.paragraphs, *s.footer.paragraphs)]
    return "\n".join([*(p.text for p in page.paragraphs), *cells, *edges])


async def test_family_is_found_whole_and_others_are_blacked_out(held: Path) -> None:
    """Answers, the draft too, and the journal; no name or number of anybody."""
    out = held / "family.docx"
    done = await asked("--family", "c", "-o", str(out))
    assert done.exit_code == 0, done.output
    told = text_of(out)
    assert "told us that" in told
    assert "A draft of the police" in told
    assert "return.sent" in told
    assert "4. Your grade – Evidence" in told
    assert "PHN, " in told
    assert BLACK in told
    for name in (*MOTHER.split(), *FRIEND.split(), "943 476 5919", "1/2/1990"):
        assert name not in told
    assert "Not to be sent as it is" in told
    assert "OFFICIAL-SENSITIVE · to be checked before release" in told


async def test_name_of_who_asks_stays(held: Path) -> None:
    """What is theirs is not blacked out, what is a third party's is."""
    out = held / "family.docx"
    await asked("--family", "C", "--keep", MOTHER, "-o", str(out))
    told = text_of(out)
    assert MOTHER in told
    assert "Vasquez" not in told


async def test_sheet_is_shown_only_when_asked_and_the_look_is_on_record(held: Path) -> None:
    """With the flag it is in the document, and in the sheet's journal; without it, in neither."""
    await asked("--family", "C", "-o", str(held / "without.docx"))
    store = await opened()
    sheet = await store.identity("a1.C")
    assert sheet is not None
    assert sheet.journal == ()
    await store.close()
    await asked("--family", "C", "--with-names", "-o", str(held / "with.docx"))
    assert "1/2/1990" in text_of(held / "with.docx")
    store = await opened()
    sheet = await store.identity("a1.C")
    assert sheet is not None
    assert [line.what for line in sheet.journal] == ["identity.viewed"]
    await store.close()


async def test_contact_is_found_with_all_they_wrote(held: Path) -> None:
    """Their own answers and what is known of them; nobody else's; each request in the journal."""
    out = held / "contact.docx"
    hv = next(who for who in cast.EVERYBODY if who.id == "hv")
    done = await asked("--contact", hv.email, "-o", str(out))
    assert done.exit_code == 0, done.output
    told = text_of(out)
    assert hv.email in told
    assert "told us that" in told
    assert "A draft of the police" not in told
    store = await opened()
    lines = [one for one in await store.audit_journal("a1") if one.what == "subject.access"]
    assert [(one.about[0], one.why) for one in lines] == [("hv", "Asked by post")]
    await store.close()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--family", "Z"), "There is no family Z in a1. There is: C, F."),
        (("--contact", "nobody@x.example"), "Nobody with the e-mail nobody@x.example"),
        ((), "Give either --family or --contact."),
        (("--family", "C", "--contact", "x@y.example"), "Give either --family or --contact."),
    ],
)
async def test_mistake_is_told_and_nothing_is_written(
    held: Path, words: tuple[str, ...], told: str
) -> None:
    """Where, what, and what to do."""
    done = await asked(*words, "-o", str(held / "x.docx"))
    assert done.exit_code != 0
    assert told in done.output
    assert not (held / "x.docx").exists()
