"""The tables, in third normal form, with every rule the database itself can keep, by name."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from domain.audiences import AudienceKind
from domain.model import (
    ACTIVE,
    STAFF,
    ApplicantStatus,
    AttendanceStatus,
    BookingStatus,
    DiscountKind,
    EntryStatus,
    Field,
    InvoiceStatus,
    MoneyKind,
    PaymentMethod,
    Reminders,
    RepaymentReason,
    Role,
    SessionStatus,
)
from domain.notices import SUBJECTS
from domain.timetable import LONGEST_BOOKING_CUTOFF
from storage.immutable import never_changes
from storage.queue_blocks import count_blocks

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column declared INTEGER."""

MINUTE = timedelta(minutes=1)


class Instant(TypeDecorator[datetime]):
    """A UTC instant, aware in Python; SQLite, which knows no zones, keeps it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class NoticeState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    """No longer true when it was to be sent."""
    FAILED = "failed"
    """Given up; the office finds it listed."""
    PAUSED = "paused"
    """The parent cannot be reached; it waits until they can."""


def one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def exactly_one(name: str, columns: Iterable[str]) -> CheckConstraint:
    """Let exactly one of some columns have a value, counted in a way that both databases know."""
    given = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    return CheckConstraint(f"{given} = 1", name=name)


def actor_has_id() -> CheckConstraint:
    """Let everybody but the system be named by an id."""
    return CheckConstraint("(actor_role = 'system') = (actor_id IS NULL)", name="actor")


def references(column: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    """A column that refers to a row of another table, named like it."""
    table = column.removesuffix("_id")
    return Column(column, Id, ForeignKey(f"{table}.id"), nullable=nullable, index=index)


IS_ACTIVE = text("status IN ({})".format(", ".join(f"'{status}'" for status in ACTIVE)))
IS_PENDING = text("status = 'pending'")
IS_WAITING = text("status = 'waiting'")
IS_UNUSED = text("used_at IS NULL AND for_parent_id IS NOT NULL")
IS_OPEN = text("status = 'open'")
HAS_MESSAGE_LEFT = text("status IN ('void', 'expired') AND message_id IS NOT NULL")
IS_CHARGE = text("kind = 'charge'")
IS_NOT_CLOSED = text("closed_at IS NULL")
IS_REQUEST = text("reason = 'asked' AND closed_at IS NULL")
IS_UNSETTLED = text("state = 'waiting'")
IS_PAUSED = text("state = 'paused'")
IS_OF_ANNOUNCEMENT = text("announcement_id IS NOT NULL")
IS_FAILED = text("state = 'failed'")

parent = Table(
    "parent",
    metadata,
    Column("id", Id, primary_key=True),
    Column("telegram_id", BigInteger, unique=True),
    Column("name", Text, nullable=False),
    Column("phone", Text, index=True),
    Column("email", Text, index=True),
    Column("language", String(35), nullable=False),
    Column("reminders", String(16), nullable=False, default=Reminders.BOTH),
    Column("joined_at", Instant, nullable=False),
    Column("unreachable_since", Instant),
    Column("credit_limit_minor", Integer),
    # Set, the row stands only for what was done under it: the parent is another one.
    Column("merged_into", Id, ForeignKey("parent.id"), index=True),
    one_of("reminders", Reminders),
    CheckConstraint("credit_limit_minor >= 0", name="credit_limit"),
    CheckConstraint(
        "merged_into IS NULL OR (telegram_id IS NULL AND phone IS NULL AND email IS NULL)",
        name="merged_is_nobody",
    ),
)

child = Table(
    "child",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("born_on", Date, nullable=False),
    Column("grade", Integer, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("removed_at", Instant),
    CheckConstraint("grade BETWEEN 0 AND 13", name="grade"),
)

guardianship = Table(
    "guardianship",
    metadata,
    Column("parent_id", Id, ForeignKey("parent.id"), primary_key=True),
    Column("child_id", Id, ForeignKey("child.id"), primary_key=True, index=True),
)

invitation = Table(
    "invitation",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("invited_by", BigInteger, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    # Who used it; and the parent on file whom it is for, if it is not for somebody new.
    references("parent_id", nullable=True),
    Column("used_at", Instant),
    Column("for_parent_id", Id, ForeignKey("parent.id")),
    CheckConstraint("(parent_id IS NULL) = (used_at IS NULL)", name="used_by_somebody"),
    Index(
        "uq_invitation_unused_for_parent",
        "for_parent_id",
        unique=True,
        sqlite_where=IS_UNUSED,
        postgresql_where=IS_UNUSED,
    ),
)

# Who asks to join where the school lets parents in by invitation; each person once.
applicant = Table(
    "applicant",
    metadata,
    Column("id", Id, primary_key=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("status", String(16), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
    # By Telegram id; None: they have come in by a link.
    Column("decided_by", BigInteger),
    references("parent_id", nullable=True),
    one_of("status", ApplicantStatus),
    CheckConstraint("(status = 'waiting') = (decided_at IS NULL)", name="decided_has_instant"),
    CheckConstraint("(status = 'approved') = (parent_id IS NOT NULL)", name="approved_is_parent"),
    CheckConstraint("decided_by IS NULL OR decided_at IS NOT NULL", name="decided_by"),
    Index("ix_applicant_waiting", "id", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("role", String(16), nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("removed_at", Instant),
    one_of("role", STAFF),
)

# Who teaches an activity, as parents read it. Not every tutor uses Telegram, and an admin may be
# one too: who it is says `telegram_id`, and what they may do says their row of the staff.
tutor = Table(
    "tutor",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("telegram_id", BigInteger, ForeignKey("staff.telegram_id"), unique=True),
)

staff_invitation = Table(
    "staff_invitation",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    references("tutor_id", nullable=True),
    Column("invited_by", BigInteger, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    references("staff_id", nullable=True),
    Column("used_at", Instant),
    one_of("role", STAFF),
    CheckConstraint("(role = 'tutor') = (tutor_id IS NOT NULL)", name="tutor_is_named"),
    CheckConstraint("(staff_id IS NULL) = (used_at IS NULL)", name="used_by_somebody"),
)

activity = Table(
    "activity",
    metadata,
    Column("id", Id, primary_key=True),
    references("tutor_id", index=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("price_minor", Integer, nullable=False),
    Column("max_capacity", Integer, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("start_time", Time, nullable=False),
    Column("end_time", Time, nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("grade_from", Integer, nullable=False),
    Column("grade_to", Integer, nullable=False),
    Column("booking_cutoff_minutes", Integer),
    Column("free_cancellation_minutes", Integer),
    Column("archived_at", Instant),
    # Names the confirmation that made the activity: the same one again is not a second activity.
    Column("request_key", String(64), unique=True),
    CheckConstraint("price_minor >= 0", name="price"),
    CheckConstraint("max_capacity > 0", name="capacity"),
    CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    CheckConstraint("start_time < end_time", name="ends_after_start"),
    CheckConstraint("first_on <= last_on", name="term"),
    CheckConstraint("0 <= grade_from AND grade_from <= grade_to", name="grades"),
    CheckConstraint(
        f"booking_cutoff_minutes BETWEEN 0 AND {LONGEST_BOOKING_CUTOFF // MINUTE}",
        name="booking_cutoff",
    ),
    CheckConstraint("free_cancellation_minutes >= 0", name="free_cancellation"),
)

session = Table(
    "session",
    metadata,
    Column("id", Id, primary_key=True),
    references("activity_id"),
    Column("date", Date, nullable=False, index=True),
    Column("capacity", Integer),
    Column("status", String(16), nullable=False),
    CheckConstraint("capacity > 0", name="capacity"),
    UniqueConstraint("activity_id", "date"),
    one_of("status", SessionStatus),
)

cancellation = Table(
    "cancellation",
    metadata,
    Column("session_id", Id, ForeignKey("session.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    # What ended at this very instant ended with the session.
    Column("made_at", Instant, nullable=False),
)

closure = Table(
    "closure",
    metadata,
    Column("date", Date, primary_key=True),
    Column("reason", Text, nullable=False),
)

booking = Table(
    "booking",
    metadata,
    Column("id", Id, primary_key=True),
    references("session_id", index=True),
    references("child_id", index=True),
    references("parent_id"),
    Column("status", String(16), nullable=False),
    Column("price_minor", Integer, nullable=False),
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
    Column("discount_minor", Integer),
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
    Column("price_minor", Integer, nullable=False),
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

invoice = Table(
    "invoice",
    metadata,
    Column("id", Id, primary_key=True),
    references("parent_id", index=True),
    Column("payload", String(64), nullable=False, unique=True),
    Column("amount_minor", Integer, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("status", String(16), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("message_id", BigInteger),
    one_of("status", InvoiceStatus),
    CheckConstraint("amount_minor > 0", name="amount"),
    CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_has_instant"),
    Index("ix_invoice_open", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index(
        "ix_invoice_message_left",
        "id",
        sqlite_where=HAS_MESSAGE_LEFT,
        postgresql_where=HAS_MESSAGE_LEFT,
    ),
)

invoice_booking = Table(
    "invoice_booking",
    metadata,
    Column("invoice_id", Id, ForeignKey("invoice.id"), primary_key=True),
    Column("booking_id", Id, ForeignKey("booking.id"), primary_key=True, index=True),
)

account_entry = Table(
    "account_entry",
    metadata,
    Column("id", Id, primary_key=True),
    references("parent_id"),
    Column("kind", String(16), nullable=False),
    Column("amount_minor", Integer, nullable=False),
    references("booking_id", nullable=True),
    Column("charge_id", String(128), unique=True),
    Column("method", String(16)),
    Column("provider_charge_id", String(128), unique=True),
    references("invoice_id", nullable=True, index=True),
    Column("payment_id", Id, ForeignKey("account_entry.id"), index=True),
    Column("note", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("actor_role", String(16), nullable=False),
    Column("actor_id", BigInteger),
    one_of("kind", MoneyKind),
    CheckConstraint(
        "CASE kind WHEN 'charge' THEN amount_minor < 0 WHEN 'payout' THEN amount_minor < 0 "
        "WHEN 'adjustment' THEN amount_minor <> 0 ELSE amount_minor > 0 END",
        name="sign",
    ),
    CheckConstraint(
        "(kind IN ('charge', 'refund')) = (booking_id IS NOT NULL)", name="place_has_booking"
    ),
    CheckConstraint(
        "(kind IN ('payment', 'payout')) = (charge_id IS NOT NULL)", name="payment_has_charge_id"
    ),
    one_of("method", PaymentMethod),
    CheckConstraint(
        "(kind IN ('payment', 'payout')) = (method IS NOT NULL)", name="payment_has_method"
    ),
    CheckConstraint(
        "(payment_id IS NOT NULL) = (kind = 'payout' AND coalesce(method, '') = 'online')",
        name="online_payout_has_payment",
    ),
    CheckConstraint(
        "kind = 'payment' OR (provider_charge_id IS NULL AND invoice_id IS NULL)",
        name="only_payments_come_from_a_provider",
    ),
    actor_has_id(),
    Index("ix_account_entry_balance", "parent_id", "amount_minor"),
    Index("ix_account_entry_latest", "parent_id", "id"),
    Index("ix_account_entry_made_at", "made_at"),
    Index("ix_account_entry_booking", "booking_id", "kind"),
    # A place is charged for once; it may be refunded in part, and the rest if it is called off.
    Index(
        "uq_account_entry_booking_charge",
        "booking_id",
        unique=True,
        sqlite_where=IS_CHARGE,
        postgresql_where=IS_CHARGE,
    ),
)
never_changes(account_entry)

repayment = Table(
    "repayment",
    metadata,
    Column("id", Id, primary_key=True),
    references("parent_id", nullable=True, index=True),
    Column("reason", String(16), nullable=False),
    Column("amount_minor", Integer, nullable=False),
    Column("open_minor", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("payment_id", Id, ForeignKey("account_entry.id"), unique=True),
    Column("charge_id", String(128), unique=True),
    Column("provider_charge_id", String(128)),
    Column("currency", String(3)),
    one_of("reason", RepaymentReason),
    CheckConstraint("0 <= open_minor AND open_minor <= amount_minor", name="open"),
    CheckConstraint("(open_minor = 0) = (closed_at IS NOT NULL)", name="closed_has_instant"),
    CheckConstraint("reason = 'unknown' OR parent_id IS NOT NULL", name="known_has_parent"),
    CheckConstraint("(reason = 'unused') = (payment_id IS NOT NULL)", name="unused_has_payment"),
    CheckConstraint("(reason = 'unknown') = (charge_id IS NOT NULL)", name="unknown_has_charge"),
    CheckConstraint(
        "(charge_id IS NULL) = (currency IS NULL) "
        "AND (charge_id IS NOT NULL OR provider_charge_id IS NULL)",
        name="charge_has_currency",
    ),
    Index("ix_repayment_open", "id", sqlite_where=IS_NOT_CLOSED, postgresql_where=IS_NOT_CLOSED),
    Index(
        "uq_repayment_request",
        "parent_id",
        unique=True,
        sqlite_where=IS_REQUEST,
        postgresql_where=IS_REQUEST,
    ),
)

failed_update = Table(
    "failed_update",
    metadata,
    # Telegram's own number of the update.
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("telegram_id", BigInteger),
    Column("error", String(64), nullable=False),
    Column("reference", String(16), nullable=False),
    Column("failed_at", Instant, nullable=False),
)

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

books_check = Table(
    "books_check",
    metadata,
    Column("on_date", Date, primary_key=True),
    Column("checked_at", Instant, nullable=False),
)

books_fault = Table(
    "books_fault",
    metadata,
    Column("on_date", Date, ForeignKey("books_check.on_date"), primary_key=True),
    Column("rule", String(32), primary_key=True),
    Column("faults", Integer, nullable=False),
    CheckConstraint("faults > 0", name="faults"),
)

# A parent has said that they have seen a notice which asks for that.
acknowledgement = Table(
    "acknowledgement",
    metadata,
    Column("notice_id", Id, ForeignKey("notice.id"), primary_key=True),
    Column("made_at", Instant, nullable=False),
)

audit_event = Table(
    "audit_event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor_role", String(16), nullable=False),
    Column("actor_id", BigInteger),
    Column("action", String(32), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("detail", Text, nullable=False),
    one_of("actor_role", Role),
    actor_has_id(),
    Index("ix_audit_event_subject", "subject_id", "action"),
    Index("ix_audit_event_at", "at", "id"),
    Index("ix_audit_event_action", "action", "at", "id"),
    Index("ix_audit_event_actor", "actor_role", "actor_id", "at", "id"),
)

conversation = Table(
    "conversation",
    metadata,
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(32), nullable=False),
    Column("step", String(32), nullable=False),
    Column("draft", Text, nullable=False),
    Column("message_id", BigInteger),
    Column("updated_at", Instant, nullable=False),
)

file_import = Table(
    "file_import",
    metadata,
    # Given by whoever writes the row: two at once would give the same, so that one waits.
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(128), nullable=False),
    Column("expires_at", Instant, nullable=False),
)

parked_update = Table(
    "parked_update",
    metadata,
    # Telegram's own number of the update.
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
    Column("parked_at", Instant, nullable=False),
)
