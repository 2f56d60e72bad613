"""Use cases on what stands twice: two parents who are one person, two entries of one child."""

from dataclasses import dataclass
from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.credit import note_limit
from domain.model import Actor, MoneyKind, Policy
from domain.money import confirm_covered
from domain.ports.accounts import NewMoney
from domain.ports.merging import KnownTwice, MergingParent
from domain.ports.transaction import LookAgainError, Transaction
from domain.roles import check_office
from domain.waiting_list import give_up

NOTE = "Two accounts put together"


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What becomes of two parents when one is merged into the other."""

    kept: MergingParent
    other: MergingParent
    children: int
    """Of the one who is merged."""
    places: int
    """What they have booked, and the queues they wait in."""
    balance_minor: int
    """Of their account."""
    twice: tuple[KnownTwice, ...]
    """Children who stand twice then."""

    @property
    def numbers(self) -> tuple[int, int, int]:
        return self.children, self.places, self.balance_minor

    @property
    def moves_telegram(self) -> bool:
        """Whether the one who is kept is reached where the other one was."""
        if not self.other.has_telegram:
            return False
        can_be_reached = not self.other.is_unreachable
        return not self.kept.has_telegram or (self.kept.is_unreachable and can_be_reached)


@dataclass(frozen=True, slots=True)
class Merged:
    """They are one parent, whoever has seen to that; these numbers moved."""

    children: int
    places: int
    balance_minor: int


@dataclass(frozen=True, slots=True)
class MergeChanged:
    """Nothing was done: it would be something else by now than what was shown."""


@dataclass(frozen=True, slots=True)
class CannotMerge:
    """Nothing was done: one of the two is not there, or they are the same."""


def preview_merge(tx: Transaction, kept_id: int, other_id: int) -> MergePlan | None:
    """Say what `merge_parents` would do; nothing is locked or written."""
    return _plan(tx, tx.merging.read((kept_id, other_id)), kept_id, other_id)


def _plan(
    tx: Transaction, people: dict[int, MergingParent], kept_id: int, other_id: int
) -> MergePlan | None:
    kept, other = people.get(kept_id), people.get(other_id)
    if kept_id == other_id or kept is None or other is None:
        return None
    if kept.merged_into is not None or other.merged_into is not None:
        return None
    return MergePlan(
        kept,
        other,
        other.children,
        other.places,
        other.balance_minor,
        tuple(tx.merging.list_twice((kept_id, other_id))),
    )


def merge_parents(
    tx: Transaction,
    kept_id: int,
    other_id: int,
    policy: Policy,
    *,
    shown: tuple[int, int, int],
    actor: Actor,
    now: datetime,
) -> Merged | MergeChanged | CannotMerge:
    """Put two rows of one person together; told twice, it has the same answer.

    All that one has becomes the other's. The entries of an account never change, so its balance
    is moved by a pair of them. `shown` are the numbers of the plan that was confirmed.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    both = (kept_id, other_id)
    locked = tx.merging.list_sessions(both)
    # They may be booking, or be given a place from a queue, at this very moment.
    tx.sessions.lock(locked)
    people = tx.merging.lock(both)
    if (detail := tx.merging.find_detail(kept_id, other_id)) is not None:
        children, places, balance = map(int, detail.split()[1:])
        return Merged(children, places, balance)
    plan = _plan(tx, people, kept_id, other_id)
    if plan is None:
        return CannotMerge()
    if not tx.merging.list_sessions(both) <= locked:
        raise LookAgainError
    if plan.numbers != shown:
        return MergeChanged()
    _put_together(tx, plan, policy, actor, now)
    return Merged(*plan.numbers)


def _put_together(
    tx: Transaction, plan: MergePlan, policy: Policy, actor: Actor, now: datetime
) -> None:
    kept_id, other_id = plan.kept.id, plan.other.id
    limit_before = tx.accounts.lock(kept_id).credit_limit_minor
    _move_balance(tx, plan, actor, now)
    tx.merging.move(other_id, kept_id, now)
    tx.merging.close(other_id, kept_id, with_telegram=plan.moves_telegram)
    detail = " ".join(map(str, (other_id, *plan.numbers)))
    tx.audit.add(AuditEvent(now, actor, Action.PARENTS_MERGED, kept_id, detail=detail))
    _unite(tx, kept_id, actor, now)
    funds = tx.accounts.lock(kept_id)
    if funds.credit_limit_minor != limit_before:
        note_limit(tx, kept_id, funds.credit_limit_minor, actor=actor, now=now)
    held = tx.bookings.list_held_by(kept_id)
    confirm_covered(tx, held, funds, policy, actor=actor, now=now)


def _move_balance(tx: Transaction, plan: MergePlan, actor: Actor, now: datetime) -> None:
    if not plan.balance_minor:
        return
    tx.accounts.add(
        *[
            NewMoney(parent_id, MoneyKind.ADJUSTMENT, amount, now, actor, note=NOTE)
            for parent_id, amount in (
                (plan.other.id, -plan.balance_minor),
                (plan.kept.id, plan.balance_minor),
            )
        ]
    )


def unite_children(tx: Transaction, parent_id: int, *, actor: Actor, now: datetime) -> int:
    """Make children who stand twice in a family one each; return how many there were.

    Those who have places at one time stay two, until one of the places is given up.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    locked = tx.merging.list_sessions((parent_id,))
    tx.sessions.lock(locked)
    tx.merging.lock((parent_id,))
    if not tx.merging.list_sessions((parent_id,)) <= locked:
        raise LookAgainError
    return _unite(tx, parent_id, actor, now)


def _unite(tx: Transaction, parent_id: int, actor: Actor, now: datetime) -> int:
    twice = [each for each in tx.merging.list_twice((parent_id,)) if not each.clashes]
    for each in twice:
        _leave_needless_queues(tx, each, actor, now)
        tx.merging.unite(each.other_id, each.kept_id, now)
        tx.audit.add(
            AuditEvent(now, actor, Action.CHILDREN_UNITED, each.kept_id, detail=str(each.other_id))
        )
    return len(twice)


def _leave_needless_queues(tx: Transaction, twice: KnownTwice, actor: Actor, now: datetime) -> None:
    """Let one child wait nowhere twice, nor where it has a place."""
    has_place = tx.merging.list_booked((twice.kept_id, twice.other_id))
    waits: set[int] = set()
    needless = []
    entries = [
        entry
        for child_id in (twice.kept_id, twice.other_id)
        for entry in tx.waiting_list.list_waiting_of(child_id)
    ]
    for entry in sorted(entries, key=lambda entry: entry.id):
        if entry.session_id in has_place | waits:
            needless.append(entry)
        waits.add(entry.session_id)
    give_up(tx, needless, actor=actor, now=now)
