"""Days and moments as expressions have them: texts in ISO 8601, and numbers of days since 1970."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

EPOCH = date(1970, 1, 1).toordinal()
START = datetime(1970, 1, 1, tzinfo=UTC)
FURTHEST = 2_900_000
"""Days from 1970 that a date may be away: within the years 1 to 9999."""
CLOCK = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<part>[0-9]+))?)?"
OFFSET = r"(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
DAY_OR_MOMENT = re.compile(
    rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})(?:T{CLOCK}{OFFSET})?"
)
UNPADDED = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})((?:T.*)?)")
TIME_OF_DAY = re.compile(CLOCK + OFFSET)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SIGNS: Mapping[str, Callable[[datetime], str]] = {
    "%Y": lambda at: f"{at.year:04}",
    "%y": lambda at: f"{at.year % 100:02}",
    "%m": lambda at: f"{at.month:02}",
    "%n": lambda at: f"{at.month}",
    "%b": lambda at: MONTHS[at.month - 1],
    "%d": lambda at: f"{at.day:02}",
    "%e": lambda at: f"{at.day}",
    "%a": lambda at: DAYS[at.weekday()],
    "%H": lambda at: f"{at.hour:02}",
    "%h": lambda at: f"{at.hour}",
    "%M": lambda at: f"{at.minute:02}",
    "%S": lambda at: f"{at.second:02}",
    "%3": lambda at: f"{at.microsecond // 1000:03}",
    "%%": lambda _at: "%",
}
"""What ODK writes for each sign in the format of a date."""
SIGN = re.compile("|".join(SIGNS))


def days_of(text: str) -> float:
    """Return the days since 1970 to a day or a moment, NaN where there is no such day.

    A day counts whole, wherever one is; a moment without an offset counts as one in UTC.
    """
    match = DAY_OR_MOMENT.fullmatch(text)
    if match and match["hour"] is None:
        try:
            return float(date.fromisoformat(text).toordinal() - EPOCH)
        except ValueError:
            return math.nan
    return decimal(moment(text, UTC))


def moment(text: str, zone: tzinfo) -> datetime | None:
    """Return the moment that a text names, in this zone; midnight for a day; None if none."""
    match = DAY_OR_MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        clock = time_in(match, zone) if match["hour"] else time(tzinfo=zone)
        return datetime.combine(day, clock).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def time_in(match: re.Match[str], zone: tzinfo) -> time:
    """Return the time of day that was matched. Raises ValueError where there is none such."""
    part = (match["part"] or "")[:6].ljust(6, "0")
    return time(
        int(match["hour"]), int(match["minute"]), int(match["second"] or 0), int(part),
        tzinfo=offset(match["offset"], zone),
    )  # fmt: skip


def offset(written: str | None, zone: tzinfo) -> tzinfo:
    """Return the zone of an offset such as +01:00. Raises ValueError where there is none such."""
    if not written:
        return zone
    if written == "Z":
        return UTC
    hours, minutes = int(written[1:3]), int(written[3:].strip(":") or 0)
    if minutes > 59:  # noqa: PLR2004 - minutes in an hour
        raise ValueError(written)
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if written[0] == "-" else ahead)


def decimal(at: datetime | None) -> float:
    """Return the days since 1970 UTC with their fraction; NaN for no moment."""
    return math.nan if at is None else (at - START) / timedelta(days=1)


def after_days(days: float, zone: tzinfo) -> datetime | None:
    """Return the moment so many days after 1970 UTC, in this zone; None where there is none."""
    if not abs(days) < FURTHEST:
        return None
    try:
        return (START + timedelta(days=days)).astimezone(zone)
    except OverflowError:
        return None


def written_day(days: float) -> str:
    """Return the day so many whole days after 1970, blank where there is none."""
    if not abs(days) < FURTHEST:
        return ""
    place = EPOCH + math.floor(days)
    return date.fromordinal(place).isoformat() if 0 < place <= date.max.toordinal() else ""


def written_moment(at: datetime | None) -> str:
    """Return a moment as ODK writes it, with milliseconds and offset; blank for none."""
    return at.isoformat(timespec="milliseconds") if at else ""


def padded(text: str) -> str:
    """Return a day with its month and day in two digits; other texts as they are."""
    match = UNPADDED.fullmatch(text.strip())
    return f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}{match[4]}" if match else text


def time_of_day(text: str, zone: tzinfo) -> float:
    """Return a time, or a moment's time, as a part of the day in this zone; NaN if it is none."""
    match = TIME_OF_DAY.fullmatch(text.strip())
    try:
        at = (
            datetime.combine(date(1970, 1, 1), time_in(match, zone)).astimezone(zone)
            if match
            else moment(text, zone)
        )
    except ValueError:
        return math.nan
    if at is None:
        return math.nan
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return (at.replace(tzinfo=None) - midnight) / timedelta(days=1)


def formatted(at: datetime | None, form: str) -> str:
    """Return the moment in the form that the signs say; blank for none."""
    return "" if at is None else SIGN.sub(lambda match: SIGNS[match[0]](at), form)
