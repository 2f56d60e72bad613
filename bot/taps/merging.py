"""The taps of the office about who stands twice."""

from dataclasses import dataclass
from hashlib import blake2s

from bot.callback_data import Tap


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
