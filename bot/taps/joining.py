"""The taps with which a parent joins."""

from dataclasses import dataclass

from bot.callback_data import Tap


class Joining(Tap, code=None):
    """A tap of the conversation with which a parent joins."""


@dataclass(frozen=True)
class AskToJoin(Joining, code="j.ask"):
    """Ask the office to be let in, without an invitation."""


@dataclass(frozen=True)
class UseTelegramName(Joining, code="j.name"):
    pass


@dataclass(frozen=True)
class SkipEmail(Joining, code="j.skip"):
    pass


@dataclass(frozen=True)
class StopJoining(Joining, code="j.stop"):
    pass


@dataclass(frozen=True)
class JoinAsParent(Tap, code="j.new"):
    """Begin to join as a parent, for who is of the staff already."""
