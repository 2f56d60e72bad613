"""What a tap on a button means, packed into the at most 64 bytes that a button carries.

A meaning is a frozen dataclass derived from `Tap`. Buttons are never trusted: what does not
unpack is no tap of ours, and what does is checked again by the use case.
"""

from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, ClassVar, Self, get_type_hints

from telegram.constants import InlineKeyboardButtonLimit

SEPARATOR = ":"
KEEP = "^"
"""Before the data of a button whose message stays as it is: the answer comes below."""
LARGEST_ID = 2**63 - 1
"""As the databases count."""


class Tap:
    """The meaning of a tap; fields are numbers, ASCII without colons, dates, yes or no."""

    code: ClassVar[str]
    _by_code: ClassVar[dict[str, type["Tap"]]] = {}

    def __init_subclass__(cls, *, code: str | None) -> None:
        """Note the tap by its code; a family of taps has none."""
        super().__init_subclass__()
        if code is None:
            return
        cls.code = code
        if code in Tap._by_code:
            raise TypeError(f"two taps have the code {code}")
        Tap._by_code[code] = cls

    def pack(self) -> str:
        """Return the callback data.

        Raises:
            ValueError: it would be longer than Telegram takes.

        """
        values = [_packed(getattr(self, name)) for name in _hints(self.code)]
        data = SEPARATOR.join([self.code, *values])
        if len((KEEP + data).encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise ValueError(f"callback data too long: {data}")
        return data

    @classmethod
    def unpack(cls, data: object) -> Self | None:
        """Return the tap that the data means, None if it is not one of this class."""
        if not isinstance(data, str):
            return None
        data = data.removeprefix(KEEP)
        code, *values = data.split(SEPARATOR)
        found = Tap._by_code.get(code)
        if found is None or not issubclass(found, cls):
            return None
        hints = _hints(code)
        if len(hints) != len(values):
            return None
        try:
            kinds = zip(values, hints.values(), strict=True)
            tap = found(*[_unpacked(value, kind) for value, kind in kinds])
            # Only what we could have packed ourselves: not 007, nor what no button can hold.
            return tap if tap.pack() == data else None
        except (ValueError, OverflowError):
            return None


@cache
def _hints(code: str) -> dict[str, type]:
    """Return the kinds of a tap's fields by their names, in order."""
    tap = Tap._by_code[code]
    kinds = get_type_hints(tap)
    return {field.name: kinds[field.name] for field in fields(tap)}  # type: ignore[arg-type]


def _packed(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return str(value.toordinal()) if isinstance(value, date) else str(value)


def _unpacked(value: str, kind: type) -> Any:
    if kind is str:
        if not (value.isascii() and value.isprintable()):
            raise ValueError(value)
        return value
    number = int(value)
    if abs(number) > LARGEST_ID:
        raise ValueError(value)
    if kind is date:
        return date.fromordinal(number)
    return bool(number) if kind is bool else number
