"""What a person sees, for tests to read."""

from dataclasses import dataclass
from typing import Self

from bot.sandbox.json_types import Json


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message or of the reply keyboard."""

    label: str
    style: str | None
    fields: Json

    @classmethod
    def read(cls, seen: Json) -> Self:
        return cls(seen["text"], seen.get("style"), seen)


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message as the person sees it."""

    message_id: int
    sender: str  # "bot" or "person"
    text: str
    html: str
    entities: list[Json]
    rows: tuple[tuple[Button, ...], ...]  # the inline keyboard
    edited: bool
    date: int
    touched: int  # grows with every message sent or edited in the chat
    seen: Json  # all the sandbox says of it: document, photo, invoice, reactions, reply_to…

    @classmethod
    def read(cls, seen: Json) -> Self:
        rows = tuple(
            tuple(Button.read(button) for button in row) for row in seen["inline_keyboard"]
        )
        return cls(
            seen["message_id"],
            seen["from"],
            seen["text"],
            seen["html"],
            seen["entities"],
            rows,
            seen["edited"],
            seen["date"],
            seen["touched"],
            seen,
        )

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels of the inline buttons, row after row."""
        return tuple(button.label for row in self.rows for button in row)

    def __str__(self) -> str:
        buttons = "".join(f"\n    [{'] ['.join(b.label for b in row)}]" for row in self.rows)
        return f"{self.message_id} {self.sender}: {self.text}{buttons}"
