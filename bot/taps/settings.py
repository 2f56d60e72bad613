"""The taps of a parent about what the bot sends unasked."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowSettings(Tap, code="set"):
    pass


@dataclass(frozen=True)
class ChooseReminders(Tap, code="s.rem"):
    wish: str
    """One of the domain's `Reminders`."""
