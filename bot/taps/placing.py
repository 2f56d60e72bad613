"""The taps with which the office books for a family."""

from dataclasses import dataclass

from bot.callback_data import Tap


class Placing(Tap, code=None):
    """A tap of the office's conversation that books for a family."""


@dataclass(frozen=True)
class BookForFamily(Tap, code="f.book"):
    session_id: int


@dataclass(frozen=True)
class BookForParent(Tap, code="f.for"):
    """Begin with a session and a parent."""

    session_id: int
    parent_id: int


@dataclass(frozen=True)
class PickParent(Placing, code="f.par"):
    parent_id: int


@dataclass(frozen=True)
class TurnParents(Placing, code="f.pg"):
    page: int


@dataclass(frozen=True)
class AddFamily(Placing, code="f.new"):
    """Put a family on file that the school does not know yet."""


@dataclass(frozen=True)
class AddTheirChild(Placing, code="f.add"):
    pass


@dataclass(frozen=True)
class PickTheirChild(Placing, code="f.ch"):
    child_id: int


@dataclass(frozen=True)
class PickTheirGrade(Placing, code="f.gr"):
    grade: int


@dataclass(frozen=True)
class ConfirmForFamily(Placing, code="f.ok"):
    parent_id: int
    key: str


@dataclass(frozen=True)
class BackToParents(Placing, code="f.bk1"):
    pass


@dataclass(frozen=True)
class BackToTheirChildren(Placing, code="f.bk2"):
    pass


@dataclass(frozen=True)
class BackToParentName(Placing, code="f.bk3"):
    pass


@dataclass(frozen=True)
class BackToParentPhone(Placing, code="f.bk4"):
    pass


@dataclass(frozen=True)
class BackToTheirName(Placing, code="f.bk5"):
    pass


@dataclass(frozen=True)
class BackToTheirBirthDate(Placing, code="f.bk6"):
    pass


@dataclass(frozen=True)
class StopPlacing(Placing, code="f.stop"):
    session_id: int
