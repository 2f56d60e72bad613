"""Messages that say of an invoice that it can be paid below."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "invoice_mention",
        sa.Column("invoice_id", number, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_mention_invoice_id")
        ),
        sa.PrimaryKeyConstraint("invoice_id", "message_id", name=op.f("pk_invoice_mention")),
    )


def downgrade() -> None:
    op.drop_table("invoice_mention")
