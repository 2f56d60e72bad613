"""Use case on the notes on a child, which stand with it and not with one session."""

from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.families import ChildSaved, NotYourChild
from domain.model import Actor
from domain.ports.transaction import Transaction
from domain.roles import check_family

LONGEST_NOTES = 300


def write_child_notes(
    tx: Transaction, parent_id: int, child_id: int, notes: str, *, actor: Actor, now: datetime
) -> ChildSaved | NotYourChild:
    """Write what whoever has a child of the family must know; an empty text deletes it.

    The trail says that it was done, and not what was written.

    Raises:
        NotAllowedError: it is neither the parent nor the office.

    """
    check_family(actor, parent_id)
    family = tx.families.lock_children(tx.families.survivor(parent_id))
    known = next((each for each in family if each.id == child_id), None)
    if known is None:
        return NotYourChild()
    if known.notes != notes:
        tx.families.write_notes(child_id, notes)
        tx.audit.add(AuditEvent(now, actor, Action.CHILD_NOTES_WRITTEN, child_id))
    return ChildSaved(child_id)
