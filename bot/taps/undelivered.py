"""The tap of the office about what could not be delivered."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowUndelivered(Tap, code="o.und"):
    page: int = 0
