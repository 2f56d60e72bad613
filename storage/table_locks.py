"""Locks on what is not there yet: of rows that are to be written, none can be locked."""

from sqlalchemy import Connection, Table, text


def lock_additions(connection: Connection, table: Table) -> None:
    """Let nobody else write to a table, or ask for the same, until the transaction ends.

    Who only reads it does not wait. On SQLite the transaction has locked everything.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))
