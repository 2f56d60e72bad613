"""Staff are admins and tutors, each by their Telegram id; entries get room for who made them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("id", Id, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('admin', 'tutor')", name=op.f("ck_staff_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_staff_telegram_id")),
    )
    op.execute(
        "INSERT INTO staff (telegram_id, name, language, role, joined_at) "
        "SELECT telegram_id, name, 'en', 'tutor', CURRENT_TIMESTAMP FROM tutor "
        "WHERE telegram_id IS NOT NULL"
    )
    with op.batch_alter_table("tutor") as batch:
        batch.create_foreign_key(
            op.f("fk_tutor_telegram_id"), "staff", ["telegram_id"], ["telegram_id"]
        )
    _let_act("'parent', 'tutor', 'admin', 'system'")
    op.add_column("account_entry", sa.Column("actor_role", sa.String(length=16), nullable=True))
    op.add_column("account_entry", sa.Column("actor_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE audit_event SET actor_role = 'admin' WHERE actor_role = 'tutor'")
    op.drop_column("account_entry", "actor_id")
    op.drop_column("account_entry", "actor_role")
    _let_act("'parent', 'admin', 'system'")
    with op.batch_alter_table("tutor") as batch:
        batch.drop_constraint(op.f("fk_tutor_telegram_id"), type_="foreignkey")
    op.drop_table("staff")


def _let_act(roles: str) -> None:
    with op.batch_alter_table("audit_event") as batch:
        batch.drop_constraint(op.f("ck_audit_event_actor_role"), type_="check")
        batch.create_check_constraint(op.f("ck_audit_event_actor_role"), f"actor_role IN ({roles})")
