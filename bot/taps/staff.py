"""The taps of the office about who is of the staff, and who is invited to it."""

from dataclasses import dataclass

from bot.callback_data import Tap


class Inviting(Tap, code=None):
    """A tap of the office's conversation that invites somebody to the staff."""


@dataclass(frozen=True)
class InviteStaff(Tap, code="si.new"):
    """Begin to invite."""


@dataclass(frozen=True)
class PickRole(Inviting, code="si.role"):
    role: str
    """One of the domain's `STAFF`."""


@dataclass(frozen=True)
class PickTutor(Inviting, code="si.tut"):
    tutor_id: int


@dataclass(frozen=True)
class TurnTutors(Inviting, code="si.pg"):
    page: int


@dataclass(frozen=True)
class ConfirmInvitation(Inviting, code="si.ok"):
    key: str


@dataclass(frozen=True)
class BackToRole(Inviting, code="si.bk1"):
    pass


@dataclass(frozen=True)
class BackToTutor(Inviting, code="si.bk2"):
    pass


@dataclass(frozen=True)
class StopInviting(Inviting, code="si.stop"):
    pass


@dataclass(frozen=True)
class ShowStaff(Tap, code="st.all"):
    page: int = 0


@dataclass(frozen=True)
class ShowMember(Tap, code="st.one"):
    staff_id: int


@dataclass(frozen=True)
class AskRemoveMember(Tap, code="st.ask"):
    staff_id: int


@dataclass(frozen=True)
class RemoveMember(Tap, code="st.rm"):
    staff_id: int
