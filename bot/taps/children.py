"""The taps of a parent about the children of the family."""

from dataclasses import dataclass

from bot.callback_data import Tap


class ChildForm(Tap, code=None):
    """A tap of the conversation about one child."""


@dataclass(frozen=True)
class AddChild(Tap, code="c.add"):
    pass


@dataclass(frozen=True)
class EditChild(Tap, code="c.edit"):
    child_id: int


@dataclass(frozen=True)
class PickGrade(ChildForm, code="c.gr"):
    grade: int


@dataclass(frozen=True)
class KeepName(ChildForm, code="c.kn"):
    """Leave the name on file as it is."""


@dataclass(frozen=True)
class KeepBirthDate(ChildForm, code="c.kb"):
    pass


@dataclass(frozen=True)
class BackToName(ChildForm, code="c.bk1"):
    pass


@dataclass(frozen=True)
class BackToBirthDate(ChildForm, code="c.bk2"):
    pass


@dataclass(frozen=True)
class StopForm(ChildForm, code="c.stop"):
    pass


@dataclass(frozen=True)
class ShowChildren(Tap, code="c.all"):
    pass


@dataclass(frozen=True)
class ShowChild(Tap, code="c.one"):
    child_id: int


@dataclass(frozen=True)
class AskRemoveChild(Tap, code="c.ask"):
    child_id: int


@dataclass(frozen=True)
class RemoveChild(Tap, code="c.rm"):
    """Remove a child, knowing how many places go and how much comes back."""

    child_id: int
    shown_places: int
    shown_refund_minor: int


@dataclass(frozen=True)
class WriteNotes(Tap, code="c.nw"):
    """Begin to write what the school must know of a child."""

    child_id: int


class NotesForm(Tap, code=None):
    """A tap of the conversation that does so."""

    child_id: int


@dataclass(frozen=True)
class DeleteNotes(NotesForm, code="c.nd"):
    child_id: int


@dataclass(frozen=True)
class LeaveNotes(NotesForm, code="c.ns"):
    child_id: int
