"""A screen as a person sees it, after a look at all of Telegram's limits."""

from telegram import InlineKeyboardMarkup
from telegram.constants import InlineKeyboardMarkupLimit, MessageLimit

from bot.callback_data import Tap
from bot.sandbox.markup import parse_html
from bot.screen import Screen


def read(screen: Screen) -> str:
    """Return the text without markup; one that Telegram would not take fails the test."""
    text, _ = parse_html(screen.text)
    assert text.strip(), "a message needs words"
    assert len(text) <= MessageLimit.MAX_TEXT_LENGTH
    _check_keyboard(screen)
    return text


def _check_keyboard(screen: Screen) -> None:
    markup = screen.markup
    if not isinstance(markup, InlineKeyboardMarkup):
        return
    rows = markup.inline_keyboard
    assert all(1 <= len(row) <= InlineKeyboardMarkupLimit.BUTTONS_PER_ROW for row in rows)
    assert sum(map(len, rows)) <= InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER
    assert all(button.text.strip() for row in rows for button in row)


def buttons(screen: Screen) -> dict[str, Tap]:
    """Return what each inline button means, by its label."""
    assert isinstance(screen.keyboard, tuple)
    found = {button.label: button.tap for row in screen.keyboard for button in row}
    assert len(found) == sum(map(len, screen.keyboard)), "two buttons have the same label"
    return found
