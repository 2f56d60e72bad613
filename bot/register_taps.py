"""The taps on registers."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowRegister(Tap, code="g.one"):
    session_id: int
    page: int = 0


@dataclass(frozen=True)
class ShowRegisters(Tap, code="g.all"):
    """Show today's registers."""

    page: int = 0


@dataclass(frozen=True)
class MarkChild(Tap, code="g.mk"):
    """Set what is noted of a child: which it is is said, so that a double tap is one."""

    booking_id: int
    mark: str
    """One of the domain's `AttendanceStatus`, or none."""
    is_undo: bool
    page: int


@dataclass(frozen=True)
class LeaveRegister(Tap, code="g.go"):
    """Show the session in place of its register."""

    session_id: int
