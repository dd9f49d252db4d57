"""Cards of retention at their worst: longest titles, reasons of 1,000 letters, everything due."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from audits import keeping
from audits.audit import Audit
from audits.problems import Code, Problem
from audits.retention import Certificate, DataClass, Hold, Periods, Retention
from cards import retention as card
from cards.parts import Card
from tests import cast
from tests.cards.lint import faults
from tests.cards.test_worst import LONG_NAME, TEXTS

CLOSED = datetime(2026, 12, 18, 12, tzinfo=UTC)
WORDS = TEXTS["welsh"][:1000]
OTHERS = [(f"2026-{n}", LONG_NAME) for n in range(20)]


def certificate(data: DataClass) -> Certificate:
    """Return the certificate of a class."""
    return Certificate(
        number=1, audit_id="a1", title=LONG_NAME, data=data, closed_on=CLOSED.date(), months=600,
        announced_at=CLOSED, destroyed_at=CLOSED, counts={"returns": 10_000}, digest="ab" * 32,
        stays=keeping.STAYS[data],
    )  # fmt: skip


def shown(audit: Audit, at: datetime, *, may_agree: bool = False) -> Card:
    """Return the overview at this moment."""
    return card.draw(card.Shown(
        audit=audit, at=at, standings=keeping.standings(audit, Periods(), at), runs=True,
        names={"bm": LONG_NAME, "chair": LONG_NAME}, may_agree=may_agree, others=OTHERS,
        told="**Saved.**",
    ))  # fmt: skip


def every() -> Iterator[tuple[str, Card]]:
    """Every card in every state, by name."""
    audit = replace(cast.AUDIT, title=LONG_NAME, closed_at=CLOSED)
    told = {data.value: CLOSED for data in DataClass}
    gone = Retention(announced=told, certificates=tuple(map(certificate, DataClass)))
    hold = Hold(by="bm", at=CLOSED, why=WORDS)
    asked = replace(hold, release_by="chair", release_why=WORDS)
    late = CLOSED + timedelta(days=5_000)
    yield "open", shown(replace(audit, closed_at=None), CLOSED)
    yield "kept", shown(audit, CLOSED)
    yield "announced", shown(replace(audit, retention=Retention(announced=told)), CLOSED)
    yield "due", shown(replace(audit, retention=Retention(announced=told)), late)
    yield "held", shown(replace(audit, retention=Retention(holds=(hold,))), late)
    lifted = replace(audit, retention=replace(gone, holds=(asked,)))
    yield "asked", shown(lifted, late, may_agree=True)
    yield "gone", shown(replace(audit, retention=gone), late)
    yield "periods", card.periods(audit, Periods(), "Not so.")
    for data in DataClass:
        yield f"announce {data}", card.announce(audit, data, late)
        yield f"destroyed {data}", card.destroyed(audit, certificate(data))


CARDS = dict(every())


@pytest.mark.parametrize("name", CARDS)
def test_card_is_sound_at_its_worst(name: str) -> None:
    """Valid, small enough, six actions at the most, every input labelled, fallbacks there."""
    assert not faults(CARDS[name])


def test_no_card_or_summary_says_a_name_on_a_lock_screen() -> None:
    """What a lock screen shows names no family, service or person."""
    assert card.summary() == "Case audit: what is kept, and until when"


@pytest.mark.parametrize("written", ["-1", "twelve", "12.5", "99999", "٣"])
def test_months_that_are_none_are_refused(written: str) -> None:
    """Whole months, named by their field; nothing is guessed."""
    data = {"identity": "3", "returns": written, "report": "72", "journal": "120"}
    with pytest.raises(Problem) as refused:
        card.read_periods(data, Periods())
    assert (refused.value.code, refused.value.where) == (Code.PERIODS_NOT_IN_ORDER, "returns")


@pytest.mark.parametrize("months", [(4, 3, 72, 120), (3, 12, 72, 601), (3, 12, 11, 120)])
def test_order_of_periods_is_kept(months: tuple[int, int, int, int]) -> None:
    """None is shorter than the one before it, and none is for ever."""
    assert not Periods(**dict(zip(DataClass, months, strict=True))).in_order


def test_periods_come_back_as_they_were_filled_in() -> None:
    """What is not asked stays as it is."""
    found = card.read_periods({"returns": " 24 ", "report": "84"}, Periods())
    assert found == Periods(identity=3, returns=24, report=84, journal=120)
