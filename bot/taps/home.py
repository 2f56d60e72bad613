"""The taps that begin anew."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class Home(Tap, code="home"):
    """Show the first screen."""


@dataclass(frozen=True)
class Help(Tap, code="help"):
    pass
