"""The screen of what a parent chooses for themselves."""

import pytest

from bot.screens.settings import settings
from bot.taps.home import Home
from bot.taps.settings import ChooseReminders
from bot.texts import Say
from domain.model import Reminders
from tests.bot.screens.reading import buttons, read


@pytest.mark.parametrize(
    ("current", "marked"),
    [
        (Reminders.BOTH, "Evening before, and two hours before"),
        (Reminders.EVENING, "Only the evening before"),
        (Reminders.SOON, "Only two hours before"),
        (Reminders.OFF, "No reminders"),
    ],
)
def test_current_choice_is_marked_and_said(say: Say, current: Reminders, marked: str) -> None:
    screen = settings(say, current)

    assert [label for label in buttons(screen) if label.startswith("✓")] == [f"✓ {marked}"]
    assert read(screen).endswith(f"Now: {marked}.")


def test_every_choice_can_be_tapped(say: Say) -> None:
    taps = list(buttons(settings(say, Reminders.BOTH)).values())

    *choices, home = taps
    assert {each.wish for each in choices if isinstance(each, ChooseReminders)} == set(Reminders)
    assert home == Home()
