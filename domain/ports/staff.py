"""What use cases ask of storage about the staff."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.model import Actor, Role


@dataclass(frozen=True, slots=True)
class StaffMember:
    id: int
    telegram_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody as Telegram knows them."""

    telegram_id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class NewStaffInvitation:
    code: str
    role: Role
    tutor: int | str | None
    """Whom a tutor is: one who is known, or a name; an admin is none."""
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StaffInvitation:
    id: int
    role: Role
    tutor_id: int | None
    invited_by: int
    """By Telegram id, as the next."""
    expires_at: datetime
    used_by: int | None


class Staff(Protocol):
    def list_admins(self) -> list[int]:
        """List the Telegram ids of the admins, but for those who are named in the settings."""
        ...

    def teaches(self, telegram_id: int | None, activity_id: int) -> bool:
        """Tell whether somebody is the tutor of an activity."""
        ...

    def find(self, telegram_id: int) -> StaffMember | None:
        """Find somebody who is of the staff by a row; the settings name others."""
        ...

    def lock_all(self) -> list[StaffMember]:
        """Lock the rows of all who are of the staff, in the order of their ids."""
        ...

    def put(self, person: NewStaff, role: Role, now: datetime) -> int:
        """Give somebody a role, in place of the one they have or had, and return the row's id."""
        ...

    def remove(self, member: StaffMember, now: datetime) -> None:
        """Take the role away; the activities they taught keep their tutor, without Telegram."""
        ...

    def lock_invitation(self, code: str) -> StaffInvitation | None: ...
    def add_invitation(
        self, new: NewStaffInvitation, tutor_id: int | None, actor: Actor, now: datetime
    ) -> int: ...
    def use_invitation(self, invitation_id: int, staff_id: int, now: datetime) -> None: ...
    def lock_tutor(self, tutor_id: int) -> int | None:
        """Lock a tutor and return their Telegram id, if they have one."""
        ...

    def is_tutor(self, telegram_id: int) -> bool: ...
    def link_tutor(self, tutor_id: int, telegram_id: int) -> None: ...
