"""How many wait in each stretch of a queue, counted by the database as entries come and go.

A position is then the sum of the stretches before one's own and a count within it: counting every
entry ahead would cost more the longer the queue is.
"""

from sqlalchemy import DDL, Table, event

ENTRIES_A_BLOCK = 512
"""How many ids of entries share a block; a session has a block only where entries of its are."""

_LEAVES = """
UPDATE queue_block SET waiting = waiting - 1
WHERE session_id = OLD.session_id AND block = OLD.id / 512;
"""
_JOINS = """
INSERT INTO queue_block (session_id, block, waiting)
VALUES (NEW.session_id, NEW.id / 512, 1)
ON CONFLICT (session_id, block) DO UPDATE SET waiting = queue_block.waiting + 1;
"""
_SQLITE = tuple(
    f"""
CREATE TRIGGER waitlist_entry_{what} AFTER {order} ON waitlist_entry
WHEN {row}.status = 'waiting' BEGIN {effect} END
"""
    for what, order, row, effect in (
        ("begins", "INSERT", "NEW", _JOINS),
        ("comes_back", "UPDATE OF status", "NEW", _JOINS),
        ("ends", "UPDATE OF status", "OLD", _LEAVES),
        ("goes", "DELETE", "OLD", _LEAVES),
    )
)
_POSTGRESQL = (
    f"""
CREATE FUNCTION waitlist_entry_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP <> 'INSERT' AND OLD.status = 'waiting' THEN {_LEAVES} END IF;
  IF TG_OP <> 'DELETE' AND NEW.status = 'waiting' THEN {_JOINS} END IF;
  RETURN NULL;
END $$
""",
    """
CREATE TRIGGER waitlist_entry_counts AFTER INSERT OR DELETE OR UPDATE OF status ON waitlist_entry
FOR EACH ROW EXECUTE FUNCTION waitlist_entry_count()
""",
)


def count_blocks(entries: Table) -> None:
    """Let the database keep `queue_block` while rows of the waiting list are written.

    On SQLite the triggers go with the table: a migration that makes it anew must make them too.
    """
    for dialect, statements in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL)):
        for statement in statements:
            ddl = DDL(statement)  # type: ignore[no-untyped-call]
            event.listen(entries, "after_create", ddl.execute_if(dialect=dialect))
    drop = DDL("DROP FUNCTION waitlist_entry_count()")  # type: ignore[no-untyped-call]
    event.listen(entries, "after_drop", drop.execute_if(dialect="postgresql"))
