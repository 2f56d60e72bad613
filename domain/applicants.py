"""Use cases on who asks to join a school that lets parents in by invitation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.joining import Joined, admit
from domain.model import SYSTEM, Actor, ApplicantStatus
from domain.notices import Notice, NoticeKind
from domain.ports.families import NewParent
from domain.ports.transaction import Transaction
from domain.roles import check_office
from domain.telling import tell_office


@dataclass(frozen=True, slots=True)
class Asked:
    """The office knows of it; asked again, it is the same wish."""


@dataclass(frozen=True, slots=True)
class DeclinedBefore:
    """Nothing was done: the office has said no, and can send an invitation all the same."""


def ask_to_join(
    tx: Transaction, person: NewParent, *, office: Collection[int], now: datetime
) -> Asked | DeclinedBefore | Joined:
    """Ask the office to let somebody in; who is a parent already needs not ask."""
    known = tx.families.find_parent(person.telegram_id)
    if known is not None:
        return Joined(known)
    # Of the same person on two devices one asks, and the other finds that.
    asked = tx.applicants.lock_by(person.telegram_id)
    if asked is not None and asked.status is ApplicantStatus.DECLINED:
        return DeclinedBefore()
    if asked is not None and asked.status is ApplicantStatus.WAITING:
        return Asked()
    if asked is None:
        applicant_id = tx.applicants.add(person, now)
    else:
        applicant_id = asked.id
        tx.applicants.ask_again(applicant_id, person, now)
    _tell_office(tx, applicant_id, office, now)
    tx.audit.add(AuditEvent(now, SYSTEM, Action.ASKED_TO_JOIN, applicant_id))
    return Asked()


def _tell_office(
    tx: Transaction, applicant_id: int, office: Collection[int], now: datetime
) -> None:
    notice = Notice(
        None,
        NoticeKind.APPLICANT_WAITS,
        now,
        applicant_id=applicant_id,
        occasion=f"@{now:%y%m%d%H%M}",
    )
    tell_office(tx, notice, office)


def decide_applicant(
    tx: Transaction, applicant_id: int, *, is_approved: bool, actor: Actor, now: datetime
) -> None:
    """Let somebody in who has asked, or do not; what was decided before stays.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    # Another admin may be deciding, or the person be coming in by a link, at this very moment.
    applicant = tx.applicants.lock(applicant_id)
    if applicant is None or applicant.status is not ApplicantStatus.WAITING:
        return
    person = applicant.person
    if not is_approved:
        tx.applicants.decide(applicant_id, None, actor, now)
        kind = NoticeKind.APPLICANT_DECLINED
        to = person.telegram_id
        tx.outbox.add(Notice(None, kind, now, applicant_id=applicant_id, staff_telegram_id=to))
        tx.audit.add(AuditEvent(now, actor, Action.APPLICANT_DECLINED, applicant_id))
        return
    joined = tx.families.find_parent(person.telegram_id)
    parent_id = admit(tx, person, now) if joined is None else joined
    tx.applicants.decide(applicant_id, parent_id, actor, now)
    kind = NoticeKind.APPLICANT_APPROVED
    tx.outbox.add(Notice(parent_id, kind, now, applicant_id=applicant_id))
    tx.audit.add(AuditEvent(now, actor, Action.APPLICANT_APPROVED, parent_id))
