"""What use cases ask of storage about who asks to join."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.model import Actor, ApplicantStatus
from domain.ports.families import NewParent


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who has asked to join."""

    id: int
    person: NewParent
    status: ApplicantStatus


class Applicants(Protocol):
    """Who asks to join where the school lets parents in by invitation."""

    def lock_by(self, telegram_id: int | None) -> Applicant | None:
        """Lock what somebody has asked, by their Telegram id."""
        ...

    def lock(self, applicant_id: int) -> Applicant | None: ...
    def add(self, person: NewParent, now: datetime) -> int: ...
    def ask_again(self, applicant_id: int, person: NewParent, now: datetime) -> None: ...
    def decide(self, applicant_id: int, parent_id: int | None, actor: Actor, now: datetime) -> None:
        """Note that somebody was let in as a parent, or was not."""
        ...
