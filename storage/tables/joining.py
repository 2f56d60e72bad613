"""Tables: who is asked in, and who asks to be let in."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    text,
)

from domain.model import STAFF, ApplicantStatus
from storage.tables.columns import IS_WAITING, Id, Instant, metadata, one_of, references

IS_UNUSED = text("used_at IS NULL AND for_parent_id IS NOT NULL")

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
