"""From a screen to what Telegram takes."""

import pytest
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.screen import AskContact, Button, NoKeyboard, Rows, Screen, lines, paragraphs
from bot.taps.home import Home
from bot.taps.places import ShowBooking
from bot.texts import Html

TEXT = Html("Look")
BUTTONS: Rows = ((Button("Show", ShowBooking(5), "primary"), Button("Home", Home())),)


def test_screen_without_buttons_has_no_markup() -> None:
    assert Screen(TEXT).markup is None


def test_buttons_become_an_inline_keyboard_with_their_meaning_and_style() -> None:
    markup = Screen(TEXT, BUTTONS).markup

    assert isinstance(markup, InlineKeyboardMarkup)
    [row] = markup.inline_keyboard
    assert [(each.text, each.callback_data, each.style) for each in row] == [
        ("Show", "p.bk:5", "primary"),
        ("Home", "home", None),
    ]


def test_buttons_of_a_screen_that_stays_say_so() -> None:
    markup = Screen(TEXT, BUTTONS, stays=True).markup

    assert isinstance(markup, InlineKeyboardMarkup)
    assert [each.callback_data for each in markup.inline_keyboard[0]] == ["^p.bk:5", "^home"]


def test_contact_is_asked_for_by_a_button_with_a_way_out_below() -> None:
    markup = Screen(TEXT, AskContact("Share", "Cancel")).markup

    assert isinstance(markup, ReplyKeyboardMarkup)
    (share,), (stop,) = markup.keyboard
    assert (share.text, share.request_contact) == ("Share", True)
    assert (stop.text, stop.request_contact) == ("Cancel", None)
    assert markup.resize_keyboard
    assert markup.one_time_keyboard


def test_keyboard_can_be_taken_away() -> None:
    assert isinstance(Screen(TEXT, NoKeyboard()).markup, ReplyKeyboardRemove)


@pytest.mark.parametrize(
    ("screen", "can_replace"),
    [
        (Screen(TEXT), True),
        (Screen(TEXT, BUTTONS), True),
        (Screen(TEXT, AskContact("Share", "Cancel")), False),
        (Screen(TEXT, NoKeyboard()), False),
    ],
)
def test_message_can_be_edited_only_into_an_inline_keyboard(
    screen: Screen, *, can_replace: bool
) -> None:
    assert screen.can_replace is can_replace


def test_lines_leave_out_what_is_not_there() -> None:
    assert lines(Html("a"), None, Html(""), Html("b")) == "a\n\nb"
    assert isinstance(lines(), Html)


def test_paragraphs_leave_out_what_is_not_there_or_empty() -> None:
    assert paragraphs(Html("a"), None, Html(""), Html("b")) == "a\n\nb"
    assert isinstance(paragraphs(), Html)
