"""Tables: places, and who waits for one."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from domain.model import ACTIVE, BookingStatus, DiscountKind, EntryStatus
from storage.queue_blocks import count_blocks
from storage.tables.columns import IS_WAITING, Id, Instant, Minor, metadata, one_of, references

IS_ACTIVE = text("status IN ({})".format(", ".join(f"'{status}'" for status in ACTIVE)))
IS_PENDING = text("status = 'pending'")

booking = Table(
    "booking",
    metadata,
    Column("id", Id, primary_key=True),
    references("session_id", index=True),
    references("child_id", index=True),
    references("parent_id"),
    Column("status", String(16), nullable=False),
    Column("price_minor", Minor, nullable=False),
    Column("free_cancellation_minutes", Integer, nullable=False),
    Column("late_refund_percent", Integer, nullable=False),
    Column("request_key", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("hold_expires_at", Instant),
    # When the office promised to keep the place until then, waiting for a voucher.
    Column("promised_at", Instant),
    Column("ended_at", Instant),
    Column("discount", String(16)),
    Column("discount_minor", Minor),
    one_of("status", BookingStatus),
    CheckConstraint("price_minor >= 0", name="price"),
    one_of("discount", DiscountKind),
    CheckConstraint("discount_minor > 0", name="discount_minor"),
    CheckConstraint("(discount IS NULL) = (discount_minor IS NULL)", name="discount_has_amount"),
    CheckConstraint("late_refund_percent BETWEEN 0 AND 100", name="late_refund_percent"),
    CheckConstraint(
        "(status = 'pending') = (hold_expires_at IS NOT NULL)", name="pending_has_deadline"
    ),
    CheckConstraint(
        "status <> 'confirmed' OR confirmed_at IS NOT NULL", name="confirmed_has_instant"
    ),
    CheckConstraint(
        "(status IN ('cancelled', 'expired')) = (ended_at IS NOT NULL)", name="ended_has_instant"
    ),
    UniqueConstraint("request_key", "session_id"),
    Index(
        "uq_booking_active_child_session",
        "child_id",
        "session_id",
        unique=True,
        sqlite_where=IS_ACTIVE,
        postgresql_where=IS_ACTIVE,
    ),
    Index(
        "ix_booking_active_session",
        "session_id",
        sqlite_where=IS_ACTIVE,
        postgresql_where=IS_ACTIVE,
    ),
    Index(
        "ix_booking_active_parent",
        "parent_id",
        sqlite_where=IS_ACTIVE,
        postgresql_where=IS_ACTIVE,
    ),
    Index(
        "ix_booking_pending_deadline",
        "hold_expires_at",
        sqlite_where=IS_PENDING,
        postgresql_where=IS_PENDING,
    ),
    Index(
        "ix_booking_pending_parent",
        "parent_id",
        sqlite_where=IS_PENDING,
        postgresql_where=IS_PENDING,
    ),
)

waitlist_entry = Table(
    "waitlist_entry",
    metadata,
    Column("id", Id, primary_key=True),
    references("session_id"),
    references("child_id", index=True),
    references("parent_id"),
    Column("status", String(16), nullable=False),
    Column("request_key", String(64), nullable=False),
    Column("price_minor", Minor, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("reason", String(32)),
    references("booking_id", nullable=True, index=True),
    one_of("status", EntryStatus),
    CheckConstraint(
        "(status = 'promoted') = (booking_id IS NOT NULL)", name="promoted_has_booking"
    ),
    CheckConstraint("(status = 'waiting') = (ended_at IS NULL)", name="ended_has_instant"),
    CheckConstraint("price_minor >= 0", name="price"),
    UniqueConstraint("request_key", "session_id"),
    Index(
        "uq_waitlist_entry_waiting_child_session",
        "child_id",
        "session_id",
        unique=True,
        sqlite_where=IS_WAITING,
        postgresql_where=IS_WAITING,
    ),
    Index(
        "ix_waitlist_entry_queue",
        "session_id",
        "id",
        sqlite_where=IS_WAITING,
        postgresql_where=IS_WAITING,
    ),
    Index(
        "ix_waitlist_entry_waiting_parent",
        "parent_id",
        sqlite_where=IS_WAITING,
        postgresql_where=IS_WAITING,
    ),
    # An id that was given once is never given again, or the order of a queue could change.
    sqlite_autoincrement=True,
)

queue_block = Table(
    "queue_block",
    metadata,
    Column("session_id", Id, ForeignKey("session.id"), primary_key=True),
    Column("block", Id, primary_key=True, autoincrement=False),
    Column("waiting", Integer, nullable=False),
    CheckConstraint("waiting >= 0", name="waiting"),
)
count_blocks(waitlist_entry)
