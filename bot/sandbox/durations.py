"""Spans of time as people write them: `90s`, `1d2h`, `1w`."""

import re
from datetime import timedelta

_WHOLE = re.compile(r"(\d+[wdhms])+")
_PART = re.compile(r"(\d+)([wdhms])")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def parse_duration(text: str) -> timedelta:
    """Return how long the text says.

    Raises ValueError when it says nothing.
    """
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{text!r} is no span of time like 1d2h")
    parts = (timedelta(**{_UNITS[unit]: int(number)}) for number, unit in _PART.findall(text))
    return sum(parts, timedelta())
