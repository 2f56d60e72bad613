"""The taps of the office about who asks to join."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowApplicants(Tap, code="ap.all"):
    page: int = 0


@dataclass(frozen=True)
class ShowApplicant(Tap, code="ap.one"):
    applicant_id: int


@dataclass(frozen=True)
class DecideApplicant(Tap, code="ap.ok"):
    applicant_id: int
    is_approved: bool
