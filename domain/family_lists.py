"""A list of families as values: what is listed, what is on file, and what is to be written."""

from dataclasses import dataclass
from datetime import date

from domain.imports import FamiliesImported, folded

CHILD, BORN, GRADE, NOTES = "Child name", "Birth date", "Year group", "Notes"
MOST_PARENTS = 4
"""In one line."""


def parent_column(number: int, what: str) -> str:
    """Return the title of a column about a parent: their `name`, `phone` or `email`."""
    return f"Parent {number} {what}"


@dataclass(frozen=True, slots=True)
class ListedParent:
    """A parent as a line names them; by phone or e-mail one is told from another."""

    number: int
    name: str
    phone: str | None
    email: str | None

    def column(self, what: str) -> str:
        return parent_column(self.number, what)


@dataclass(frozen=True, slots=True)
class ListedChild:
    name: str
    born_on: date
    grade: int
    notes: str = ""

    @property
    def key(self) -> tuple[str, date]:
        """What two lines about one child have in common."""
        return folded(self.name), self.born_on


@dataclass(frozen=True, slots=True)
class FamilyLine:
    line: int
    child: ListedChild
    parents: tuple[ListedParent, ...]


@dataclass(frozen=True, slots=True)
class KnownParent:
    id: int
    name: str
    phone: str | None
    email: str | None
    has_joined: bool
    """They use Telegram, and typed their e-mail address themselves."""


@dataclass(frozen=True, slots=True)
class KnownChild:
    id: int
    name: str
    born_on: date
    grade: int
    parent_ids: frozenset[int]
    has_notes: bool = False


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """All parents on file, and their children who have not been removed."""

    parents: tuple[KnownParent, ...]
    children: tuple[KnownChild, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """A parent's name and how to reach them: of a new parent, or filled in for a known one."""

    name: str
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class FamiliesPlan:
    """What a list writes. Who is new has no id yet and is counted -1, -2 and so on."""

    parents: tuple[Contact, ...]
    children: tuple[ListedChild, ...]
    links: tuple[tuple[int, int], ...]
    """Parent and child."""
    moved: tuple[tuple[int, int], ...]
    """A known child, and the year group it is in now."""
    noted: tuple[tuple[int, str], ...]
    """A known child of which nothing was noted, and what the list says."""
    filled: tuple[tuple[int, Contact], ...]
    """A known parent, and what was not on file of them."""
    parent_ids: frozenset[int]
    """The known parents whom it is about."""
    found: FamiliesImported
