"""Use case of the office on credit: how far below zero a family's account may go."""

from dataclasses import replace
from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.model import Actor, Policy
from domain.money import confirm_covered, lock_held
from domain.outcomes import CreditLimitSet
from domain.ports.transaction import Transaction
from domain.roles import check_office

AS_THE_SCHOOLS = "as the school's"
"""In the trail: without a limit of their own."""


def note_limit(
    tx: Transaction, parent_id: int, limit_minor: int | None, *, actor: Actor, now: datetime
) -> None:
    """Leave a trail of every change of a limit, for the books say what held at which time."""
    detail = AS_THE_SCHOOLS if limit_minor is None else str(limit_minor)
    tx.audit.add(AuditEvent(now, actor, Action.CREDIT_LIMIT_SET, parent_id, detail=detail))


def limit_of(detail: str) -> int | None:
    """Read a limit back from the trail."""
    return None if detail == AS_THE_SCHOOLS else int(detail)


def set_credit_limit(
    tx: Transaction,
    parent_id: int,
    limit_minor: int | None,
    policy: Policy,
    *,
    actor: Actor,
    now: datetime,
) -> CreditLimitSet:
    """Let one family pay later than others, or not at all; None is as the school's policy says.

    Held places that are covered now are confirmed; places that are confirmed stay so.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    parent_id = tx.families.survivor(parent_id)
    held, funds = lock_held(tx, parent_id)
    if limit_minor != funds.credit_limit_minor:
        tx.accounts.set_credit_limit(parent_id, limit_minor)
        note_limit(tx, parent_id, limit_minor, actor=actor, now=now)
    changed = replace(funds, credit_limit_minor=limit_minor)
    confirmed, _ = confirm_covered(tx, held, changed, policy, actor=actor, now=now)
    return CreditLimitSet(changed.limit_minor(policy), tuple(each.id for each in confirmed))
