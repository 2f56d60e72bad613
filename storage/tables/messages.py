"""Tables: what people are told unasked, and whether it has reached them."""

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from domain.audiences import AudienceKind
from domain.model import Field
from domain.notices import SUBJECTS
from storage.tables.columns import (
    IS_NOT_CLOSED,
    Id,
    Instant,
    exactly_one,
    metadata,
    one_of,
    references,
)


class NoticeState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    """No longer true when it was to be sent."""
    FAILED = "failed"
    """Given up; the office finds it listed."""
    PAUSED = "paused"
    """The parent cannot be reached; it waits until they can."""


IS_UNSETTLED = text("state = 'waiting'")
IS_PAUSED = text("state = 'paused'")
IS_OF_ANNOUNCEMENT = text("announcement_id IS NOT NULL")
IS_FAILED = text("state = 'failed'")

# What the office has written to many families. Who of them was told says the notices.
announcement = Table(
    "announcement",
    metadata,
    Column("id", Id, primary_key=True),
    Column("audience", String(16), nullable=False),
    references("activity_id", nullable=True, index=True),
    references("session_id", nullable=True, index=True),
    Column("grade", Integer),
    Column("text", Text, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    # The message in the chat of who made it that says how far it is, and what it has said last.
    Column("message_id", BigInteger),
    Column("shown_settled", Integer, nullable=False, default=0),
    Column("closed_at", Instant),
    one_of("audience", AudienceKind),
    CheckConstraint("(audience = 'activity') = (activity_id IS NOT NULL)", name="activity"),
    CheckConstraint(
        "(audience IN ('session', 'queue')) = (session_id IS NOT NULL)", name="session"
    ),
    CheckConstraint("(audience = 'grade') = (grade IS NOT NULL)", name="grade"),
    Index(
        "ix_announcement_open",
        "id",
        sqlite_where=IS_NOT_CLOSED,
        postgresql_where=IS_NOT_CLOSED,
    ),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True),
    references("parent_id", nullable=True),
    # One of the staff, or who has asked to join and is no parent.
    Column("staff_telegram_id", BigInteger),
    Column("kind", String(32), nullable=False),
    Column("dedupe_key", String(64), nullable=False, unique=True),
    references("booking_id", nullable=True, index=True),
    Column("entry_id", Id, ForeignKey("waitlist_entry.id"), index=True),
    references("session_id", nullable=True, index=True),
    Column("on_date", Date, index=True),
    references("failed_update_id", nullable=True),
    Column("payment_id", Id, ForeignKey("account_entry.id"), index=True),
    references("repayment_id", nullable=True, index=True),
    references("activity_id", nullable=True, index=True),
    references("announcement_id", nullable=True),
    references("applicant_id", nullable=True, index=True),
    references("staff_invitation_id", nullable=True, index=True),
    Column("changed", String(16)),
    Column("state", String(16), nullable=False),
    Column("first_due_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("unanswered", Integer, nullable=False, default=0),
    Column("settled_at", Instant),
    one_of("state", NoticeState),
    exactly_one("one_recipient", ("parent_id", "staff_telegram_id")),
    exactly_one("one_subject", SUBJECTS),
    one_of("changed", Field),
    CheckConstraint("changed IS NULL OR activity_id IS NOT NULL", name="changed_of_activity"),
    CheckConstraint(
        "(state IN ('waiting', 'paused')) = (settled_at IS NULL)", name="settled_has_instant"
    ),
    Index("ix_notice_latest", "parent_id", "id"),
    Index("ix_notice_due", "due_at", sqlite_where=IS_UNSETTLED, postgresql_where=IS_UNSETTLED),
    Index("ix_notice_paused", "parent_id", sqlite_where=IS_PAUSED, postgresql_where=IS_PAUSED),
    Index(
        "ix_notice_announcement",
        "announcement_id",
        "state",
        sqlite_where=IS_OF_ANNOUNCEMENT,
        postgresql_where=IS_OF_ANNOUNCEMENT,
    ),
    Index("ix_notice_failed", "settled_at", sqlite_where=IS_FAILED, postgresql_where=IS_FAILED),
)

# A parent has said that they have seen a notice which asks for that.
acknowledgement = Table(
    "acknowledgement",
    metadata,
    Column("notice_id", Id, ForeignKey("notice.id"), primary_key=True),
    Column("made_at", Instant, nullable=False),
)
