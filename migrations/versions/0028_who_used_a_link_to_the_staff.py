"""A notice may be about an invitation to the staff."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SUBJECTS = (
    "booking_id",
    "entry_id",
    "session_id",
    "on_date",
    "failed_update_id",
    "payment_id",
    "repayment_id",
    "activity_id",
    "announcement_id",
    "applicant_id",
)
NEW = "staff_invitation_id"


def upgrade() -> None:
    with op.batch_alter_table("notice") as batch:
        batch.add_column(sa.Column(NEW, ID, nullable=True))
        batch.create_foreign_key(op.f(f"fk_notice_{NEW}"), "staff_invitation", [NEW], ["id"])
        batch.create_index(op.f(f"ix_notice_{NEW}"), [NEW], unique=False)
        batch.drop_constraint(op.f("ck_notice_one_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_notice_one_subject"), exactly_one((*SUBJECTS, NEW)))


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE staff_invitation_id IS NOT NULL")
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint(op.f("ck_notice_one_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_notice_one_subject"), exactly_one(SUBJECTS))
        batch.drop_index(op.f(f"ix_notice_{NEW}"))
        batch.drop_constraint(op.f(f"fk_notice_{NEW}"), type_="foreignkey")
        batch.drop_column(NEW)


def exactly_one(columns: tuple[str, ...]) -> str:
    given = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    return f"{given} = 1"
