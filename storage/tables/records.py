"""Tables: who did what, and what the daily check of the books has found."""

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
)

from domain.model import Role
from storage.tables.columns import Id, Instant, actor_has_id, metadata, one_of

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
