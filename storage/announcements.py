"""Announcements: one row, and a notice for every parent of its audience."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    Connection,
    Insert,
    Select,
    String,
    bindparam,
    case,
    func,
    insert,
    literal,
    literal_column,
    null,
    select,
    update,
)

from domain.audiences import Audience, AudienceKind, Reach
from domain.notices import NoticeKind
from domain.ports.announcements import NewAnnouncement
from storage.audiences import PARENTS_OF, known_of
from storage.outbox import Outbox
from storage.tables import Instant, NoticeState, announcement, notice, parent

_ID = bindparam("announcement", type_=BigInteger)
_NOW = bindparam("now", type_=Instant)
_FIND = select(announcement.c.id).where(announcement.c.key == bindparam("key"))
_ADD = insert(announcement).returning(announcement.c.id)
_IS_ABSENT = parent.c.telegram_id.is_(None)
_IS_UNREACHABLE = parent.c.unreachable_since.is_not(None)
_STATE = case(
    (_IS_ABSENT, literal(NoticeState.DROPPED)),
    (_IS_UNREACHABLE, literal(NoticeState.PAUSED)),
    else_=literal(NoticeState.WAITING),
)
_STOP = (
    update(notice)
    .where(
        notice.c.announcement_id == _ID,
        notice.c.state.in_(
            [literal_column(f"'{each}'") for each in (NoticeState.WAITING, NoticeState.PAUSED)]
        ),
    )
    .values(state=NoticeState.DROPPED, settled_at=_NOW)
)


def _reach(kind: AudienceKind) -> Select[int, int, int]:
    return select(
        func.count().label("parents"),
        func.coalesce(func.sum(case((_IS_ABSENT, 1), else_=0)), 0).label("absent"),
        func.coalesce(func.sum(case((~_IS_ABSENT & _IS_UNREACHABLE, 1), else_=0)), 0).label(
            "unreachable"
        ),
    ).where(parent.c.id.in_(PARENTS_OF[kind]))


def _address(kind: AudienceKind) -> Insert:
    """Write the notices: also to parents without Telegram, dropped at once, for the office's list.

    In the order of the parents' ids, in which whoever locks several of them does so too.
    """
    key = literal(f"{NoticeKind.ANNOUNCEMENT}:n").concat(_ID.cast(String)).concat(":p")
    values = {
        "parent_id": parent.c.id,
        "kind": literal(NoticeKind.ANNOUNCEMENT),
        "dedupe_key": key.concat(parent.c.id.cast(String)),
        "announcement_id": _ID,
        "state": _STATE,
        "first_due_at": _NOW,
        "due_at": _NOW,
        "attempts": literal(0),
        "unanswered": literal(0),
        "settled_at": case((_IS_ABSENT, _NOW), else_=null()),
    }
    chosen = select(*values.values()).where(parent.c.id.in_(PARENTS_OF[kind])).order_by(parent.c.id)
    written = insert(notice).from_select(list(values), chosen)
    return written.execution_options(preserve_rowcount=True)


_REACH = {kind: _reach(kind) for kind in AudienceKind}
_ADDRESS = {kind: _address(kind) for kind in AudienceKind}


class Announcements:
    def __init__(self, connection: Connection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    def find(self, key: str) -> int | None:
        return self._connection.execute(_FIND, {"key": key}).scalar()

    def reach(self, audience: Audience, now: datetime, zone: ZoneInfo) -> Reach:
        known = known_of(audience, now, zone)
        row = self._connection.execute(_REACH[audience.kind], known).one()
        return Reach(row.parents, int(row.absent), int(row.unreachable))

    def add(self, new: NewAnnouncement, zone: ZoneInfo) -> tuple[int, int]:
        audience = new.audience
        row = {
            "audience": audience.kind,
            "activity_id": _subject(audience, AudienceKind.ACTIVITY),
            "session_id": _subject(audience, AudienceKind.SESSION, AudienceKind.QUEUE),
            "grade": _subject(audience, AudienceKind.GRADE),
            "text": new.text,
            "key": new.key,
            "made_by": new.made_by,
            "made_at": new.made_at,
        }
        announcement_id = self._connection.execute(_ADD, row).scalar_one()
        known = known_of(audience, new.made_at, zone)
        added = self._connection.execute(
            _ADDRESS[audience.kind], known | {"announcement": announcement_id, "now": new.made_at}
        )
        self._outbox.has_new = True
        return announcement_id, added.rowcount

    def stop(self, announcement_id: int, now: datetime) -> int:
        known = {"announcement": announcement_id, "now": now}
        return self._connection.execute(_STOP, known).rowcount


def _subject(audience: Audience, *kinds: AudienceKind) -> int | None:
    return audience.subject_id if audience.kind in kinds else None
