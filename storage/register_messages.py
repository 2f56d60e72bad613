"""The messages that show registers, and what they show, so that they can be kept in step."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import BigInteger, Date, bindparam, case, delete, exists, select, update

from storage.tables import register_message, session
from storage.transaction import Transaction
from storage.upsert import upsert

UNKNOWN = ""
"""What a message shows of which that is not known: it is shown anew."""


@dataclass(frozen=True, slots=True)
class RegisterMessage:
    chat_id: int
    message_id: int
    session_id: int
    language: str | None
    page: int
    shown: str
    """A digest of the screen."""


_IS_IT = (
    register_message.c.chat_id == bindparam("of_chat", type_=BigInteger),
    register_message.c.message_id == bindparam("of_message", type_=BigInteger),
)
_NOTE = upsert(register_message)
_FORGET = delete(register_message).where(*_IS_IT)
_SETTLE = (
    update(register_message)
    .where(*_IS_IT)
    .values(
        shown=case(
            (register_message.c.shown == bindparam("shown_before"), bindparam("new_shown")),
            else_=UNKNOWN,
        )
    )
)
_IS_OVER = exists().where(
    session.c.id == register_message.c.session_id,
    session.c.date < bindparam("today", type_=Date),
)
_FORGET_OVER = delete(register_message).where(_IS_OVER)
_LIST = select(register_message).order_by(register_message.c.chat_id, register_message.c.message_id)


def _named(message: RegisterMessage) -> dict[str, int]:
    return {"of_chat": message.chat_id, "of_message": message.message_id}


def note_register_message(tx: Transaction, message: RegisterMessage) -> None:
    """Remember that a message shows a register, before it is edited or after it was sent."""
    tx.connection.execute(_NOTE, asdict(message))


def forget_register_message(tx: Transaction, chat_id: int, message_id: int) -> None:
    tx.connection.execute(_FORGET, {"of_chat": chat_id, "of_message": message_id})


def forget_register_messages_before(tx: Transaction, today: date) -> None:
    """Forget the messages of sessions of earlier days."""
    tx.connection.execute(_FORGET_OVER, {"today": today})


def list_register_messages(tx: Transaction) -> list[RegisterMessage]:
    return [RegisterMessage(*row) for row in tx.connection.execute(_LIST)]


def settle_register_message(tx: Transaction, message: RegisterMessage, shown: str) -> None:
    """Note what a message was edited to show.

    If it was said to show something else meanwhile, nobody can tell which of the two was last.
    """
    known = _named(message) | {"shown_before": message.shown, "new_shown": shown}
    tx.connection.execute(_SETTLE, known)
