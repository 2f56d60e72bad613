"""The taps of the office about families: find one, see it, and go on from there."""

from dataclasses import dataclass
from hashlib import blake2s

from bot.callback_data import Tap


class Finding(Tap, code=None):
    """A tap of the conversation that finds a family."""


@dataclass(frozen=True)
class FindFamily(Tap, code="fa.new"):
    """Begin with a search."""


@dataclass(frozen=True)
class PickFound(Finding, code="fa.pick"):
    parent_id: int


@dataclass(frozen=True)
class TurnFound(Finding, code="fa.pg"):
    page: int


@dataclass(frozen=True)
class StopFinding(Finding, code="fa.stop"):
    pass


@dataclass(frozen=True)
class SeeFamily(Tap, code="fa.one"):
    parent_id: int


@dataclass(frozen=True)
class SeeTheirPlaces(Tap, code="fa.pl"):
    parent_id: int
    page: int = 0


@dataclass(frozen=True)
class SeeMessages(Tap, code="fa.msg"):
    """Show what was sent to a parent."""

    parent_id: int
    page: int = 0


@dataclass(frozen=True)
class ChooseActivity(Tap, code="fa.act"):
    """Choose what to book for a family."""

    parent_id: int
    page: int = 0


@dataclass(frozen=True)
class ChooseDate(Tap, code="fa.date"):
    parent_id: int
    activity_id: int


@dataclass(frozen=True)
class InviteParent(Tap, code="fa.inv"):
    """Make the invitation of one parent on file."""

    parent_id: int


@dataclass(frozen=True)
class PrintInvitations(Tap, code="fa.print"):
    """Make those of all who are not on Telegram, to be printed."""


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


class Merging(Tap, code=None):
    """A tap of the conversation that puts two parents together."""


@dataclass(frozen=True)
class MergeFamily(Tap, code="mg.new"):
    """Begin with the parent who is kept."""

    parent_id: int


@dataclass(frozen=True)
class PickOther(Merging, code="mg.pick"):
    parent_id: int


@dataclass(frozen=True)
class TurnOthers(Merging, code="mg.pg"):
    page: int


@dataclass(frozen=True)
class SwapMerge(Merging, code="mg.swap"):
    """Keep the other one."""

    kept_id: int


def mark_of(numbers: tuple[int, ...]) -> str:
    """Shorten numbers to what a button can carry and tells them from others."""
    return blake2s(repr(numbers).encode(), digest_size=4).hexdigest()


@dataclass(frozen=True)
class ConfirmMerge(Merging, code="mg.ok"):
    """Put them together, knowing what moves."""

    kept_id: int
    other_id: int
    seen: str
    """The numbers that were shown, as `mark_of` shortens them."""


@dataclass(frozen=True)
class BackToOthers(Merging, code="mg.bk1"):
    pass


@dataclass(frozen=True)
class StopMerging(Merging, code="mg.stop"):
    pass


@dataclass(frozen=True)
class UniteChildren(Tap, code="mg.kids"):
    """Make children who stand twice in a family one each."""

    parent_id: int
