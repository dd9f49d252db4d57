"""Bank holidays of the four nations."""

from datetime import date

import pytest

from bot.regions import Region, days_off


@pytest.mark.parametrize(
    ("day", "regions"),
    [
        (date(2026, 12, 25), set(Region)),
        (date(2026, 12, 28), set(Region)),  # Boxing Day falls on a Saturday
        (date(2026, 4, 6), {Region.ENGLAND, Region.WALES, Region.NORTHERN_IRELAND}),
        (date(2026, 1, 2), {Region.SCOTLAND}),
        (date(2026, 3, 17), {Region.NORTHERN_IRELAND}),
        (date(2026, 12, 8), set()),
    ],
)
def test_each_nation_has_its_own_bank_holidays(day: date, regions: set[Region]) -> None:
    """Easter Monday is a working day in Scotland, St Patrick's Day is none in Northern Ireland."""
    assert {region for region in Region if day in days_off([2026], region)} == regions
