"""Sentences that more than one card says."""

from datetime import UTC, datetime

import pytest

from cards.words import until_due
from tests.cast import AUDIT


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 30, 10, tzinfo=UTC), "6 working days left"),
        (datetime(2026, 12, 7, 10, tzinfo=UTC), "1 working day left"),
        (datetime(2026, 12, 8, 23, 59, tzinfo=UTC), "due today"),
        (datetime(2026, 12, 9, 0, 1, tzinfo=UTC), "1 working day late"),
        (datetime(2026, 12, 14, 9, tzinfo=UTC), "4 working days late"),
    ],
)
def test_time_to_a_due_date_is_told_in_working_days(at: datetime, said: str) -> None:
    """Monday to Tuesday of the next week is six; after the day it says how late it is."""
    assert until_due(AUDIT, AUDIT.due, at) == said
