"""Use cases of the office on an activity that is there: change one thing of it, or archive it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from domain.activities import PlanRefused, tutor_of
from domain.audit import Action, AuditEvent
from domain.consequences import (
    PARTS,
    Change,
    Consequences,
    Loss,
    WeekdayBooked,
    coming_of,
    concerns,
    consequences_of,
    losing,
)
from domain.model import Actor, Field, Plan, Planned, Policy, Session
from domain.notices import Notice, NoticeKind
from domain.outcomes import ActivityChanged, MoreIsLost
from domain.ports.sessions import Stake
from domain.ports.transaction import Transaction
from domain.roles import check_office
from domain.sessions import cancel_session
from domain.timetable import local_date, starts_at
from domain.waiting_list import promote


def preview_change(
    tx: Transaction, activity_id: int, change: Change, policy: Policy, *, now: datetime
) -> Consequences | PlanRefused | WeekdayBooked | None:
    """Say what `change_activity` would do at this moment; None if there is no such activity."""
    found = tx.activities.find_with_sessions(activity_id, local_date(now, policy.zone))
    if found is None:
        return None
    planned, sessions = found
    return consequences_of(tx, planned, change, sessions, policy, now=now)


def change_activity(
    tx: Transaction,
    activity_id: int,
    change: Change,
    policy: Policy,
    *,
    shown_places: int,
    key: str,
    actor: Actor,
    now: datetime,
) -> ActivityChanged | MoreIsLost | PlanRefused | WeekdayBooked | None:
    """Change one field of an activity as wished, and tell each family that it touches once.

    Sessions that are no longer in the term are cancelled, with full refunds; nothing is done if
    these are more places than were shown. Told twice, with the same key, it is done once.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    planned, sessions = _lock(tx, activity_id, policy, now)
    if planned is None:
        return None
    seen = consequences_of(tx, planned, change, sessions, policy, now=now)
    if not isinstance(seen, Consequences):
        return seen
    if seen.plan == planned.plan:
        return ActivityChanged(activity_id)
    if seen.lost.places > shown_places:
        return MoreIsLost()
    tutor_id = tutor_of(tx, seen.plan)
    tx.activities.change(activity_id, seen.plan, tutor_id)
    detail = _detail(change.field, replace(seen.plan, tutor=tutor_id))
    tx.audit.add(AuditEvent(now, actor, Action.ACTIVITY_CHANGED, activity_id, detail=detail))
    _apply(tx, change.field, seen, sessions, policy, key=key, actor=actor, now=now)
    return ActivityChanged(activity_id)


def preview_archiving(
    tx: Transaction, activity_id: int, policy: Policy, *, now: datetime
) -> tuple[Planned, Loss] | None:
    """Say what `archive_activity` would cancel; None if there is no such activity."""
    found = tx.activities.find_with_sessions(activity_id, local_date(now, policy.zone))
    if found is None:
        return None
    planned, sessions = found
    return planned, losing(tx, coming_of(sessions, policy, now))


def archive_activity(
    tx: Transaction,
    activity_id: int,
    policy: Policy,
    *,
    shown_places: int,
    actor: Actor,
    now: datetime,
) -> ActivityChanged | MoreIsLost | None:
    """Take an activity out of what can be booked, and cancel what is still to come of it.

    Places are refunded in full; nothing is done if they are more than were shown.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    planned, sessions = _lock(tx, activity_id, policy, now)
    if planned is None:
        return None
    if planned.is_archived:
        return ActivityChanged(activity_id)
    coming = coming_of(sessions, policy, now)
    lost = losing(tx, coming)
    if lost.places > shown_places:
        return MoreIsLost()
    tx.activities.archive(activity_id, now)
    _drop(tx, coming, actor, now)
    detail = str(lost.refund_minor)
    tx.audit.add(AuditEvent(now, actor, Action.ACTIVITY_ARCHIVED, activity_id, detail=detail))
    return ActivityChanged(activity_id)


def _lock(
    tx: Transaction, activity_id: int, policy: Policy, now: datetime
) -> tuple[Planned | None, list[Session]]:
    """Lock an activity and its sessions from today on."""
    # A day may be closed or opened at this very moment, and end or make a session.
    tx.closures.lock()
    # Then the activity: another admin may be giving it other dates. Nobody who has locked a
    # session waits for its activity, so this is no circle.
    planned = tx.activities.lock(activity_id)
    known = tx.sessions.list_of(activity_id, local_date(now, policy.zone))
    # Parents may be booking what is to change, and are then among those it touches.
    return planned, tx.sessions.lock([each.id for each in known])


def _apply(
    tx: Transaction,
    field: Field,
    seen: Consequences,
    sessions: Sequence[Session],
    policy: Policy,
    *,
    key: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Let the sessions follow their activity."""
    gone = {each.id for each in seen.gone}
    kept = [each for each in coming_of(sessions, policy, now) if each.id not in gone]
    stakes = tx.sessions.stakes_of([each.id for each in kept]).places
    told_otherwise = _parents_of(tx, tx.sessions.stakes_of(gone).places)
    _drop(tx, seen.gone, actor, now)
    tx.sessions.add(seen.planned.id, seen.new_dates)
    if field is Field.CAPACITY:
        told_otherwise |= _fill(tx, kept, seen.plan, policy, now)
    if field is Field.TIMES:
        _end_holds_at_the_start(tx, kept, stakes, seen.plan, policy)
    parents = _parents_of(tx, [each for each in stakes if concerns(field, each)])
    tx.outbox.add(
        *[
            _notice(parent_id, seen.planned.id, field, key, now)
            for parent_id in sorted(parents - told_otherwise)
        ]
    )


def _notice(parent_id: int, activity_id: int, field: Field, key: str, now: datetime) -> Notice:
    return Notice(
        parent_id,
        NoticeKind.ACTIVITY_CHANGED,
        now,
        activity_id=activity_id,
        changed=field,
        occasion=f"@{key}",
    )


def _drop(tx: Transaction, sessions: Sequence[Session], actor: Actor, now: datetime) -> None:
    """Delete sessions that nobody has ever booked, and cancel the others."""
    ids = [each.id for each in sessions]
    tx.sessions.remove_unused(ids)
    for session in tx.sessions.read(ids):
        cancel_session(tx, session.id, actor=actor, now=now)


def _fill(
    tx: Transaction, sessions: Sequence[Session], plan: Plan, policy: Policy, now: datetime
) -> set[int]:
    """Promote into what a capacity makes free, and return the parents who are told of that."""
    promotions = [
        each
        for session in sessions
        if not session.has_own_capacity
        for each in promote(tx, replace(session, capacity=plan.capacity), policy, now=now)
    ]
    return {each.entry.parent_id for each in promotions}


def _end_holds_at_the_start(
    tx: Transaction,
    sessions: Sequence[Session],
    stakes: Sequence[Stake],
    plan: Plan,
    policy: Policy,
) -> None:
    """Let no place be held for longer than until its session starts, which is now earlier."""
    starts = {
        each.id: starts_at(
            replace(each, activity=replace(each.activity, start_time=plan.start_time)), policy.zone
        )
        for each in sessions
    }
    for stake in stakes:
        start = starts[stake.session_id]
        if stake.booking_id and stake.hold_expires_at and stake.hold_expires_at > start:
            tx.bookings.extend_hold(stake.booking_id, start)


def _parents_of(tx: Transaction, stakes: Collection[Stake]) -> set[int]:
    """Return who booked or waits, and all parents of the children: any of them may bring one."""
    guardians = tx.families.list_guardians({each.child_id for each in stakes})
    return {each.parent_id for each in stakes} | {parent_id for _, parent_id in guardians}


def _detail(field: Field, plan: Plan) -> str:
    """Say what a field is now, where that is a number."""
    values = [getattr(plan, part) for part in PARTS[field]]
    words = [str(value) for value in values if not isinstance(value, str)]
    return " ".join([field, *words])
