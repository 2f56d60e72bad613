"""What is tried in many variants on SQLite, and on PostgreSQL in those that differ there."""

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

import pytest

Variant = TypeVar("Variant")


def each_of(
    argument: str,
    variants: Iterable[Variant],
    *,
    also_on_postgresql: Collection[Variant],
    name: Callable[[Variant], str] = str,
) -> pytest.MarkDecorator:
    """Parametrize with a database for each variant.

    Which screen comes next is decided by the same code on either database; what the chosen
    variants write, by the database itself.
    """
    cases = [
        pytest.param(each, database, id=f"{name(each)}-{database}")
        for each in variants
        for database in ("sqlite", "postgresql")
        if database == "sqlite" or each in also_on_postgresql
    ]
    return pytest.mark.parametrize((argument, "database_url"), cases, indirect=["database_url"])
