"""Entries say who made them, and never change."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The trail has who, by the instant that an entry shares with its event.
BY_THE_TRAIL = """
    UPDATE account_entry SET (actor_role, actor_id) = (
        SELECT actor_role, actor_id FROM audit_event
        WHERE subject_id = coalesce(account_entry.booking_id, account_entry.parent_id)
        AND at = account_entry.made_at
        AND ((account_entry.booking_id IS NOT NULL AND action IN ('booked', 'confirmed', 'cancelled'))
          OR (account_entry.booking_id IS NULL AND action IN ('payment_recorded', 'balance_adjusted')))
        ORDER BY id LIMIT 1
    )
"""
OR_ELSE_BY_THE_SYSTEM = "UPDATE account_entry SET actor_role = 'system' WHERE actor_role IS NULL"

SQLITE_RULES = """
CREATE TRIGGER account_entry_never_{what} BEFORE {order} ON account_entry BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: ck_account_entry_never_changes');
END
"""
POSTGRESQL_RULES = """
CREATE FUNCTION account_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'rows of account_entry never change'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_account_entry_never_changes';
END $$;
CREATE TRIGGER account_entry_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON account_entry
FOR EACH STATEMENT EXECUTE FUNCTION account_entry_refuse()
"""
POSTGRESQL_FREE = """
DROP TRIGGER account_entry_never_changes ON account_entry;
DROP FUNCTION account_entry_refuse()
"""


def upgrade() -> None:
    if _dialect() == "postgresql":
        op.execute("LOCK TABLE account_entry IN SHARE ROW EXCLUSIVE MODE")
    op.execute(BY_THE_TRAIL)
    op.execute(OR_ELSE_BY_THE_SYSTEM)
    with op.batch_alter_table("account_entry") as batch:
        batch.alter_column("actor_role", existing_type=sa.String(length=16), nullable=False)
        batch.create_check_constraint(
            op.f("ck_account_entry_actor"), "(actor_role = 'system') = (actor_id IS NULL)"
        )
    if _dialect() == "postgresql":
        op.execute(POSTGRESQL_RULES)
        return
    for order, what in (("UPDATE", "changes"), ("DELETE", "goes")):
        op.execute(SQLITE_RULES.format(order=order, what=what))


def downgrade() -> None:
    if _dialect() == "postgresql":
        op.execute(POSTGRESQL_FREE)
    # On SQLite the triggers go with the table that is made anew.
    with op.batch_alter_table("account_entry") as batch:
        batch.drop_constraint(op.f("ck_account_entry_actor"), type_="check")
        batch.alter_column("actor_role", existing_type=sa.String(length=16), nullable=True)


def _dialect() -> str:
    return op.get_bind().dialect.name
