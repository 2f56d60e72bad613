"""Tables: families, and who works at the school."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
)

from domain.model import STAFF, Reminders
from storage.tables.columns import Id, Instant, Minor, metadata, one_of

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
    Column("credit_limit_minor", Minor),
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
    # What whoever has the child must know, as allergies, and who collects it.
    Column("notes", Text),
    CheckConstraint("grade BETWEEN 0 AND 13", name="grade"),
)

guardianship = Table(
    "guardianship",
    metadata,
    Column("parent_id", Id, ForeignKey("parent.id"), primary_key=True),
    Column("child_id", Id, ForeignKey("child.id"), primary_key=True, index=True),
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
