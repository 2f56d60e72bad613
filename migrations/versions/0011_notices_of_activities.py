"""Tell families of what changes about an activity."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FIELDS = (
    *("name", "tutor", "description", "place", "weekday", "times"),
    *("term", "years", "capacity", "price", "cutoff", "free"),
)
SUBJECTS = (
    *("booking_id", "entry_id", "session_id", "on_date", "failed_update_id", "payment_id"),
    "repayment_id",
)


def upgrade() -> None:
    listed = ", ".join(f"'{field}'" for field in FIELDS)
    with op.batch_alter_table("notice") as batch:
        batch.add_column(
            sa.Column(
                "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch.add_column(sa.Column("changed", sa.String(length=16), nullable=True))
        batch.create_foreign_key(op.f("fk_notice_activity_id"), "activity", ["activity_id"], ["id"])
        batch.create_index(op.f("ix_notice_activity_id"), ["activity_id"], unique=False)
        batch.drop_constraint(op.f("ck_notice_one_subject"), type_="check")
        batch.create_check_constraint(
            op.f("ck_notice_one_subject"), exactly_one((*SUBJECTS, "activity_id"))
        )
        batch.create_check_constraint(op.f("ck_notice_changed"), f"changed IN ({listed})")
        batch.create_check_constraint(
            op.f("ck_notice_changed_of_activity"), "changed IS NULL OR activity_id IS NOT NULL"
        )


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE activity_id IS NOT NULL")
    with op.batch_alter_table("notice") as batch:
        for name in ("one_subject", "changed", "changed_of_activity"):
            batch.drop_constraint(op.f(f"ck_notice_{name}"), type_="check")
        batch.create_check_constraint(op.f("ck_notice_one_subject"), exactly_one(SUBJECTS))
        batch.drop_index(op.f("ix_notice_activity_id"))
        batch.drop_constraint(op.f("fk_notice_activity_id"), type_="foreignkey")
        batch.drop_column("changed")
        batch.drop_column("activity_id")


def exactly_one(columns: tuple[str, ...]) -> str:
    given = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    return f"{given} = 1"
