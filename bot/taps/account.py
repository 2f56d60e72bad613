"""The taps of a parent about the account, its statements and receipts."""

from dataclasses import dataclass
from datetime import date

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowBalance(Tap, code="bal"):
    pass


@dataclass(frozen=True)
class ShowMonths(Tap, code="m.all"):
    """Show of which months there is a statement."""

    page: int = 0


@dataclass(frozen=True)
class ShowStatement(Tap, code="m.one"):
    """Show in which forms there is a month's statement."""

    month: date
    """Its first day."""


@dataclass(frozen=True)
class SendStatement(Tap, code="m.file"):
    month: date
    as_pdf: bool
    """Else for spreadsheets."""


@dataclass(frozen=True)
class ShowReceipts(Tap, code="m.rs"):
    """Show the parent's payments, each of which has a receipt."""

    page: int = 0


@dataclass(frozen=True)
class SendReceipt(Tap, code="m.rc"):
    payment_id: int


@dataclass(frozen=True)
class PrintReceipt(Tap, code="o.rc"):
    """Send a family's receipt to the office."""

    payment_id: int


@dataclass(frozen=True)
class AskBack(Tap, code="bal.ask"):
    """Look at what could be paid back."""


@dataclass(frozen=True)
class ConfirmAskBack(Tap, code="bal.yes"):
    """Ask the school to pay back what was shown."""

    shown_minor: int


@dataclass(frozen=True)
class KeepCredit(Tap, code="bal.keep"):
    """Take that back."""
