"""Use case of the office on what is wrong in an account: one more entry puts it right."""

from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.model import Actor, MoneyKind, Policy
from domain.money import confirm_covered, grown, lock_held
from domain.notices import Notice, NoticeKind
from domain.ports.accounts import NewMoney
from domain.ports.transaction import Transaction
from domain.roles import check_office


def adjust_balance(
    tx: Transaction,
    parent_id: int,
    amount_minor: int,
    key: str,
    policy: Policy,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> int:
    """Add a correction of either sign, tell the parent, and return the new balance.

    What is added may cover held places, which are then confirmed, or they would lapse although
    nothing is lacking. The key names the correction: told again, it is not added again.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    parent_id = tx.families.survivor(parent_id)
    held, funds = lock_held(tx, parent_id)
    if tx.accounts.find_payment(key) is not None:
        return funds.balance_minor
    correction = NewMoney(
        parent_id, MoneyKind.ADJUSTMENT, amount_minor, now, actor, charge_id=key, note=reason
    )
    entry_id = tx.accounts.add_payment(correction)
    detail = str(amount_minor)
    tx.audit.add(AuditEvent(now, actor, Action.BALANCE_ADJUSTED, parent_id, detail=detail))
    tx.outbox.add(Notice(parent_id, NoticeKind.BALANCE_CORRECTED, now, payment_id=entry_id))
    funds = grown(funds, amount_minor)
    if amount_minor < 0:
        return funds.balance_minor
    _, balance = confirm_covered(tx, held, funds, policy, actor=actor, now=now)
    return balance
