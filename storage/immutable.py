"""Tables whose rows are written once: the database itself refuses to change or delete one."""

from sqlalchemy import DDL, Table, event

_SQLITE = """
CREATE TRIGGER {table}_never_{what} BEFORE {order} ON {table} BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: ck_{table}_never_changes');
END
"""
_POSTGRESQL_REFUSAL = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'rows of {table} never change'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_{table}_never_changes';
END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()
"""
_DDL = (
    ("sqlite", "after_create", _SQLITE.format(table="{table}", order="UPDATE", what="changes")),
    ("sqlite", "after_create", _SQLITE.format(table="{table}", order="DELETE", what="goes")),
    ("postgresql", "after_create", _POSTGRESQL_REFUSAL),
    ("postgresql", "after_create", _POSTGRESQL),
    ("postgresql", "after_drop", "DROP FUNCTION {table}_refuse()"),
)


def never_changes(table: Table) -> None:
    """Let the rows of a table only be added.

    On SQLite the rule goes with the table: a migration that makes it anew must make it too.
    """
    for dialect, moment, statement in _DDL:
        ddl = DDL(statement.format(table=table.name))  # type: ignore[no-untyped-call]
        event.listen(table, moment, ddl.execute_if(dialect=dialect))
