"""The taps of the office about messages to many families."""

from dataclasses import dataclass

from bot.callback_data import Tap


class Announcing(Tap, code=None):
    """A tap of the office's conversation that writes to many families."""


@dataclass(frozen=True)
class PickKind(Announcing, code="an.kind"):
    kind: str
    """One of the domain's `AudienceKind`."""


@dataclass(frozen=True)
class PickActivityDates(Announcing, code="an.act"):
    """Choose the activity of a session."""

    activity_id: int


@dataclass(frozen=True)
class PickAudience(Announcing, code="an.to"):
    kind: str
    subject_id: int = 0


@dataclass(frozen=True)
class TurnChoices(Announcing, code="an.pg"):
    page: int


@dataclass(frozen=True)
class ConfirmAnnouncement(Announcing, code="an.ok"):
    key: str


@dataclass(frozen=True)
class BackToKinds(Announcing, code="an.bk1"):
    pass


@dataclass(frozen=True)
class BackToText(Announcing, code="an.bk2"):
    pass


@dataclass(frozen=True)
class StopAnnouncing(Announcing, code="an.stop"):
    """Leave the conversation; nothing is sent."""


@dataclass(frozen=True)
class ShowAnnouncement(Tap, code="an.one"):
    """Show how far it is."""

    announcement_id: int


@dataclass(frozen=True)
class AskStopSending(Tap, code="an.ask"):
    announcement_id: int


@dataclass(frozen=True)
class StopSending(Tap, code="an.drop"):
    """Let go of what has not been sent yet."""

    announcement_id: int


@dataclass(frozen=True)
class ShowNotReached(Tap, code="an.not"):
    announcement_id: int
    page: int = 0
