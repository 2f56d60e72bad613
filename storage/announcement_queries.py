"""What the office sees of announcements: whom to choose, how far one is, whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    update,
)

from domain.audiences import Audience, AudienceKind, Reach
from domain.model import Session
from storage.audiences import IS_AHEAD, moment
from storage.notices.announcements import ANNOUNCED, AboutAnnouncement, NamedAudience, about_of
from storage.rows import SESSIONS, AnyRow, count_active, count_waiting, session_of
from storage.tables import (
    Instant,
    NoticeState,
    activity,
    announcement,
    notice,
    parent,
    queue_block,
    session,
)
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Choice:
    """A session that can be written to."""

    session: Session
    active: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an announcement is; the numbers are parents."""

    id: int
    about: AboutAnnouncement
    made_by: int
    message_id: int | None
    sent: int
    to_go: int
    stopped: int
    """Who would have been told, had it not been stopped or become too old."""
    absent: int
    """Who do not use Telegram."""
    unreachable: int
    failed: int

    @property
    def parents(self) -> int:
        return self.sent + self.to_go + self.not_reached

    @property
    def not_reached(self) -> int:
        return self.stopped + self.absent + self.unreachable + self.failed


class Why(StrEnum):
    """Why somebody is not reached."""

    ABSENT = "absent"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class NotReached:
    name: str
    phone: str | None
    why: Why


_ID = bindparam("announcement", type_=BigInteger)
_SUBJECT = bindparam("subject", type_=BigInteger)
_CHOICES = (
    SESSIONS.add_columns(
        count_active(session.c.id).label("active"), count_waiting(session.c.id).label("waiting")
    )
    .where(IS_AHEAD)
    .order_by(session.c.date, activity.c.start_time, activity.c.name, session.c.id)
)
_QUEUES = _CHOICES.with_only_columns(session.c.id).where(
    exists().where(queue_block.c.session_id == session.c.id, queue_block.c.waiting > 0)
)
_SOME = _CHOICES.where(session.c.id.in_(bindparam("session_ids", expanding=True)))
_DATES = _CHOICES.where(session.c.activity_id == _SUBJECT)
_FIND_SESSION = SESSIONS.where(session.c.id == _SUBJECT)
_FIND_ACTIVITY = select(activity.c.name).where(activity.c.id == _SUBJECT)


def _is(state: NoticeState) -> ColumnElement[bool]:
    return notice.c.state == literal_column(f"'{state}'")


# Who had no Telegram then: it is settled at the very instant at which it was announced.
_WAS_ABSENT = _is(NoticeState.DROPPED) & (notice.c.settled_at == announcement.c.made_at)
_WHY = case(
    (_WAS_ABSENT, Why.ABSENT),
    (_is(NoticeState.PAUSED), Why.UNREACHABLE),
    (_is(NoticeState.FAILED), Why.FAILED),
    else_=Why.STOPPED,
)
_IS_NOT_REACHED = ~_is(NoticeState.SENT) & ~_is(NoticeState.WAITING)


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


def _progress(which: ColumnElement[bool]) -> Select[Any]:
    """Read some announcements, each with how many of its notices are how."""
    counts = (
        select(
            announcement.c.id,
            _count(_is(NoticeState.SENT)).label("sent"),
            _count(_is(NoticeState.WAITING)).label("to_go"),
            _count(_is(NoticeState.PAUSED)).label("unreachable"),
            _count(_is(NoticeState.FAILED)).label("failed"),
            _count(_WAS_ABSENT).label("absent"),
            _count(_is(NoticeState.DROPPED) & ~_WAS_ABSENT).label("stopped"),
        )
        .outerjoin(notice, notice.c.announcement_id == announcement.c.id)
        .where(which)
        .group_by(announcement.c.id)
        .subquery()
    )
    return (
        ANNOUNCED.add_columns(
            announcement.c.made_by,
            announcement.c.message_id,
            announcement.c.shown_settled,
            *[each for each in counts.c if each.name != "id"],
        )
        .join(counts, counts.c.id == announcement.c.id)
        .order_by(announcement.c.id)
    )


_FIND = _progress(announcement.c.id == _ID)
_OPEN = _progress(announcement.c.closed_at.is_(None))
_NOTE_MESSAGE = (
    update(announcement)
    .where(announcement.c.id == _ID)
    .values(message_id=bindparam("new_message_id", type_=BigInteger), shown_settled=0)
)
_NOTE_SHOWN = (
    update(announcement)
    .where(
        announcement.c.id == _ID,
        announcement.c.shown_settled != bindparam("settled", type_=Integer),
    )
    .values(shown_settled=bindparam("settled", type_=Integer))
)
_CLOSE = (
    update(announcement)
    .where(announcement.c.id == _ID)
    .values(closed_at=bindparam("now", type_=Instant))
)
_NOT_REACHED = (
    select(parent.c.id, parent.c.name, parent.c.phone, _WHY.label("why"))
    .join_from(notice, announcement, announcement.c.id == notice.c.announcement_id)
    .join(parent, parent.c.id == notice.c.parent_id)
    .where(notice.c.announcement_id == _ID, _IS_NOT_REACHED)
)


def list_queues(tx: Transaction, *, now: datetime, zone: ZoneInfo) -> list[int]:
    """List the sessions ahead for which somebody waits, the next first; by their ids."""
    return list(tx.connection.scalars(_QUEUES, moment(now, zone)))


def list_choices(
    tx: Transaction, session_ids: Sequence[int], *, now: datetime, zone: ZoneInfo
) -> list[Choice]:
    """List those of some sessions that are ahead, the next first."""
    known = {"session_ids": session_ids, **moment(now, zone)}
    return [_choice_of(row) for row in tx.connection.execute(_SOME, known)]


def list_dates(tx: Transaction, activity_id: int, *, now: datetime, zone: ZoneInfo) -> list[Choice]:
    """List an activity's sessions ahead, the next first."""
    known = {"subject": activity_id, **moment(now, zone)}
    return [_choice_of(row) for row in tx.connection.execute(_DATES, known)]


def _choice_of(row: AnyRow) -> Choice:
    return Choice(session_of(row), row.active, int(row.waiting))


def find_audience(tx: Transaction, audience: Audience) -> NamedAudience | None:
    """Find what names an audience; None if there is no such activity or session."""
    known = {"subject": audience.subject_id}
    match audience.kind:
        case AudienceKind.ACTIVITY:
            name = tx.connection.execute(_FIND_ACTIVITY, known).scalar()
            return None if name is None else NamedAudience(audience, name)
        case AudienceKind.SESSION | AudienceKind.QUEUE:
            row = tx.connection.execute(_FIND_SESSION, known).first()
            if row is None:
                return None
            return NamedAudience(audience, row.activity_name, session_of(row))
        case _:
            return NamedAudience(audience)


def find_reach(
    tx: Transaction, audience: Audience, *, now: datetime, zone: ZoneInfo
) -> tuple[NamedAudience, Reach] | None:
    """Find what names an audience and how many parents are of it at this moment."""
    named = find_audience(tx, audience)
    return None if named is None else (named, tx.announcements.reach(audience, now, zone))


def find_progress(tx: Transaction, announcement_id: int) -> Progress | None:
    row = tx.connection.execute(_FIND, {"announcement": announcement_id}).first()
    return None if row is None else _progress_of(row)


def find_progress_by_key(tx: Transaction, key: str) -> Progress | None:
    known = tx.announcements.find(key)
    return None if known is None else find_progress(tx, known)


def _progress_of(row: AnyRow) -> Progress:
    numbers = ("sent", "to_go", "stopped", "absent", "unreachable", "failed")
    return Progress(
        id=row.id,
        about=about_of(row),
        made_by=row.made_by,
        message_id=row.message_id,
        **{name: int(getattr(row, name)) for name in numbers},
    )


def note_message(tx: Transaction, announcement_id: int, message_id: int) -> None:
    """Remember which message shows how far an announcement is."""
    known = {"announcement": announcement_id, "new_message_id": message_id}
    tx.connection.execute(_NOTE_MESSAGE, known)


def claim_progress(tx: Transaction) -> list[Progress]:
    """Return what has moved on since it was last shown, which is then said to be shown.

    So of several replicas one shows it. What has come to its end is returned until it is closed.
    """
    found = []
    for row in tx.connection.execute(_OPEN).all():
        progress = _progress_of(row)
        settled = progress.parents - progress.to_go
        known = {"announcement": row.id, "settled": settled}
        has_moved = tx.connection.execute(_NOTE_SHOWN, known).rowcount == 1
        if progress.message_id is not None and (has_moved or not progress.to_go):
            found.append(progress)
    return found


def close_announcement(tx: Transaction, announcement_id: int, *, now: datetime) -> None:
    """Note that its end has been shown."""
    tx.connection.execute(_CLOSE, {"announcement": announcement_id, "now": now})


def list_not_reached(tx: Transaction, announcement_id: int) -> list[NotReached]:
    """List whom an announcement has not reached and why, by name."""
    rows = tx.connection.execute(_NOT_REACHED, {"announcement": announcement_id}).all()
    # Here and not in the statement: the databases do not agree on the order of names.
    rows = sorted(rows, key=lambda each: (each.name.casefold(), each.id))
    return [NotReached(row.name, row.phone, Why(row.why)) for row in rows]
