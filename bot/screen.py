"""A screen: a text and what can be tapped below it; pure, until `context` sends it."""

from dataclasses import dataclass
from typing import Literal

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.callback_data import KEEP, Tap
from bot.texts import Html

Style = Literal["primary", "success", "danger"]


@dataclass(frozen=True)
class Button:
    label: str
    tap: Tap
    style: Style | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class AskContact:
    """A keyboard with a button that sends the person's own phone number, and a way out."""

    label: str
    stop_label: str


@dataclass(frozen=True)
class NoKeyboard:
    """Takes such a keyboard away again."""


@dataclass(frozen=True)
class Screen:
    text: Html
    keyboard: Rows | AskContact | NoKeyboard = ()
    stays: bool = False
    """It tells what happened, so a tap on it is answered below instead of in its place."""

    @property
    def markup(self) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
        """The keyboard as Telegram takes it."""
        match self.keyboard:
            case AskContact(label, stop_label):
                return ReplyKeyboardMarkup(
                    [[KeyboardButton(label, request_contact=True)], [stop_label]],
                    resize_keyboard=True,
                    one_time_keyboard=True,
                )
            case NoKeyboard():
                return ReplyKeyboardRemove()
            case ():
                return None
            case rows:
                return InlineKeyboardMarkup([[self._inline(each) for each in row] for row in rows])

    def _inline(self, button: Button) -> InlineKeyboardButton:
        data = (KEEP if self.stays else "") + button.tap.pack()
        return InlineKeyboardButton(button.label, callback_data=data, style=button.style)

    @property
    def can_replace(self) -> bool:
        """Whether a message can be edited into this: only inline keyboards can be."""
        return isinstance(self.keyboard, tuple)


def lines(*parts: Html | None) -> Html:
    """Put parts below each other; None is left out."""
    return Html("\n".join(part for part in parts if part is not None))


def paragraphs(*parts: Html | None) -> Html:
    """Put parts below each other with a line between them; None and empty are left out."""
    return Html("\n\n".join(part for part in parts if part))
