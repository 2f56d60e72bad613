"""Use cases of the office on messages to many families at once."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.audiences import Audience
from domain.audit import Action, AuditEvent
from domain.model import Actor
from domain.ports.announcements import NewAnnouncement
from domain.ports.transaction import Transaction
from domain.roles import check_office


@dataclass(frozen=True, slots=True)
class NobodyToTell:
    """No parent is of the audience, so nothing was announced."""


def announce(
    tx: Transaction,
    audience: Audience,
    text: str,
    key: str,
    zone: ZoneInfo,
    *,
    actor: Actor,
    now: datetime,
) -> int | NobodyToTell:
    """Write a notice for every parent of an audience as it is now; return the announcement's id.

    The key names the confirmation: the same one again is the same announcement.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    known = tx.announcements.find(key)
    if known is not None:
        return known
    if not tx.announcements.reach(audience, now, zone).parents:
        return NobodyToTell()
    new = NewAnnouncement(audience, text, key, actor.id or 0, now)
    announcement_id, parents = tx.announcements.add(new, zone)
    detail = f"{audience.kind} {parents}"
    tx.audit.add(AuditEvent(now, actor, Action.ANNOUNCED, announcement_id, detail=detail))
    return announcement_id


def stop_announcement(tx: Transaction, announcement_id: int, *, actor: Actor, now: datetime) -> int:
    """Let go of what has not been sent yet; return how many parents are told nothing by that.

    Stopped once more, nothing is left to let go of, and it stays as it is.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    dropped = tx.announcements.stop(announcement_id, now)
    if dropped:
        event = AuditEvent(
            now, actor, Action.ANNOUNCEMENT_STOPPED, announcement_id, detail=str(dropped)
        )
        tx.audit.add(event)
    return dropped
