"""What announcements say and to whom, as their notices need it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select

from domain.audiences import Audience, AudienceKind
from domain.model import Session
from storage.rows import SESSION_COLUMNS, AnyRow, session_of
from storage.tables import activity, announcement, session


@dataclass(frozen=True, slots=True)
class NamedAudience:
    """An audience with what names it to people."""

    audience: Audience
    activity_name: str = ""
    session: Session | None = None


@dataclass(frozen=True, slots=True)
class AboutAnnouncement:
    to: NamedAudience
    text: str
    made_at: datetime


_named = activity.alias("named")
ANNOUNCED: Select[Any] = (
    select(
        announcement.c.id,
        announcement.c.audience,
        announcement.c.activity_id.label("to_activity"),
        announcement.c.session_id.label("to_session"),
        announcement.c.grade,
        announcement.c.text,
        announcement.c.made_at,
        func.coalesce(_named.c.name, "").label("named_activity"),
        *SESSION_COLUMNS,
    )
    .outerjoin(session, session.c.id == announcement.c.session_id)
    .outerjoin(activity, activity.c.id == session.c.activity_id)
    .outerjoin(
        _named, _named.c.id == func.coalesce(announcement.c.activity_id, session.c.activity_id)
    )
)
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_READ = ANNOUNCED.where(announcement.c.id.in_(_IDS))


def about_of(row: AnyRow) -> AboutAnnouncement:
    subjects = (row.to_activity, row.to_session, row.grade)
    subject_id = next((each for each in subjects if each is not None), 0)
    audience = Audience(AudienceKind(row.audience), subject_id)
    found = session_of(row) if row.session_id is not None else None
    return AboutAnnouncement(
        NamedAudience(audience, row.named_activity, found), row.text, row.made_at
    )


def read_announcements(
    connection: Connection, ids: Collection[int]
) -> dict[int, AboutAnnouncement]:
    """Read announcements by their ids."""
    rows = connection.execute(_READ, {"ids": list(ids)})
    return {row.id: about_of(row) for row in rows}
