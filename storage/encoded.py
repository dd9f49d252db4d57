"""What was encoded before and is still the same: a save changes a few answers of some seventy.

A return is written whole each time, so that its file is always whole. To put each of its answers
into JSON again would take most of what a save costs.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from audits.answers import Answer
from audits.copying import altered
from audits.involvement import Event
from storage.codec import ReturnRecord

ENCODE = msgspec.json.Encoder().encode


class Encoded:
    """The answers and journal rows of one return as they were written last.

    Parts are frozen: one that is the same object as before says the same. What was encoded is
    held, so that nothing else can pass for it.
    """

    def __init__(self) -> None:
        self._answers: Mapping[str, Answer] = {}
        self._written: dict[str, msgspec.Raw] = {}
        self._journal: tuple[Event, ...] = ()
        self._rows: list[msgspec.Raw] = []

    def record(self, record: ReturnRecord) -> dict[str, Any]:
        """Return what encodes to the same bytes as the record, most of it encoded already."""
        ret, journal = record["ret"], record["journal"]
        answers = altered(ret, answers=self._of_answers(ret.answers))
        return {**record, "ret": answers, "journal": self._of_journal(journal)}

    def _of_answers(self, answers: Mapping[str, Answer]) -> dict[str, msgspec.Raw]:
        before, written = self._answers, self._written
        for name, answer in answers.items():
            if before.get(name) is not answer:
                written[name] = msgspec.Raw(ENCODE(answer))
        if list(written) != list(answers):
            written = self._written = {name: written[name] for name in answers}
        self._answers = answers
        return written

    def _of_journal(self, journal: tuple[Event, ...]) -> list[msgspec.Raw]:
        known, rows = len(self._journal), self._rows
        if journal[:known] != self._journal:
            rows, known = [], 0
        self._rows = [*rows, *(msgspec.Raw(ENCODE(one)) for one in journal[known:])]
        self._journal = journal
        return self._rows
