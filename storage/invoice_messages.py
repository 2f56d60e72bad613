"""The messages that show invoices: which to take away, and which is the newest."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Integer, bindparam, select, update

from storage.tables import HAS_MESSAGE_LEFT, invoice, parent
from storage.transaction import Transaction

_ID = bindparam("invoice_id", type_=BigInteger)
_NOTE = update(invoice).where(invoice.c.id == _ID).values(message_id=bindparam("new_message_id"))
_LIST_LEFT = (
    select(invoice.c.id, parent.c.telegram_id, invoice.c.message_id)
    .join_from(invoice, parent)
    .where(HAS_MESSAGE_LEFT)
    .order_by(invoice.c.id)
    .limit(bindparam("most", type_=Integer))
)


@dataclass(frozen=True, slots=True)
class LeftMessage:
    """The message of an invoice that was closed unpaid."""

    invoice_id: int
    telegram_id: int | None
    message_id: int


def note_invoice_message(tx: Transaction, invoice_id: int, message_id: int | None) -> None:
    """Remember which message shows an invoice, or that none does."""
    tx.connection.execute(_NOTE, {"invoice_id": invoice_id, "new_message_id": message_id})


def list_left_messages(tx: Transaction, *, most: int) -> list[LeftMessage]:
    """List the messages of invoices that can no longer be paid, the oldest first."""
    rows = tx.connection.execute(_LIST_LEFT, {"most": most})
    return [LeftMessage(row.id, row.telegram_id, row.message_id) for row in rows]
