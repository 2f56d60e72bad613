"""Use case of the office on credit: how far below zero a family's account may go."""

from dataclasses import replace
from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.model import Actor, Policy
from domain.money import confirm_covered, lock_held
from domain.outcomes import CreditLimitSet
from domain.ports.transaction import Transaction
from domain.roles import check_office


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
        detail = "as the school's" if limit_minor is None else str(limit_minor)
        tx.audit.add(AuditEvent(now, actor, Action.CREDIT_LIMIT_SET, parent_id, detail=detail))
    changed = replace(funds, credit_limit_minor=limit_minor)
    confirmed, _ = confirm_covered(tx, held, changed, policy, actor=actor, now=now)
    return CreditLimitSet(changed.limit_minor(policy), tuple(each.id for each in confirmed))
