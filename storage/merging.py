"""What stands twice in the tables, and is put together."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from itertools import pairwise

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    Text,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    union,
    update,
)

from domain.audit import Action
from domain.model import Busy, RepaymentReason
from domain.ports.merging import KnownTwice, MergingParent
from storage.accounts import LOCK_ACCOUNTS
from storage.families import LOCK_CHILDREN
from storage.repayments import leave_open
from storage.rows import BUSY, CHILD_COLUMNS, IS_ACTIVE, IS_WAITING, AnyRow, busy_of, child_of
from storage.tables import (
    NoticeState,
    absence,
    account_entry,
    applicant,
    audit_event,
    booking,
    child,
    conversation,
    guardianship,
    invitation,
    invoice,
    notice,
    parent,
    repayment,
    waitlist_entry,
)

_PARENT_IDS: BindParameter[int] = bindparam("parent_ids", expanding=True)
_their_children = select(guardianship.c.child_id).where(guardianship.c.parent_id.in_(_PARENT_IDS))
_LIST_SESSIONS = union(
    *[
        select(table.c.session_id).where(
            or_(table.c.parent_id.in_(_PARENT_IDS), table.c.child_id.in_(_their_children)),
            is_open,
        )
        for table, is_open in (
            (booking, booking.c.status.in_(IS_ACTIVE)),
            (waitlist_entry, waitlist_entry.c.status == IS_WAITING),
        )
    ]
)
_NOBODY = dict.fromkeys(
    ("telegram_id", "phone", "email", "unreachable_since", "credit_limit_minor")
)
_LIST_CHILDREN = (
    select(*CHILD_COLUMNS)
    .where(child.c.id.in_(_their_children), child.c.removed_at.is_(None))
    .order_by(child.c.id)
)
_of_parent = (
    select(func.count())
    .join_from(guardianship, child, child.c.id == guardianship.c.child_id)
    .where(guardianship.c.parent_id == parent.c.id, child.c.removed_at.is_(None)),
    *[
        select(func.count()).select_from(table).where(table.c.parent_id == parent.c.id, is_open)
        for table, is_open in (
            (booking, booking.c.status.in_(IS_ACTIVE)),
            (waitlist_entry, waitlist_entry.c.status == IS_WAITING),
        )
    ],
    select(func.coalesce(func.sum(account_entry.c.amount_minor), 0)).where(
        account_entry.c.parent_id == parent.c.id
    ),
)
_CHILDREN, _BOOKED, _QUEUED, _BALANCE = [each.scalar_subquery() for each in _of_parent]
_READ = select(
    parent.c.id,
    parent.c.name,
    parent.c.telegram_id,
    parent.c.unreachable_since,
    parent.c.merged_into,
    _CHILDREN.label("children"),
    (_BOOKED + _QUEUED).label("places"),
    _BALANCE.label("balance_minor"),
).where(parent.c.id.in_(_PARENT_IDS))
_BUSY = BUSY.where(
    booking.c.child_id.in_(bindparam("child_ids", expanding=True)), booking.c.status.in_(IS_ACTIVE)
)
_LIST_BOOKED = select(booking.c.session_id).where(
    booking.c.child_id.in_(bindparam("child_ids", expanding=True)), booking.c.status.in_(IS_ACTIVE)
)
_FIND_DETAIL = select(audit_event.c.detail).where(
    audit_event.c.action == Action.PARENTS_MERGED,
    audit_event.c.subject_id == bindparam("kept", type_=BigInteger),
    audit_event.c.detail.like(bindparam("other", type_=Text)),
)

_NOTES = select(child.c.id, child.c.notes).where(
    child.c.id.in_(bindparam("child_ids", expanding=True))
)


class Merging:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_sessions(self, parent_ids: Collection[int]) -> set[int]:
        known = {"parent_ids": list(parent_ids)}
        return set(self._connection.scalars(_LIST_SESSIONS, known))

    def lock(self, parent_ids: Collection[int]) -> dict[int, MergingParent]:
        known = {"parent_ids": list(parent_ids)}
        self._connection.execute(LOCK_ACCOUNTS, known)
        child_ids = [row.child_id for row in self._connection.execute(_LIST_CHILDREN, known)]
        self._connection.execute(LOCK_CHILDREN, {"child_ids": child_ids})
        return self.read(parent_ids)

    def read(self, parent_ids: Collection[int]) -> dict[int, MergingParent]:
        rows = self._connection.execute(_READ, {"parent_ids": list(parent_ids)})
        return {row.id: _parent_of(row) for row in rows}

    def list_booked(self, child_ids: Collection[int]) -> set[int]:
        return set(self._connection.scalars(_LIST_BOOKED, {"child_ids": list(child_ids)}))

    def list_twice(self, parent_ids: Collection[int]) -> list[KnownTwice]:
        rows = self._connection.execute(_LIST_CHILDREN, {"parent_ids": list(parent_ids)})
        same = defaultdict[tuple[object, ...], list[int]](list)
        names: dict[int, str] = {}
        for each in map(child_of, rows):
            same[each.name.casefold(), each.born_on].append(each.id)
            names[each.id] = each.name
        pairs = [(ids[0], other) for ids in same.values() for other in ids[1:]]
        busy = self._busy({child_id for pair in pairs for child_id in pair})
        return [
            KnownTwice(names[one], one, other, _clash([*busy[one], *busy[other]]))
            for one, other in pairs
        ]

    def _busy(self, child_ids: Collection[int]) -> defaultdict[int, list[Busy]]:
        busy = defaultdict[int, list[Busy]](list)
        if child_ids:
            for row in self._connection.execute(_BUSY, {"child_ids": list(child_ids)}):
                busy[row.child_id].append(busy_of(row))
        return busy

    def move(self, from_id: int, to_id: int, now: datetime) -> None:
        self._move_children(from_id, to_id)
        self._move_wish(from_id, to_id, now)
        self._move_notices(from_id, to_id, now)
        self._move_invitation(from_id, to_id)
        for table in (booking, waitlist_entry, invoice, repayment, absence, applicant):
            self._connection.execute(
                update(table).where(table.c.parent_id == from_id).values(parent_id=to_id)
            )

    def _move_children(self, from_id: int, to_id: int) -> None:
        theirs = select(guardianship.c.child_id).where(guardianship.c.parent_id == to_id)
        self._connection.execute(
            delete(guardianship).where(
                guardianship.c.parent_id == from_id, guardianship.c.child_id.in_(theirs)
            )
        )
        self._connection.execute(
            update(guardianship).where(guardianship.c.parent_id == from_id).values(parent_id=to_id)
        )

    def _move_wish(self, from_id: int, to_id: int, now: datetime) -> None:
        """Add up what both have asked to have back: a parent has one such wish."""
        is_asked = (repayment.c.reason == RepaymentReason.ASKED) & repayment.c.closed_at.is_(None)
        wish = select(repayment.c.id, repayment.c.open_minor).where(is_asked)
        mine = self._connection.execute(wish.where(repayment.c.parent_id == from_id)).first()
        theirs = self._connection.execute(wish.where(repayment.c.parent_id == to_id)).first()
        if mine is None or theirs is None:
            return
        together = mine.open_minor + theirs.open_minor
        self._connection.execute(
            update(repayment)
            .where(repayment.c.id == theirs.id)
            .values(amount_minor=repayment.c.amount_minor + mine.open_minor)
        )
        leave_open(self._connection, theirs.id, together, now)
        leave_open(self._connection, mine.id, 0, now)

    def _move_notices(self, from_id: int, to_id: int, now: datetime) -> None:
        """Move what is to be told, but nothing that the other one is told as well."""
        mine, theirs = f":p{from_id}", f":p{to_id}"
        key = func.substr(
            notice.c.dedupe_key, 1, func.length(notice.c.dedupe_key) - len(mine)
        ).concat(theirs)
        told = notice.alias()
        is_told = exists().where(told.c.dedupe_key == key)
        of_mine = notice.c.parent_id == from_id
        unsettled = notice.c.state.in_((NoticeState.WAITING, NoticeState.PAUSED))
        self._connection.execute(
            update(notice)
            .where(of_mine, unsettled, is_told)
            .values(state=NoticeState.DROPPED, settled_at=now)
        )
        self._connection.execute(
            update(notice).where(of_mine, ~is_told).values(parent_id=to_id, dedupe_key=key)
        )
        self._connection.execute(update(notice).where(of_mine).values(parent_id=to_id))

    def _move_invitation(self, from_id: int, to_id: int) -> None:
        unused = invitation.c.used_at.is_(None)
        other = invitation.alias()
        has_one = exists().where(other.c.for_parent_id == to_id, other.c.used_at.is_(None))
        self._connection.execute(
            update(invitation)
            .where(invitation.c.for_parent_id == from_id, unused, ~has_one)
            .values(for_parent_id=to_id)
        )
        self._connection.execute(
            delete(invitation).where(invitation.c.for_parent_id == from_id, unused)
        )

    def close(self, parent_id: int, into_id: int, *, with_telegram: bool) -> None:
        row = self._connection.execute(select(parent).where(parent.c.id == parent_id)).one()
        self._connection.execute(
            update(parent)
            .where(parent.c.id == parent_id)
            .values(_NOBODY | {"merged_into": into_id})
        )
        self._connection.execute(
            update(parent).where(parent.c.merged_into == parent_id).values(merged_into=into_id)
        )
        kept = {
            "phone": func.coalesce(parent.c.phone, row.phone),
            "email": func.coalesce(parent.c.email, row.email),
            "credit_limit_minor": func.coalesce(
                parent.c.credit_limit_minor, row.credit_limit_minor
            ),
        }
        if with_telegram:
            names = ("telegram_id", "language", "reminders", "unreachable_since")
            kept |= {name: row._mapping[name] for name in names}
        self._connection.execute(update(parent).where(parent.c.id == into_id).values(kept))
        self._connection.execute(
            delete(conversation).where(conversation.c.telegram_id == row.telegram_id)
        )

    def unite(self, child_id: int, into_id: int, now: datetime) -> None:
        for table in (booking, waitlist_entry):
            self._connection.execute(
                update(table).where(table.c.child_id == child_id).values(child_id=into_id)
            )
        of_kept = select(guardianship.c.parent_id).where(guardianship.c.child_id == into_id)
        self._connection.execute(
            insert(guardianship).from_select(
                ["parent_id", "child_id"],
                select(
                    guardianship.c.parent_id, bindparam("into", into_id, type_=BigInteger)
                ).where(
                    guardianship.c.child_id == child_id, guardianship.c.parent_id.not_in(of_kept)
                ),
            )
        )
        self._connection.execute(delete(guardianship).where(guardianship.c.child_id == child_id))
        self._join_notes(child_id, into_id)
        self._connection.execute(
            update(child).where(child.c.id == child_id).values(removed_at=now, notes=None)
        )

    def _join_notes(self, child_id: int, into_id: int) -> None:
        """Lose nothing of what was to be known, however long it becomes together."""
        rows = self._connection.execute(_NOTES, {"child_ids": [child_id, into_id]})
        notes = {row.id: row.notes for row in rows}
        known, added = notes.get(into_id), notes.get(child_id)
        if added and added != known:
            both = f"{known}; {added}" if known else added
            self._connection.execute(update(child).where(child.c.id == into_id).values(notes=both))

    def find_detail(self, parent_id: int, other_id: int) -> str | None:
        known = {"kept": parent_id, "other": f"{other_id} %"}
        return self._connection.scalar(_FIND_DETAIL, known)


def _clash(places: Collection[Busy]) -> bool:
    """Tell whether two of some places are at one time of a day."""
    times = sorted((each.on, each.start_time, each.end_time) for each in places)
    return any(one[0] == next_[0] and next_[1] < one[2] for one, next_ in pairwise(times))


def _parent_of(row: AnyRow) -> MergingParent:
    return MergingParent(
        row.id,
        row.name,
        row.telegram_id is not None,
        row.unreachable_since is not None,
        row.merged_into,
        row.children,
        row.places,
        int(row.balance_minor),
    )
