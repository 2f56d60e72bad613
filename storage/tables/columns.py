"""What the tables are made of."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    TypeDecorator,
    text,
)

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

Minor = BigInteger().with_variant(Integer, "sqlite")
"""Money in minor units. An INTEGER of SQLite has 64 bits as it is."""


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


IS_WAITING = text("status = 'waiting'")
IS_NOT_CLOSED = text("closed_at IS NULL")
