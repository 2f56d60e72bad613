"""The taps of the office about families: find one, see it, and go on from there."""

from dataclasses import dataclass

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
class WriteTheirNotes(Tap, code="fa.nw"):
    """Begin to write what is to be known of a child of the family."""

    parent_id: int
    child_id: int


class TheirNotesForm(Tap, code=None):
    """A tap of the conversation that does so."""

    parent_id: int
    child_id: int


@dataclass(frozen=True)
class DeleteTheirNotes(TheirNotesForm, code="fa.nd"):
    parent_id: int
    child_id: int


@dataclass(frozen=True)
class LeaveTheirNotes(TheirNotesForm, code="fa.ns"):
    parent_id: int
    child_id: int
