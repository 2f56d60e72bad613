"""What did not reach people, for the office."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Date,
    Integer,
    String,
    Text,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from domain.notices import NoticeKind
from storage.tables import (
    Instant,
    NoticeState,
    activity,
    applicant,
    booking,
    guardianship,
    notice,
    parent,
    session,
    staff,
    tutor,
    waitlist_entry,
)
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A parent who cannot be written to, and how many notices wait for them."""

    name: str
    since: datetime
    waiting: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A notice that was not delivered and will not be."""

    name: str | None
    """None: somebody of the staff whom the school has no name of."""
    given_up_at: datetime
    kind: NoticeKind | None
    """None: one that a newer version has written, which was taken back."""
    activity_name: str | None
    """None: it was about a day."""
    on: date | None
    is_absent: bool = False
    """The parent is not on Telegram, and is to be called."""
    phone: str | None = None
    """Of who is to be called."""


_waiting = (
    select(func.count())
    .select_from(notice)
    .where(
        notice.c.parent_id == parent.c.id,
        notice.c.state == literal_column(f"'{NoticeState.PAUSED}'"),
    )
    .scalar_subquery()
)
_other, _mine, _theirs = notice.alias(), guardianship.alias(), guardianship.alias()
_IS_ABSENT = notice.c.parent_id.is_not(None) & parent.c.telegram_id.is_(None)
_FAMILY_KNOWS = (
    exists()
    .where(
        _mine.c.parent_id == notice.c.parent_id,
        _theirs.c.child_id == _mine.c.child_id,
        _other.c.parent_id == _theirs.c.parent_id,
        _other.c.session_id == notice.c.session_id,
        _other.c.kind == notice.c.kind,
        _other.c.state.in_((NoticeState.WAITING, NoticeState.SENT)),
    )
    .correlate(notice)
)
"""The other parent of a child is told that a session is cancelled."""
_LIST = union_all(
    select(
        parent.c.name.label("name"),
        parent.c.unreachable_since.label("at"),
        _waiting.label("waiting"),
        null().cast(String).label("kind"),
        null().cast(Text).label("activity_name"),
        null().cast(Date).label("on_date"),
        null().cast(Boolean).label("is_absent"),
        null().cast(Text).label("phone"),
    ).where(parent.c.unreachable_since.is_not(None)),
    select(
        func.coalesce(parent.c.name, tutor.c.name, staff.c.name, applicant.c.name),
        notice.c.settled_at,
        null().cast(Integer),
        notice.c.kind,
        activity.c.name,
        func.coalesce(session.c.date, notice.c.on_date),
        _IS_ABSENT,
        case((_IS_ABSENT, parent.c.phone)),
    )
    .outerjoin_from(notice, parent, parent.c.id == notice.c.parent_id)
    .outerjoin(tutor, tutor.c.telegram_id == notice.c.staff_telegram_id)
    .outerjoin(staff, staff.c.telegram_id == notice.c.staff_telegram_id)
    .outerjoin(applicant, applicant.c.telegram_id == notice.c.staff_telegram_id)
    .outerjoin(booking, booking.c.id == notice.c.booking_id)
    .outerjoin(waitlist_entry, waitlist_entry.c.id == notice.c.entry_id)
    .outerjoin(
        session,
        session.c.id
        == func.coalesce(notice.c.session_id, booking.c.session_id, waitlist_entry.c.session_id),
    )
    .outerjoin(
        activity, activity.c.id == func.coalesce(notice.c.activity_id, session.c.activity_id)
    )
    .where(
        notice.c.state == literal_column(f"'{NoticeState.FAILED}'"),
        notice.c.settled_at >= bindparam("since", type_=Instant),
        ~(_IS_ABSENT & or_(_FAMILY_KNOWS, session.c.date < bindparam("today", type_=Date))),
    ),
)


def list_undelivered(
    tx: Transaction, *, since: datetime, today: date
) -> list[Unreachable | GivenUp]:
    """List the parents who cannot be reached, then what was given up since, the latest first.

    Who is not on Telegram is not called about what is over.
    """
    rows = tx.connection.execute(_LIST, {"since": since, "today": today}).all()
    unreachable = [Unreachable(row.name, row.at, row.waiting) for row in rows if row.kind is None]
    given_up = [
        GivenUp(
            row.name,
            row.at,
            _kind_of(row.kind),
            row.activity_name,
            row.on_date,
            bool(row.is_absent),
            row.phone,
        )
        for row in rows
        if row.kind is not None
    ]
    unreachable.sort(key=lambda each: each.name.casefold())
    given_up.sort(key=lambda each: each.given_up_at, reverse=True)
    return [*unreachable, *given_up]


def _kind_of(kind: str) -> NoticeKind | None:
    return NoticeKind(kind) if kind in set(NoticeKind) else None
