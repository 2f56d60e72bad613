"""The taps of the office about what the school has taken."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowMoney(Tap, code="o.mon"):
    span: str
    """One of the domain's `Span`."""


@dataclass(frozen=True)
class SendMoneyFile(Tap, code="o.csv"):
    span: str


@dataclass(frozen=True)
class SendWeeksFile(Tap, code="o.wks"):
    span: str
