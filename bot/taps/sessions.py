"""The taps on one session, and on who is in it."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowSession(Tap, code="d.one"):
    session_id: int
    page: int = 0


@dataclass(frozen=True)
class ChooseWhom(Tap, code="d.who"):
    """Choose the child whose place, or turn, is to be cancelled for its family."""

    session_id: int
    page: int = 0


@dataclass(frozen=True)
class AskCancelFor(Tap, code="d.ask"):
    booking_id: int


@dataclass(frozen=True)
class CancelFor(Tap, code="d.rm"):
    booking_id: int
    shown_refund_minor: int
    in_full: bool


@dataclass(frozen=True)
class AskTakeOff(Tap, code="d.askq"):
    entry_id: int


@dataclass(frozen=True)
class TakeOff(Tap, code="d.rmq"):
    """Take a child off a waiting list."""

    entry_id: int


@dataclass(frozen=True)
class ShowTold(Tap, code="d.told"):
    """Show who has seen that a session is cancelled."""

    session_id: int
    page: int = 0


class Changing(Tap, code=None):
    """A tap of the office's conversation that changes a session."""


@dataclass(frozen=True)
class ChangeCapacity(Tap, code="d.cap"):
    session_id: int


@dataclass(frozen=True)
class CancelSession(Tap, code="d.can"):
    session_id: int


@dataclass(frozen=True)
class TryCapacity(Changing, code="d.try"):
    """Look at what another capacity would do."""

    capacity: int


@dataclass(frozen=True)
class SetCapacity(Changing, code="d.set"):
    session_id: int
    shown: int
    capacity: int


@dataclass(frozen=True)
class DropReason(Changing, code="d.why"):
    """Cancel without a word of why."""


@dataclass(frozen=True)
class ConfirmCancellation(Changing, code="d.off"):
    """Cancel a session, knowing what goes with it."""

    session_id: int
    shown_children: int
    """Who has a place or waits."""
    shown_refund_minor: int


@dataclass(frozen=True)
class StopChanging(Changing, code="d.stop"):
    session_id: int
