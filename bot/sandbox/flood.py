"""Telegram's own limits on how fast a bot may write; off unless asked for."""

from math import ceil
from time import monotonic

from telegram.constants import FloodLimit

_ALL_A_SECOND = float(FloodLimit.MESSAGES_PER_SECOND)
_CHAT_A_SECOND = float(FloodLimit.MESSAGES_PER_SECOND_PER_CHAT)
_CHAT_BURST = 5.0  # Telegram lets short bursts pass, and does not say how long they are
_QUIET = {"sendchataction"}


class _Bucket:
    """So many messages at once, and then so many a second."""

    def __init__(self, room: float, a_second: float) -> None:
        self._room = room
        self._a_second = a_second
        self._left = room
        self._at = monotonic()

    def missing_seconds(self) -> float:
        """Return how long to wait for the next message; nothing if it may go now."""
        now = monotonic()
        self._left = min(self._room, self._left + (now - self._at) * self._a_second)
        self._at = now
        return max(0.0, (1.0 - self._left) / self._a_second)

    def take(self) -> None:
        self._left -= 1.0


class Flood:
    """The messages of one bot, over all and by chat."""

    def __init__(self) -> None:
        self._all = _Bucket(_ALL_A_SECOND, _ALL_A_SECOND)
        self._chats: dict[int, _Bucket] = {}

    def retry_after(self, method: str, person_id: int | None) -> int:
        """Return how many seconds the bot has to wait, and count the message if none."""
        if person_id is None or not _is_message(method):
            return 0
        chat = self._chats.setdefault(person_id, _Bucket(_CHAT_BURST, _CHAT_A_SECOND))
        missing = max(bucket.missing_seconds() for bucket in (self._all, chat))
        if missing > 0:
            return ceil(missing)
        self._all.take()
        chat.take()
        return 0


def _is_message(method: str) -> bool:
    return method.startswith(("send", "editmessage")) and method not in _QUIET
