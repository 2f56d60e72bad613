"""What bots asked, and what they were told."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from bot.sandbox.arguments import Arguments
from bot.sandbox.json_types import Json

_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request with its answer; an answer of None never arrived."""

    number: int
    at: datetime
    bot_id: int
    method: str
    arguments: Arguments
    answer: Json | None
    seconds: float  # the sandbox's own, without waiting

    def as_seen(self) -> Json:
        """Return it as JSON; secrets are hidden and files are only named."""
        files = {name: f"{upload.name}" for name, upload in self.arguments.uploads.items()}
        values = {
            name: "…" if name.endswith("token") else value
            for name, value in self.arguments.values.items()
        }
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "bot": self.bot_id,
            "method": self.method,
            "arguments": values | files,
            "answer": self.answer,
            "ms": round(1000 * self.seconds, 3),
        }

    def is_about(self, method: str | None, person_id: int | None) -> bool:
        """Tell whether it is of that method and to that person; None is any."""
        if method is not None and self.method.lower() != method.lower():
            return False
        return person_id is None or self.arguments.text("chat_id") == str(person_id)


class RequestLog:
    """The newest exchanges, and the sums of all of them."""

    def __init__(self) -> None:
        self._kept: deque[Exchange] = deque(maxlen=_KEPT)
        self._numbers = count(1)
        self.count = 0
        self.seconds = 0.0

    def add(
        self,
        *,
        at: datetime,
        bot_id: int,
        method: str,
        arguments: Arguments,
        answer: Json | None,
        seconds: float,
    ) -> None:
        """Note an exchange."""
        number = next(self._numbers)
        self._kept.append(Exchange(number, at, bot_id, method, arguments, answer, seconds))
        self.count += 1
        self.seconds += seconds

    def newest(
        self, *, after: int = 0, method: str | None = None, person_id: int | None = None
    ) -> list[Exchange]:
        """Return the exchanges numbered beyond `after`, oldest first."""
        found = []
        for exchange in reversed(self._kept):
            if exchange.number <= after:
                break
            if exchange.is_about(method, person_id):
                found.append(exchange)
        return found[::-1]
