"""Tables: who came, and who will not come."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text

from domain.model import AttendanceStatus
from storage.tables.columns import Id, Instant, metadata, one_of, references

attendance = Table(
    "attendance",
    metadata,
    Column("booking_id", Id, ForeignKey("booking.id"), primary_key=True),
    # Empty when the mark was taken back.
    Column("status", String(16)),
    # What the last mark changed; the same as it when there is nothing to take back.
    Column("status_before", String(16)),
    Column("marked_at", Instant, nullable=False),
    # A Telegram id.
    Column("marked_by", BigInteger),
    one_of("status", AttendanceStatus),
    one_of("status_before", AttendanceStatus),
)

register_note = Table(
    "register_note",
    metadata,
    Column("booking_id", Id, ForeignKey("booking.id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("written_by", BigInteger, nullable=False),
)

absence = Table(
    "absence",
    metadata,
    Column("booking_id", Id, ForeignKey("booking.id"), primary_key=True),
    references("parent_id"),
    Column("announced_at", Instant, nullable=False),
)

register_message = Table(
    "register_message",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    references("session_id", index=True),
    Column("language", String(16)),
    Column("page", Integer, nullable=False),
    # A digest of what it shows; empty when that is not known.
    Column("shown", String(64), nullable=False),
)
