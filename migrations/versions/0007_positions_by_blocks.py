"""The database counts who waits, a stretch of the queue at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

COUNT_WHO_WAITS = """
INSERT INTO queue_block (session_id, block, waiting)
SELECT session_id, id / 512, count(*) FROM waitlist_entry WHERE status = 'waiting'
GROUP BY session_id, id / 512
"""
LEAVES = """
UPDATE queue_block SET waiting = waiting - 1
WHERE session_id = OLD.session_id AND block = OLD.id / 512;
"""
JOINS = """
INSERT INTO queue_block (session_id, block, waiting)
VALUES (NEW.session_id, NEW.id / 512, 1)
ON CONFLICT (session_id, block) DO UPDATE SET waiting = queue_block.waiting + 1;
"""
SQLITE = (
    ("begins", "INSERT", "NEW", JOINS),
    ("comes_back", "UPDATE OF status", "NEW", JOINS),
    ("ends", "UPDATE OF status", "OLD", LEAVES),
    ("goes", "DELETE", "OLD", LEAVES),
)
SQLITE_TRIGGER = """
CREATE TRIGGER waitlist_entry_{what} AFTER {order} ON waitlist_entry
WHEN {row}.status = 'waiting' BEGIN {effect} END
"""
POSTGRESQL = f"""
CREATE FUNCTION waitlist_entry_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP <> 'INSERT' AND OLD.status = 'waiting' THEN {LEAVES} END IF;
  IF TG_OP <> 'DELETE' AND NEW.status = 'waiting' THEN {JOINS} END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER waitlist_entry_counts AFTER INSERT OR DELETE OR UPDATE OF status ON waitlist_entry
FOR EACH ROW EXECUTE FUNCTION waitlist_entry_count()
"""


def upgrade() -> None:
    op.create_table(
        "queue_block",
        sa.Column("session_id", Id, nullable=False),
        sa.Column("block", Id, nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.CheckConstraint("waiting >= 0", name=op.f("ck_queue_block_waiting")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_queue_block_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "block", name=op.f("pk_queue_block")),
    )
    if _dialect() == "postgresql":
        op.execute(POSTGRESQL)
    else:
        for what, order, row, effect in SQLITE:
            op.execute(SQLITE_TRIGGER.format(what=what, order=order, row=row, effect=effect))
    # Nobody can join any more until this is committed: whoever comes then is counted by the trigger.
    op.execute(COUNT_WHO_WAITS)


def downgrade() -> None:
    if _dialect() == "postgresql":
        op.execute("DROP TRIGGER waitlist_entry_counts ON waitlist_entry")
        op.execute("DROP FUNCTION waitlist_entry_count()")
    else:
        for what, *_ in SQLITE:
            op.execute(f"DROP TRIGGER waitlist_entry_{what}")
    op.drop_table("queue_block")


def _dialect() -> str:
    return op.get_bind().dialect.name
