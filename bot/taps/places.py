"""The taps of a parent about what is booked or waited for."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowPlaces(Tap, code="p.all"):
    page: int = 0


@dataclass(frozen=True)
class ShowBooking(Tap, code="p.bk"):
    booking_id: int


@dataclass(frozen=True)
class ShowEntry(Tap, code="p.en"):
    entry_id: int


@dataclass(frozen=True)
class AskCancel(Tap, code="p.ask"):
    booking_id: int


@dataclass(frozen=True)
class CancelBooking(Tap, code="p.rm"):
    booking_id: int
    shown_refund_minor: int


@dataclass(frozen=True)
class LeaveQueue(Tap, code="p.lv"):
    entry_id: int


@dataclass(frozen=True)
class PayFromBalance(Tap, code="p.pay"):
    booking_id: int


@dataclass(frozen=True)
class GotIt(Tap, code="got"):
    """Say that one has seen that a session is cancelled."""

    notice_id: int
