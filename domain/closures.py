"""Use cases of the office on days on which the school is shut."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.audit import Action, AuditEvent
from domain.consequences import Loss, coming_of, losing
from domain.model import Actor, Policy
from domain.outcomes import MoreIsLost
from domain.ports.transaction import Transaction
from domain.roles import check_office
from domain.sessions import cancel_session
from domain.timetable import instant

MOST_DAYS = 62
"""Closed at once: more than the longest holidays is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class DaysClosed:
    """Which days were still open, and what families had on all of them."""

    days: tuple[date, ...]
    lost: Loss


def days_between(first: date, last: date) -> list[date]:
    """List the days from one to another, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def preview_closure(
    tx: Transaction, first: date, last: date, policy: Policy, *, now: datetime
) -> Loss:
    """Say what `close_days` would take from families at this moment."""
    return losing(tx, coming_of(tx.sessions.list_between(first, last), policy, now))


def close_days(
    tx: Transaction,
    first: date,
    last: date,
    reason: str,
    policy: Policy,
    *,
    shown_places: int,
    actor: Actor,
    now: datetime,
) -> DaysClosed | MoreIsLost:
    """Shut the school on some days: what is to come on them is cancelled with full refunds.

    All in one transaction, so no crash leaves a day half closed. Nothing is done if more places
    go than were shown. A day that is closed already keeps its reason.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    tx.closures.lock()
    known = tx.sessions.list_between(first, last)
    # Parents may be booking on these days at this very moment: they are refunded, or refused.
    sessions = tx.sessions.lock([each.id for each in known])
    coming = coming_of(sessions, policy, now)
    open_days = set(days_between(first, last)) - tx.closures.list_dates(first, last)
    closed = DaysClosed(tuple(sorted(open_days)), losing(tx, coming))
    if closed.lost.places > shown_places:
        return MoreIsLost()
    tx.closures.add(closed.days, reason)
    for session in coming:
        cancel_session(tx, session.id, reason=reason, actor=actor, now=now)
    if closed.days or coming:
        tx.audit.add(AuditEvent(now, actor, Action.DAY_CLOSED, 0, detail=f"{first} {last}"))
    return closed


def open_day(tx: Transaction, on: date, policy: Policy, *, actor: Actor, now: datetime) -> bool:
    """Open a day again, with sessions for activities that have none; False if it was not shut.

    None is made that would have begun. Sessions that the closure cancelled stay cancelled: their
    families were told so.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    tx.closures.lock()
    if not tx.closures.remove(on):
        return False
    for activity_id, start_time in tx.activities.list_without_session(on):
        if now < instant(on, start_time, policy.zone):
            tx.sessions.add(activity_id, [on])
    tx.audit.add(AuditEvent(now, actor, Action.DAY_OPENED, 0, detail=str(on)))
    return True
