"""The taps of the office about links with which parents join."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class InviteParent(Tap, code="fa.inv"):
    """Make the invitation of one parent on file."""

    parent_id: int


@dataclass(frozen=True)
class PrintInvitations(Tap, code="fa.print"):
    """Make those of all who are not on Telegram, to be printed."""
