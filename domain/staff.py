"""Use cases on the staff: invite somebody, let them in by their link, take a role away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.audit import Action, AuditEvent
from domain.model import Actor, Role
from domain.notices import Notice, NoticeKind
from domain.ports.staff import NewStaff, NewStaffInvitation, StaffInvitation, StaffMember
from domain.ports.transaction import Transaction
from domain.roles import check_office


@dataclass(frozen=True, slots=True)
class StaffInvited:
    """There is an invitation, which one person may use."""


@dataclass(frozen=True, slots=True)
class StaffJoined:
    """They are of the staff now."""

    role: Role
    """What they were invited for; an admin who is invited as a tutor stays an admin too."""


class LinkProblem(StrEnum):
    """Why an invitation lets nobody in."""

    UNKNOWN = "unknown"
    """There is none, or who made it is no longer of the office."""
    USED = "used"
    EXPIRED = "expired"
    OWN = "own"
    """Who made it has opened it."""
    HELD = "held"
    """They are that already."""
    TUTOR_TAKEN = "tutor_taken"
    """Somebody else is that tutor already."""


@dataclass(frozen=True, slots=True)
class LinkRefused:
    """Nothing was done."""

    problem: LinkProblem


@dataclass(frozen=True, slots=True)
class StaffRemoved:
    """They are of the staff no more, whoever has seen to that."""


class Kept(StrEnum):
    """Why a role cannot be taken away."""

    NAMED = "named"
    """The settings name them."""
    LAST_ADMIN = "last_admin"


@dataclass(frozen=True, slots=True)
class StaffKept:
    """Nothing was done."""

    why: Kept


def invite_staff(
    tx: Transaction, new: NewStaffInvitation, *, actor: Actor, now: datetime
) -> StaffInvited | LinkRefused:
    """Keep an invitation that one person may use; the same code again is the same invitation.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    if tx.staff.lock_invitation(new.code) is not None:
        return StaffInvited()
    tutor_id = None if new.tutor is None else _tutor(tx, new.tutor)
    if tutor_id is not None and tx.staff.lock_tutor(tutor_id) is not None:
        return LinkRefused(LinkProblem.TUTOR_TAKEN)
    invitation_id = tx.staff.add_invitation(new, tutor_id, actor, now)
    tx.audit.add(AuditEvent(now, actor, Action.STAFF_INVITED, invitation_id, detail=new.role))
    return StaffInvited()


def _tutor(tx: Transaction, tutor: int | str) -> int:
    if isinstance(tutor, int):
        return tutor
    known = tx.activities.find_tutor(tutor)
    return tx.activities.add_tutor(tutor) if known is None else known


def join_staff(
    tx: Transaction, code: str, person: NewStaff, named: Collection[int], *, now: datetime
) -> StaffJoined | LinkRefused:
    """Make somebody what an invitation says, once; `named` are the admins of the settings."""
    # Two people may open one link at once: the second must find it used.
    link = tx.staff.lock_invitation(code)
    if link is None:
        return LinkRefused(LinkProblem.UNKNOWN)
    member = tx.staff.find(person.telegram_id)
    if link.used_by == person.telegram_id and member is not None:
        return StaffJoined(link.role)
    problem = _link_problem(tx, link, named, now) or _person_problem(tx, link, person, named)
    if problem is not None:
        return LinkRefused(problem)
    is_admin = member is not None and member.role is Role.ADMIN
    staff_id = tx.staff.put(person, Role.ADMIN if is_admin else link.role, now)
    if link.tutor_id is not None:
        tx.staff.link_tutor(link.tutor_id, person.telegram_id)
    tx.staff.use_invitation(link.id, staff_id, now)
    _tell_who_invited(tx, link, now)
    actor = Actor(link.role, person.telegram_id)
    tx.audit.add(AuditEvent(now, actor, Action.STAFF_JOINED, staff_id, detail=link.role))
    return StaffJoined(link.role)


def _tell_who_invited(tx: Transaction, link: StaffInvitation, now: datetime) -> None:
    """Let who made a link see by whom it was used: it may have got into other hands."""
    kind, to = NoticeKind.STAFF_JOINED, link.invited_by
    tx.outbox.add(Notice(None, kind, now, staff_invitation_id=link.id, staff_telegram_id=to))


def _link_problem(
    tx: Transaction, link: StaffInvitation, named: Collection[int], now: datetime
) -> LinkProblem | None:
    if link.used_by is not None:
        return LinkProblem.USED
    if link.expires_at <= now:
        return LinkProblem.EXPIRED
    return None if _is_admin(tx, link.invited_by, named) else LinkProblem.UNKNOWN


def _person_problem(
    tx: Transaction, link: StaffInvitation, person: NewStaff, named: Collection[int]
) -> LinkProblem | None:
    if link.invited_by == person.telegram_id:
        return LinkProblem.OWN
    if link.tutor_id is None:
        return LinkProblem.HELD if _is_admin(tx, person.telegram_id, named) else None
    if tx.staff.lock_tutor(link.tutor_id) is not None:
        return LinkProblem.TUTOR_TAKEN
    return LinkProblem.HELD if tx.staff.is_tutor(person.telegram_id) else None


def _is_admin(tx: Transaction, telegram_id: int, named: Collection[int]) -> bool:
    member = tx.staff.find(telegram_id)
    return telegram_id in named or (member is not None and member.role is Role.ADMIN)


def remove_staff(
    tx: Transaction, staff_id: int, named: Collection[int], *, actor: Actor, now: datetime
) -> StaffRemoved | StaffKept:
    """Take somebody's role away, and with it all they might do; their activities stay.

    `named` are the admins of the settings, who can only be changed there.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    # Two admins may be removing each other: one of the two must be the last.
    members = tx.staff.lock_all()
    member = next((each for each in members if each.id == staff_id), None)
    if member is None:
        return StaffRemoved()
    if member.telegram_id in named:
        return StaffKept(Kept.NAMED)
    if not named and _is_last_admin(member, members):
        return StaffKept(Kept.LAST_ADMIN)
    tx.staff.remove(member, now)
    tx.outbox.drop_for(member.telegram_id, now)
    tx.audit.add(AuditEvent(now, actor, Action.STAFF_REMOVED, staff_id, detail=member.role))
    return StaffRemoved()


def _is_last_admin(member: StaffMember, members: Collection[StaffMember]) -> bool:
    return [each for each in members if each.role is Role.ADMIN] == [member]
