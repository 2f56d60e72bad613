"""What a parent may choose for themselves."""

from bot.screen import Button, Screen, paragraphs
from bot.screens.home import home_row
from bot.taps.settings import ChooseReminders
from bot.texts import Say
from domain.model import Reminders


def settings(say: Say, current: Reminders) -> Screen:
    choices = {
        Reminders.BOTH: say.label("Evening before, and two hours before"),
        Reminders.EVENING: say.label("Only the evening before"),
        Reminders.SOON: say.label("Only two hours before"),
        Reminders.OFF: say.label("No reminders"),
    }
    rows = tuple(
        (Button(f"✓ {label}" if wish is current else label, ChooseReminders(wish)),)
        for wish, label in choices.items()
    )
    return Screen(
        paragraphs(
            say("<b>Settings</b>"),
            say("When shall we remind you of what your children have booked?"),
            say("Now: {choice}.", choice=choices[current]),
        ),
        (*rows, *home_row(say)),
    )
