"""Use cases on who joins: the invitations of the office, and what they let in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.audit import Action, AuditEvent
from domain.model import SYSTEM, Actor, ApplicantStatus, Role
from domain.ports.families import NewParent
from domain.ports.invitations import ParentInvitation
from domain.ports.transaction import Transaction
from domain.roles import check_office


@dataclass(frozen=True, slots=True)
class Joined:
    parent_id: int


@dataclass(frozen=True, slots=True)
class InvitationNeeded:
    """The school admits by invitation, and there was none, or it was used or has expired."""


class InvitationProblem(StrEnum):
    """Why the invitation of a parent who is on file lets nobody in."""

    USED = "used"
    """By whomever: with the link, or by their phone number, the parent has joined."""
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class InvitationRefused:
    """Nothing was done."""

    problem: InvitationProblem


JoinOutcome = Joined | InvitationNeeded | InvitationRefused


def invite(tx: Transaction, code: str, *, actor: Actor, until: datetime, now: datetime) -> None:
    """Keep an invitation that one parent may use until an instant; the same again is the same.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    if tx.invitations.lock(code) is not None:
        return
    invitation_id = tx.invitations.add(code, actor, until, now)
    tx.audit.add(AuditEvent(now, actor, Action.INVITED, invitation_id))


def invite_parents(
    tx: Transaction, codes: Mapping[int, str], *, actor: Actor, until: datetime, now: datetime
) -> None:
    """Let each of some parents on file have an invitation that works until an instant.

    `codes` has one for each parent, by id, for who has none. One that still works stays the same
    link and lasts longer, for it may be on paper; one that has expired is replaced.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    # Another admin may be inviting the same parents: each has one link.
    tx.families.lock_parents(codes)
    there = tx.invitations.lock_unused(codes)
    working = {each: link.id for each, link in there.items() if link.expires_at > now}
    expired = {link.id for each, link in there.items() if each not in working}
    new = {each: code for each, code in codes.items() if each not in working}
    tx.invitations.remove(expired)
    tx.invitations.prolong(set(working.values()), until)
    tx.invitations.add_for(new, actor, until, now)
    tx.audit.add(*[AuditEvent(now, actor, Action.PARENT_INVITED, each) for each in new])


def join_school(
    tx: Transaction,
    parent: NewParent,
    code: str | None,
    *,
    by_invitation_only: bool,
    now: datetime,
) -> JoinOutcome:
    """Make somebody a parent here; who is one already stays the one they are.

    Who has the invitation of a parent on file becomes that parent: the link is the proof. Without
    one it is the phone number, which Telegram vouches for, if only one parent has it.
    """
    known = tx.families.find_parent(parent.telegram_id)
    if known is not None:
        return Joined(known)
    # Two people may open one link at once: the second must find it used.
    link = tx.invitations.lock(code) if code else None
    if link is not None and link.for_parent_id is not None:
        return _become(tx, parent, link, link.for_parent_id, now)
    is_open = link is not None and _problem(link, now) is None
    if by_invitation_only and not is_open:
        return InvitationNeeded()
    parent_id = admit(tx, parent, now)
    if link is not None and is_open:
        tx.invitations.use(link.id, parent_id, now)
    return Joined(parent_id)


def _become(
    tx: Transaction, parent: NewParent, link: ParentInvitation, parent_id: int, now: datetime
) -> Joined | InvitationRefused:
    problem = _problem(link, now)
    # They may have come in by their phone number since, or be doing so at this moment.
    if problem is None and not tx.families.claim(parent_id, parent):
        problem = InvitationProblem.USED
    if problem is not None:
        return InvitationRefused(problem)
    tx.invitations.use(link.id, parent_id, now)
    return _joined(tx, parent, parent_id, now)


def _problem(link: ParentInvitation, now: datetime) -> InvitationProblem | None:
    if link.used_by is not None:
        return InvitationProblem.USED
    return InvitationProblem.EXPIRED if link.expires_at <= now else None


def admit(tx: Transaction, parent: NewParent, now: datetime) -> int:
    """Let somebody in: as the one parent on file with their phone number, or as a new one."""
    # A list with them in it may be on its way in at this very moment.
    tx.families.lock_newcomers()
    on_file = tx.families.list_by_phone(parent.phone)
    if len(on_file) == 1 and tx.families.claim(on_file[0], parent):
        return _joined(tx, parent, on_file[0], now).parent_id
    return _joined(tx, parent, tx.families.add_parent(parent, now), now).parent_id


def _joined(tx: Transaction, parent: NewParent, parent_id: int, now: datetime) -> Joined:
    actor = Actor(Role.PARENT, parent_id)
    asked = tx.applicants.lock_by(parent.telegram_id)
    if asked is not None and asked.status is ApplicantStatus.WAITING:
        tx.applicants.decide(asked.id, parent_id, SYSTEM, now)
    tx.audit.add(AuditEvent(now, actor, Action.JOINED_SCHOOL, parent_id))
    return Joined(parent_id)
