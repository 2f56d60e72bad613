"""Where each person stands in a conversation; kept so that any process can go on from there."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, case, delete, func, select

from domain.model import Role
from storage.tables import conversation, parent, staff
from storage.transaction import Transaction
from storage.upsert import upsert

_PERSON = bindparam("person_id", type_=BigInteger)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A step of a conversation, what has been said so far, and the message that shows it."""

    name: str
    step: str
    draft: str
    """JSON; what is in it is the conversation's own affair."""
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is writing, as far as we know them."""

    telegram_id: int
    parent_id: int | None
    name: str | None
    language: str | None
    conversation: Conversation | None
    is_unreachable: bool = False
    """They had blocked the bot when it last wrote to them."""
    staff_role: Role | None = None
    """What they are of the staff, but for the admins whom the settings name."""


_people = select(_PERSON.label("telegram_id")).subquery()
_FIND = (
    select(
        parent.c.id.label("parent_id"),
        func.coalesce(parent.c.name, staff.c.name).label("person_name"),
        func.coalesce(parent.c.language, staff.c.language).label("language"),
        parent.c.unreachable_since,
        case((staff.c.removed_at.is_(None), staff.c.role)).label("staff_role"),
        conversation.c.name,
        conversation.c.step,
        conversation.c.draft,
        conversation.c.message_id,
    )
    .select_from(_people)
    .outerjoin(parent, parent.c.telegram_id == _people.c.telegram_id)
    .outerjoin(staff, staff.c.telegram_id == _people.c.telegram_id)
    .outerjoin(conversation, conversation.c.telegram_id == _people.c.telegram_id)
)
_SAVE = upsert(conversation)
_DELETE = delete(conversation).where(conversation.c.telegram_id == _PERSON)


def find_visitor(tx: Transaction, telegram_id: int) -> Visitor:
    """Look a person up: which parent and what of the staff they are, and where they stand."""
    row = tx.connection.execute(_FIND, {"person_id": telegram_id}).one()
    held = Conversation(row.name, row.step, row.draft, row.message_id) if row.name else None
    return Visitor(
        telegram_id,
        row.parent_id,
        row.person_name,
        row.language,
        held,
        row.unreachable_since is not None,
        Role(row.staff_role) if row.staff_role else None,
    )


def save_conversation(
    tx: Transaction, telegram_id: int, current: Conversation | None, *, now: datetime
) -> None:
    """Keep where a person's conversation stands; None when it has ended."""
    if current is None:
        tx.connection.execute(_DELETE, {"person_id": telegram_id})
        return
    known = {"telegram_id": telegram_id, "updated_at": now}
    tx.connection.execute(_SAVE, known | asdict(current))
