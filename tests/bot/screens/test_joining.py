"""Screens of the conversation with which a parent joins."""

import pytest
from telegram import ReplyKeyboardMarkup

from bot.screen import AskContact, NoKeyboard, Screen
from bot.screens import joining
from bot.screens.parts import bad_name
from bot.taps.children import AddChild
from bot.taps.home import Home
from bot.taps.joining import SkipEmail, StopJoining, UseTelegramName
from bot.texts import Say
from tests.bot.screens.reading import buttons, read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME


def test_name_is_asked_for_with_the_telegram_name_one_tap_away(say: Say) -> None:
    screen = joining.ask_name(say, "Elm School", HOSTILE_NAME)

    assert "What is your name?" in read(screen)
    assert buttons(screen) == {HOSTILE_NAME: UseTelegramName(), "Cancel": StopJoining()}


def test_telegram_name_that_is_no_name_is_not_offered(say: Say) -> None:
    assert buttons(joining.ask_name(say, "Elm School", None)) == {"Cancel": StopJoining()}


def test_telegram_name_is_not_spoken_of_where_it_is_not_offered(say: Say) -> None:
    assert "tap" not in read(joining.ask_name(say, "Elm School", None))


def test_phone_is_asked_for_by_a_button_of_the_keyboard(say: Say) -> None:
    screen = joining.ask_phone(say, LONGEST_NAME)

    assert "Tap the button below" in read(screen)
    assert screen.keyboard == AskContact("Share my phone number", "Cancel")
    assert isinstance(screen.markup, ReplyKeyboardMarkup)


def test_noted_phone_takes_the_keyboard_away(say: Say) -> None:
    screen = joining.phone_noted(say, "+447700900123")

    assert read(screen) == "Noted: +447700900123"
    assert screen.keyboard == NoKeyboard()


def test_email_is_asked_for_and_can_be_skipped(say: Say) -> None:
    screen = joining.ask_email(say)

    assert "e-mail" in read(screen)
    assert buttons(screen) == {"Skip": SkipEmail(), "Cancel": StopJoining()}


def test_complaints_say_what_to_do_instead(say: Say) -> None:
    assert "Please write it again, for example" in read(Screen(bad_name(say)))
    assert "like this: ann@example.org" in read(Screen(joining.bad_email(say)))
    assert "your own" in read(Screen(joining.not_own_contact(say)))
    assert "use the button" in read(Screen(joining.use_the_button(say)))


def test_who_has_joined_goes_on_to_the_first_child(say: Say) -> None:
    screen = joining.joined(say, "Elm School", HOSTILE_NAME)

    text = read(screen)
    assert text.startswith("You have joined Elm School")
    assert HOSTILE_NAME in text
    assert buttons(screen) == {"Add a child": AddChild(), "Home": Home()}


def test_who_has_no_invitation_is_told_how_to_get_one(say: Say) -> None:
    text = read(joining.invitation_needed(say, "Elm School"))

    assert "Elm School lets parents in by invitation" in text
    assert "ask the school office for a new one" in text


@pytest.mark.parametrize("was_tapped", [True, False])
def test_who_stops_is_told_that_nothing_was_kept(say: Say, *, was_tapped: bool) -> None:
    screen = joining.stopped(say, was_tapped=was_tapped)

    assert "Nothing was kept" in read(screen)
    assert "/start" in read(screen)
    assert screen.keyboard == (() if was_tapped else NoKeyboard())
