"""The first screen, help, and the sentences that any journey may need."""

from functools import partial

import pytest

from bot.screens import home
from bot.taps.account import ShowBalance
from bot.taps.booking import Book
from bot.taps.children import ShowChildren
from bot.taps.home import Help, Home
from bot.taps.joining import JoinAsParent
from bot.taps.places import ShowPlaces
from bot.taps.settings import ShowSettings
from bot.texts import Say
from domain.model import Role
from tests.bot.screens.reading import buttons, read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME

MENU = {
    "Book a place": Book(),
    "My bookings": ShowPlaces(),
    "Children": ShowChildren(),
    "Balance": ShowBalance(),
    "Reminders": ShowSettings(),
    "Help": Help(),
}


def test_home_greets_by_name_and_leads_everywhere(say: Say) -> None:
    screen = home.home(say, "Elm School", HOSTILE_NAME)

    assert read(screen) == f"Elm School\nHello {HOSTILE_NAME}. What would you like to do?"
    assert buttons(screen) == MENU


@pytest.mark.parametrize(
    ("show", "says"),
    [
        (partial(home.home, school="Elm School", name=HOSTILE_NAME), f"Hello {HOSTILE_NAME}."),
        (home.not_understood, "Sorry, I did not understand that."),
        (home.out_of_date, "That message was from earlier."),
        (home.stopped, "Stopped. Nothing was changed."),
        (home.nothing_to_stop, "There is nothing to stop."),
    ],
)
def test_staff_who_are_no_parents_read_their_commands(say: Say, show: object, says: str) -> None:
    assert callable(show)
    screen = show(say, role=Role.ADMIN)

    assert f"{says}\n\nFor the office:\n/family" in read(screen)
    assert buttons(screen) == {"Help": Help(), "I am a parent too": JoinAsParent()}


def test_home_fits_the_longest_names(say: Say) -> None:
    assert read(home.home(say, "S" * 60, LONGEST_NAME))


@pytest.mark.parametrize(
    ("show", "says"),
    [
        (home.not_understood, "Sorry, I did not understand that"),
        (home.out_of_date, "That message was from earlier"),
        (home.stopped, "Stopped. Nothing was changed."),
        (home.nothing_to_stop, "There is nothing to stop"),
    ],
)
def test_where_nothing_goes_on_the_menu_does(say: Say, show: object, says: str) -> None:
    assert callable(show)
    screen = show(say)

    assert says in read(screen)
    assert buttons(screen) == MENU


def test_help_names_every_command_of_a_parent(say: Say) -> None:
    screen = home.help_screen(say, None)

    text = read(screen)
    assert "waiting list" in text
    for command in ("/book ", "/bookings ", "/children ", "/balance ", "/cancel ", "/start "):
        assert command in text
    assert "/invite" not in text
    assert buttons(screen) == {"Home": Home()}


def test_help_names_the_offices_commands_to_the_office_only(say: Say) -> None:
    assert "For the office:\n/family – Find a family" in read(home.help_screen(say, Role.ADMIN))
    assert "/invite" not in read(home.help_screen(say, Role.TUTOR))


def test_strangers_are_told_how_to_join(say: Say) -> None:
    screen = home.join_first(say, "Elm & Ash")

    assert read(screen) == "I do not know you yet. Please send /start to join Elm & Ash first."


def test_who_meets_a_busy_database_is_asked_to_try_again(say: Say) -> None:
    screen = home.busy(say)

    assert "I could not finish that. Please try again in a moment" in read(screen)
    assert buttons(screen) == MENU


def test_who_gets_no_answer_is_asked_to_look_before_trying_again(say: Say) -> None:
    screen = home.unanswered(say, "0123abcd")

    assert "look at your bookings before you try again" in read(screen)
    assert buttons(screen) == MENU


def test_who_meets_a_fault_gets_a_reference_to_tell_the_school(say: Say) -> None:
    text = read(home.failed(say, "ab12"))

    assert "try again" in text
    assert text.endswith("ab12")


def test_invitation_has_the_link_and_its_last_moment(say: Say) -> None:
    screen = home.invitation(say, "https://t.me/bot?start=a_b", "Mon 21 Sept, 09:00")

    assert read(screen).splitlines() == [
        "Invitation",
        "One parent can join with this link until Mon 21 Sept, 09:00:",
        "https://t.me/bot?start=a_b",
    ]
