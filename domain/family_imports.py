"""Use cases of the office on a list of families: look at what it would do, and take it in."""

from collections.abc import Sequence
from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.family_lists import FamiliesPlan, FamilyLine
from domain.family_plans import plan_families
from domain.imports import FamiliesImported, Imported, NotImported
from domain.model import Actor
from domain.ports.transaction import LookAgainError, Transaction
from domain.roles import check_office


def preview_families(
    tx: Transaction, lines: Sequence[FamilyLine], *, actor: Actor
) -> FamiliesImported | NotImported:
    """Say what `import_families` would do at this moment; nothing is written.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    plan = plan_families(lines, tx.imports.read_people())
    return plan if isinstance(plan, NotImported) else plan.found


def import_families(
    tx: Transaction,
    lines: Sequence[FamilyLine],
    key: str,
    language: str,
    *,
    actor: Actor,
    now: datetime,
) -> Imported | NotImported:
    """Write a list of families, all of it or nothing; the same key again is the same list.

    New parents have the language until they join and have their own.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    if (done := tx.imports.find(key)) is not None:
        return done
    # The same list, or another one, may be on its way in, or somebody be put on file alone.
    tx.families.lock_newcomers()
    import_id = tx.imports.begin(key, now)
    plan = plan_families(lines, tx.imports.read_people())
    if isinstance(plan, NotImported):
        tx.imports.withdraw(import_id)
        return plan
    # One of these parents may be adding the child.
    tx.imports.lock_parents(plan.parent_ids)
    if plan_families(lines, tx.imports.read_people()) != plan:
        raise LookAgainError
    child_ids = tx.imports.write_families(plan, language, now)
    tx.audit.add(*_events(plan, import_id, child_ids, actor, now))
    return plan.found


def _events(
    plan: FamiliesPlan, import_id: int, child_ids: Sequence[int], actor: Actor, now: datetime
) -> list[AuditEvent]:
    """Leave what was taken in with its numbers, and each child with what was done to it."""
    numbers = plan.found.detail
    return [
        AuditEvent(now, actor, Action.FAMILIES_IMPORTED, import_id, detail=numbers),
        *[AuditEvent(now, actor, Action.CHILD_ADDED, each) for each in child_ids],
        *[AuditEvent(now, actor, Action.CHILD_EDITED, child_id) for child_id, _ in plan.moved],
        *[
            AuditEvent(now, actor, Action.CHILD_NOTES_WRITTEN, child_id)
            for child_id, _ in plan.noted
        ],
    ]
