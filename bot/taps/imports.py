"""The taps of the office about lists that are taken in."""

from dataclasses import dataclass

from bot.callback_data import Tap


class Importing(Tap, code=None):
    """A tap of the office's conversation about a list that is taken in."""


@dataclass(frozen=True)
class Import(Tap, code="im.new"):
    """Begin to take in a list."""


@dataclass(frozen=True)
class PickList(Importing, code="im.list"):
    kind: str
    """One of the domain's `ListKind`."""


@dataclass(frozen=True)
class SendTemplate(Importing, code="im.tpl"):
    pass


@dataclass(frozen=True)
class ConfirmImport(Importing, code="im.ok"):
    key: str


@dataclass(frozen=True)
class BackToLists(Importing, code="im.bk1"):
    pass


@dataclass(frozen=True)
class BackToFile(Importing, code="im.bk2"):
    pass


@dataclass(frozen=True)
class StopImporting(Importing, code="im.stop"):
    pass
