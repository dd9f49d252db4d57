"""A return that is encoded in part is the same to the byte as one that is encoded whole."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from audits.answers import Answer, Words
from audits.involvement import Event
from storage import codec
from storage.codec import ReturnRecord
from storage.encoded import Encoded
from tests.storage.made import ret

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = st.sampled_from(["father", "unborn", "evidence", "impact", "risk"])
Step = tuple[list[tuple[str, str]], str]
"""What was said in which boxes, and what else happened."""
STEPS = st.lists(
    st.tuples(
        st.lists(st.tuples(NAMES, st.text(max_size=8)), max_size=4),
        st.sampled_from(["save", "take out", "other order", "new copies", "journal anew"]),
    ),
    max_size=12,
)


def answer(text: str, number: int) -> Answer:
    """An answer that somebody gave at this version."""
    return Answer(now=Words(value=text, by="amina", at=AT + timedelta(number), version=number))


def after(record: ReturnRecord, step: Step, number: int) -> ReturnRecord:
    """The record after a save, or after something that no save does."""
    said, how = step
    answers = dict(record["ret"].answers)
    answers |= {name: answer(text, number) for name, text in said}
    match how:
        case "take out" if answers:
            answers.pop(next(iter(answers)))
        case "other order":
            answers = dict(reversed(answers.items()))
        case "new copies":
            answers = {name: replace(one) for name, one in answers.items()}
    event = Event(at=AT, by="amina", what="answers.saved", version=number, boxes=tuple(answers))
    journal = (event,) if how == "journal anew" else (*record["journal"], event)
    changed = replace(record["ret"], version=number, answers=answers)
    return ReturnRecord(format=1, ret=changed, journal=journal)


@given(steps=STEPS)
def test_what_is_encoded_in_part_is_the_same(
    steps: list[Step],
) -> None:
    """Whatever changed since, and also where what was encoded before no longer counts."""
    encoded, record = Encoded(), ReturnRecord(format=1, ret=ret(), journal=())
    for number, step in enumerate(steps, start=1):
        record = after(record, step, number)
        assert codec.encode(encoded.record(record)) == codec.encode(record)


def test_only_what_changed_is_encoded() -> None:
    """The answers that stand stay the same bytes, so that a save costs what it changes."""
    encoded, record = Encoded(), ReturnRecord(format=1, ret=ret(), journal=())
    record = after(record, ([("father", "Seen"), ("unborn", "Named")], "save"), 1)
    before = dict(encoded.record(record)["ret"].answers)
    now = encoded.record(after(record, ([("father", "Seen twice")], "save"), 2))["ret"].answers
    assert now["unborn"] is before["unborn"]
    assert now["father"] is not before["father"]
