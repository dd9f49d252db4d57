"""Bank holidays of the partnership's region: the days off from which working days are counted."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import holidays


class Region(StrEnum):
    """The four nations have bank holidays of their own."""

    ENGLAND = "ENG"
    WALES = "WLS"
    SCOTLAND = "SCT"
    NORTHERN_IRELAND = "NIR"


def days_off(years: Iterable[int], region: Region = Region.ENGLAND) -> frozenset[date]:
    """Return the bank holidays of these years, those moved from a week-end on their new day."""
    return frozenset(holidays.country_holidays("GB", subdiv=region.value, years=years))
