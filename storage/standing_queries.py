"""How the school's money stood at the end of each week: due, on accounts, and to be paid back.

None of it is kept as such. Entries are dated, and so are both ends of a hold, each change of what
is to be paid back, and each credit limit of a family's own; the school's limit is today's.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    case,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from domain.audit import Action
from domain.credit import limit_of
from domain.model import Funds, Policy, RepaymentReason
from domain.money import short_of
from domain.repayments import free_credit
from storage.rows import AnyRow, nothing
from storage.tables import (
    account_entry,
    audit_event,
    booking,
    parent,
    repayment,
    repayment_change,
)
from storage.transaction import Transaction

_entry, _event, _change = account_entry.c, audit_event.c, repayment_change.c
_account = func.coalesce(parent.c.merged_into, parent.c.id)
_HELD = ("number", "account", "held")
_NOTHING: ColumnElement[int] = literal_column("0")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is there at one moment, and not what has moved."""

    due_minor: int
    """What held places cost that the accounts do not cover."""
    credit_minor: int
    """What is on the accounts that have something on them."""
    owed_minor: int
    """What lacks on the others."""
    refunds_minor: int
    """What the office's list says is to be paid out."""


def week_number(
    at: ColumnElement[Any], ends: Sequence[datetime], first: int = 0
) -> ColumnElement[int]:
    """Select before which of the ends an instant is; later than all, how many there are.

    By halves: each row would else be compared with every week of a year.
    """
    if not ends:
        return literal_column(str(first))
    half = len(ends) // 2
    return case(
        (at < ends[half], week_number(at, ends[:half], first)),
        else_=week_number(at, ends[half + 1 :], first + half + 1),
    )


def find_standings(
    tx: Transaction, ends: Sequence[datetime], policy: Policy, *, currency: str
) -> list[Standing]:
    """Work out how things stood at each of some moments, the earliest first."""
    moved = _by_week(tx, _accounts(ends))
    open_ = _by_week(tx, _open(ends, currency))
    ledger = _Ledger(policy)
    found = []
    for number in range(len(ends)):
        ledger.move(moved[number])
        ledger.hold(each for each in open_[number] if each.repayment_id is None)
        ledger.open(each for each in open_[number] if each.repayment_id is not None)
        found.append(ledger.standing())
    return found


def _by_week(tx: Transaction, statement: Select[Any] | CompoundSelect[Any]) -> dict[int, Any]:
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in tx.connection.execute(statement):
        found[row.number].append(row)
    return found


def _accounts(ends: Sequence[datetime]) -> CompoundSelect[Any]:
    """Select how balances, and then credit limits, changed in which week."""
    # Added up before it is looked whose the row is now: there are many entries to a row.
    moved = (
        select(
            week_number(_entry.made_at, ends).label("number"),
            _entry.parent_id,
            func.sum(_entry.amount_minor).label("moved"),
        )
        .where(_entry.made_at < ends[-1])
        .group_by("number", _entry.parent_id)
        .subquery()
    )
    return union_all(
        select(
            moved.c.number,
            moved.c.parent_id,
            _account.label("account"),
            moved.c.moved,
            _NOTHING.label("event"),
            literal_column("''").label("credit_limit"),
        ).join_from(moved, parent, parent.c.id == moved.c.parent_id),
        select(
            week_number(_event.at, ends),
            _event.subject_id,
            _event.subject_id,
            _NOTHING,
            _event.id,
            _event.detail,
        ).where(_event.action == Action.CREDIT_LIMIT_SET, _event.at < ends[-1]),
    ).order_by("event")


def _open(ends: Sequence[datetime], currency: str) -> CompoundSelect[Any]:
    """Select what was held, or to be paid back, and changed in which week."""
    held, repayments = _held(ends), _repayments(ends, currency)
    rest = nothing(each for each in repayments.selected_columns if each.name not in _HELD)
    return union_all(*[each.add_columns(*rest) for each in held], repayments).order_by("change")


def _held(ends: Sequence[datetime]) -> tuple[Select[Any], Select[Any]]:
    """Select what was held at the end of a week, as it came and as it went."""
    over_at = func.coalesce(booking.c.confirmed_at, booking.c.ended_at)
    held = (
        select(
            _account.label("account"),
            booking.c.price_minor,
            week_number(booking.c.made_at, ends).label("since"),
            week_number(over_at, ends).label("until"),
        )
        .join_from(booking, parent, parent.c.id == booking.c.parent_id)
        .where(booking.c.made_at < ends[-1], or_(over_at.is_(None), over_at >= ends[0]))
        .cte("held")
    )
    is_seen = held.c.since < held.c.until
    came = select(held.c.since.label("number"), held.c.account, held.c.price_minor.label("held"))
    went = select(held.c.until, held.c.account, -held.c.price_minor)
    return came.where(is_seen), went.where(is_seen)


def _repayments(ends: Sequence[datetime], currency: str) -> Select[Any]:
    """Select how what is to be paid back in the school's currency changed in which week."""
    return (
        select(
            week_number(_change.made_at, ends).label("number"),
            repayment.c.parent_id.label("account"),
            *nothing([booking.c.price_minor.label("held")]),
            _change.repayment_id,
            repayment.c.reason,
            _change.amount_minor.label("opened"),
            _change.id.label("change"),
        )
        .join_from(repayment_change, repayment)
        .where(
            _change.made_at < ends[-1],
            or_(repayment.c.currency.is_(None), repayment.c.currency == currency),
        )
    )


@dataclass(slots=True)
class _Ledger:
    """What has come together so far."""

    policy: Policy
    rows: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """Balances by the rows that entries were made under; the rest goes by whose these are now."""
    balances: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    limits: dict[int, int | None] = field(default_factory=dict)
    held: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    opened: dict[tuple[bool, int], int] = field(default_factory=lambda: defaultdict(int))
    """How much of each repayment is open, what parents have asked for first."""
    account_of: dict[int, int | None] = field(default_factory=dict)
    """Whose credit it is; None: it is on no account."""

    def move(self, rows: Iterable[AnyRow]) -> None:
        for row in rows:
            if row.event:
                self.limits[row.account] = limit_of(row.credit_limit)
            else:
                self.rows[row.parent_id] += int(row.moved)
                self.balances[row.account] += int(row.moved)

    def hold(self, rows: Iterable[AnyRow]) -> None:
        for row in rows:
            self.held[row.account] += row.held

    def open(self, rows: Iterable[AnyRow]) -> None:
        for row in rows:
            is_credit = row.reason != RepaymentReason.UNKNOWN
            self.account_of[row.repayment_id] = row.account if is_credit else None
            self.opened[row.reason != RepaymentReason.ASKED, row.repayment_id] += row.opened

    def standing(self) -> Standing:
        return Standing(
            self._due(),
            sum(each for each in self.rows.values() if each > 0),
            -sum(each for each in self.rows.values() if each < 0),
            self._refunds(),
        )

    def _due(self) -> int:
        return sum(
            short_of(held, funds.available_minor(self.policy))
            for account, held in self.held.items()
            for funds in [Funds(self.balances[account], self.limits.get(account))]
        )

    def _refunds(self) -> int:
        """Add up what is open, but of no account more than is free on it."""
        free: dict[int, int] = {}
        total = 0
        for (_, repayment_id), opened in sorted(self.opened.items()):
            account = self.account_of[repayment_id]
            if account is None:
                total += opened
                continue
            left = free.get(account, free_credit(self.balances[account], self.held[account]))
            free[account] = max(0, left - opened)
            total += min(opened, left)
        return total
