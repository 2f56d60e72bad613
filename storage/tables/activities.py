"""Tables: what there is to book, and when the school is shut."""

from datetime import timedelta

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
)

from domain.model import SessionStatus
from domain.timetable import LONGEST_BOOKING_CUTOFF
from storage.tables.columns import Id, Instant, Minor, metadata, one_of, references

MINUTE = timedelta(minutes=1)

activity = Table(
    "activity",
    metadata,
    Column("id", Id, primary_key=True),
    references("tutor_id", index=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("price_minor", Minor, nullable=False),
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
