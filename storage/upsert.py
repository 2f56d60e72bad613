"""Writing a row, whether or not there is one already, in one statement."""

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import Insert, insert


def upsert(table: Table) -> Insert:
    """Insert a row of which all columns are given, over the one with its primary key if any.

    What is PostgreSQL's in SQLAlchemy's eyes is SQLite's too, word for word.
    """
    new = insert(table)
    rest = {each.name: new.excluded[each.name] for each in table.c if not each.primary_key}
    return new.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)
