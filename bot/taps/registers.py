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


@dataclass(frozen=True)
class PrintRegister(Tap, code="g.pdf"):
    """Send the register as a file to print."""

    session_id: int


@dataclass(frozen=True)
class ShowAttendance(Tap, code="g.att"):
    """Show who came to the activity of a session in its term."""

    session_id: int
    page: int = 0


@dataclass(frozen=True)
class ChooseNoted(Tap, code="g.nc"):
    """Choose the child of whom something is to be noted."""

    session_id: int
    page: int = 0


@dataclass(frozen=True)
class WriteNote(Tap, code="g.nw"):
    """Begin to note something of a child."""

    booking_id: int


class Noting(Tap, code=None):
    """A tap of the conversation that notes something of a child."""


@dataclass(frozen=True)
class DeleteNote(Noting, code="g.nd"):
    booking_id: int


@dataclass(frozen=True)
class StopNoting(Noting, code="g.ns"):
    booking_id: int


@dataclass(frozen=True)
class AskAway(Tap, code="g.aw"):
    """Look at what it means to say that a child does not come."""

    booking_id: int


@dataclass(frozen=True)
class SetAway(Tap, code="g.set"):
    """Say that a child does not come, or that it does after all."""

    booking_id: int
    is_away: bool


@dataclass(frozen=True)
class ShowChildAttendance(Tap, code="g.ch"):
    """Show a parent when their child came."""

    child_id: int
    page: int = 0
