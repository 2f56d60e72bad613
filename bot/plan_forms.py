"""Reading what the office types about an activity: times, days, lengths of time, numbers."""

import re
from datetime import date, time, timedelta

from bot.forms import read_month, read_whole

MOST_PLACES = 500
"""Of one session: more is a slip of the finger."""
_TIME = r"(\d{1,2})(?:[:.h]?([0-5]\d))?\s*([ap])?\.?(?:m\.?)?"
_TIMES = re.compile(rf"{_TIME}\s*(?:-|–|—|to|until|till)\s*{_TIME}", re.IGNORECASE)
_DAY = re.compile(
    r"(?:[a-z]+,?\s+)?(\d{1,4})(?:st|nd|rd|th)?[\s./-]+(\d{1,2}|[a-z]{3,9})\.?(?:[\s./,-]+(\d{1,4}))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s+(?:-|–|—|to|until|till)\s+|\s*[–—]\s*", re.IGNORECASE)
_LENGTH = re.compile(
    r"(\d{1,4})\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)", re.IGNORECASE
)
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_NOON = 12
_MORNING = 7
"""Before this hour nobody means the morning unless they say so: 3.30 is in the afternoon."""
_YEAR_DIGITS = 4
_CENTURY = 100


def read_times(text: str) -> tuple[time, time] | None:
    """Read 15:30-16:30, 3.30pm to 4.30pm, or 15 to 16; the later one may be the earlier."""
    found = _TIMES.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, half, end_hour, end_minute, end_half = found.groups()
    end = _clock(end_hour, end_minute, end_half)
    start = _clock(hour, minute, half or end_half)
    if start and end and not half and start >= end:
        # 11-12.30pm begins in the morning.
        start = _clock(hour, minute, None)
    return (start, end) if start and end else None


def _clock(hours: str, minutes: str | None, half: str | None) -> time | None:
    hour = int(hours)
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + _NOON * (half.lower() == "p")
    elif hours == str(hour) and 0 < hour < _MORNING:
        hour += _NOON
    try:
        return time(hour, int(minutes or 0))
    except ValueError:
        return None


def read_day(text: str, *, today: date) -> date | None:
    """Read 31.12.2026, 31/12/26, 31 December, Thu 31 Dec or 2026-12-31.

    Without a year it is the next such day, today included.
    """
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    first, month, last = found.groups()
    day, year = (last, first) if len(first) == _YEAR_DIGITS else (first, last)
    try:
        return _day(int(day or ""), read_month(month), year, today)
    except ValueError:
        return None


def _day(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None:
        return date(int(year) + 2000 * (int(year) < _CENTURY), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def read_days(text: str, *, today: date) -> tuple[date, date] | None:
    """Read one day, or two with "-" or "to" between them; the later one may be the earlier."""
    ends = _RANGE.split(text.strip(), maxsplit=1)
    days = [read_day(each, today=today) for each in ends]
    first, last = days[0], days[-1]
    if first is None or last is None:
        return None
    return first, last


def read_length(text: str) -> timedelta | None:
    """Read 90 minutes, 2 hours, 1 day or 0."""
    if text.strip() == "0":
        return timedelta(0)
    found = _LENGTH.fullmatch(text.strip())
    return None if found is None else int(found[1]) * _UNITS[found[2][0].lower()]


def read_places(text: str) -> int | None:
    """Read a number of places, from 1 on."""
    number = re.sub(r"\s*places?$", "", text.strip().lower())
    places = read_whole(number) or 0
    return places if 1 <= places <= MOST_PLACES else None
