"""Who there is: families, the staff, and who has done something."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    PARENT = "parent"
    TUTOR = "tutor"
    ADMIN = "admin"
    SYSTEM = "system"


STAFF = (Role.ADMIN, Role.TUTOR)
"""Who runs the school. An admin may do all that a tutor may."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a parent by their id, staff by their Telegram id, or the system."""

    role: Role
    id: int | None = None


SYSTEM = Actor(Role.SYSTEM)


class Reminders(StrEnum):
    """When a parent wants to be reminded of the children's sessions of a day."""

    OFF = "off"
    EVENING = "evening"
    """The evening before."""
    SOON = "soon"
    """Two hours before the first of them."""
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Child:
    id: int
    name: str
    born_on: date
    grade: int
    notes: str = ""
    """What whoever has the child must know: allergies, who collects it."""

    def age(self, on: date) -> int:
        """Full years on a day; a child of 29 February turns a year older on 1 March."""
        had_no_birthday = (on.month, on.day) < (self.born_on.month, self.born_on.day)
        return on.year - self.born_on.year - had_no_birthday


class ApplicantStatus(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
