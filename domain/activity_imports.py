"""Use cases of the office on a list of activities: look at what it would do, and take it in."""

from collections.abc import Sequence
from datetime import date, datetime

from domain.activity_lists import ActivitiesPlan, ActivityLine
from domain.activity_plans import plan_activities
from domain.audit import Action, AuditEvent
from domain.imports import ActivitiesImported, Imported, NotImported
from domain.model import Actor, Policy
from domain.ports.transaction import Transaction
from domain.roles import check_office
from domain.timetable import local_date


def preview_activities(
    tx: Transaction, lines: Sequence[ActivityLine], policy: Policy, *, actor: Actor, now: datetime
) -> ActivitiesImported | NotImported:
    """Say what `import_activities` would do at this moment; nothing is written.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    plan = _planned(tx, lines, local_date(now, policy.zone))
    return plan if isinstance(plan, NotImported) else plan.found


def import_activities(
    tx: Transaction,
    lines: Sequence[ActivityLine],
    key: str,
    policy: Policy,
    *,
    actor: Actor,
    now: datetime,
) -> Imported | NotImported:
    """Write a list of activities with their dates, all of it or nothing.

    The same key again is the same list.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    if (done := tx.imports.find(key)) is not None:
        return done
    # The same list, or another one, may be on its way in.
    import_id = tx.imports.begin(key, now)
    # A day may be closed meanwhile.
    tx.closures.lock()
    plan = _planned(tx, lines, local_date(now, policy.zone))
    if isinstance(plan, NotImported):
        tx.imports.withdraw(import_id)
        return plan
    activity_ids = tx.imports.write_activities(plan)
    tx.audit.add(*_events(plan, import_id, activity_ids, actor, now))
    return plan.found


def _planned(
    tx: Transaction, lines: Sequence[ActivityLine], today: date
) -> ActivitiesPlan | NotImported:
    return plan_activities(lines, tx.imports.read_activities(), today=today)


def _events(
    plan: ActivitiesPlan, import_id: int, activity_ids: Sequence[int], actor: Actor, now: datetime
) -> list[AuditEvent]:
    """Leave what was taken in with its numbers, and each activity with the number of its dates."""
    made = zip(activity_ids, plan.dates, strict=True)
    return [
        AuditEvent(now, actor, Action.ACTIVITIES_IMPORTED, import_id, detail=plan.found.detail),
        *[
            AuditEvent(now, actor, Action.ACTIVITY_CREATED, each, detail=str(len(dates)))
            for each, dates in made
        ],
    ]
