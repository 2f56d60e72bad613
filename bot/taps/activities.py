"""The taps of the office about activities."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowActivities(Tap, code="a.all"):
    archived: bool = False
    page: int = 0


@dataclass(frozen=True)
class ShowActivity(Tap, code="a.one"):
    activity_id: int


@dataclass(frozen=True)
class AskArchive(Tap, code="a.ask"):
    activity_id: int


@dataclass(frozen=True)
class ArchiveActivity(Tap, code="a.rm"):
    """Archive an activity, knowing how many places are cancelled with it."""

    activity_id: int
    shown_places: int


class Planning(Tap, code=None):
    """A tap of the office's conversation about what an activity is to be."""


@dataclass(frozen=True)
class NewActivity(Tap, code="a.new"):
    pass


@dataclass(frozen=True)
class CopyActivity(Tap, code="a.copy"):
    """Begin a new activity with what another one is."""

    activity_id: int


@dataclass(frozen=True)
class EditActivity(Tap, code="a.edit"):
    activity_id: int
    field: str
    """One of the domain's `Field`."""


@dataclass(frozen=True)
class PlanAnswer(Planning, code="a.is"):
    """An answer by a button: which question it is to is said, so that a double tap is one."""

    question: str
    value: str


@dataclass(frozen=True)
class TurnTutors(Planning, code="a.pg"):
    page: int


@dataclass(frozen=True)
class BackToQuestion(Planning, code="a.bk1"):
    question: str


@dataclass(frozen=True)
class BackToPlan(Planning, code="a.bk2"):
    pass


@dataclass(frozen=True)
class ChooseField(Planning, code="a.some"):
    """Choose what of the summary is to be changed."""


@dataclass(frozen=True)
class AskField(Planning, code="a.re"):
    field: str


@dataclass(frozen=True)
class ConfirmPlan(Planning, code="a.ok"):
    key: str


@dataclass(frozen=True)
class StopPlanning(Planning, code="a.stop"):
    pass
