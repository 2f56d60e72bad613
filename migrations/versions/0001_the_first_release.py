"""The first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_role", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(actor_role = 'system') = (actor_id IS NULL)", name=op.f("ck_audit_event_actor")
        ),
        sa.CheckConstraint(
            "actor_role IN ('parent', 'admin', 'system')", name=op.f("ck_audit_event_actor_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_subject", "audit_event", ["subject_id", "action"], unique=False)
    op.create_table(
        "child",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("grade BETWEEN 0 AND 13", name=op.f("ck_child_grade")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child")),
    )
    op.create_table(
        "closure",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("date", name=op.f("pk_closure")),
    )
    op.create_table(
        "conversation",
        sa.Column("telegram_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("telegram_id", name=op.f("pk_conversation")),
    )
    op.create_table(
        "failed_update",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_update")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=128), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "parent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("reminders", sa.String(length=16), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unreachable_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "reminders IN ('off', 'evening', 'soon', 'both')", name=op.f("ck_parent_reminders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parent")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_parent_telegram_id")),
    )
    op.create_index(op.f("ix_parent_email"), "parent", ["email"], unique=False)
    op.create_table(
        "parked_update",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_update")),
    )
    op.create_table(
        "tutor",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tutor")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_tutor_telegram_id")),
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tutor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("max_capacity", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=False),
        sa.Column("end_time", sa.Time(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("grade_from", sa.Integer(), nullable=False),
        sa.Column("grade_to", sa.Integer(), nullable=False),
        sa.Column("booking_cutoff_minutes", sa.Integer(), nullable=True),
        sa.Column("free_cancellation_minutes", sa.Integer(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "0 <= grade_from AND grade_from <= grade_to", name=op.f("ck_activity_grades")
        ),
        sa.CheckConstraint(
            "booking_cutoff_minutes BETWEEN 0 AND 20160", name=op.f("ck_activity_booking_cutoff")
        ),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_activity_term")),
        sa.CheckConstraint(
            "free_cancellation_minutes >= 0", name=op.f("ck_activity_free_cancellation")
        ),
        sa.CheckConstraint("max_capacity > 0", name=op.f("ck_activity_capacity")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_activity_price")),
        sa.CheckConstraint("start_time < end_time", name=op.f("ck_activity_ends_after_start")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_activity_weekday")),
        sa.ForeignKeyConstraint(["tutor_id"], ["tutor.id"], name=op.f("fk_activity_tutor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_index(op.f("ix_activity_tutor_id"), "activity", ["tutor_id"], unique=False)
    op.create_table(
        "guardianship",
        sa.Column(
            "parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("child_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_guardianship_child_id")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["parent.id"], name=op.f("fk_guardianship_parent_id")
        ),
        sa.PrimaryKeyConstraint("parent_id", "child_id", name=op.f("pk_guardianship")),
    )
    op.create_index(op.f("ix_guardianship_child_id"), "guardianship", ["child_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("invited_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(parent_id IS NULL) = (used_at IS NULL)", name=op.f("ck_invitation_used_by_somebody")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["parent.id"], name=op.f("fk_invitation_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_invitation_code")),
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("payload", sa.String(length=64), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(status = 'open') = (closed_at IS NULL)", name=op.f("ck_invoice_closed_has_instant")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'paid', 'void', 'expired')", name=op.f("ck_invoice_status")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_invoice_amount")),
        sa.ForeignKeyConstraint(["parent_id"], ["parent.id"], name=op.f("fk_invoice_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("payload", name=op.f("uq_invoice_payload")),
    )
    op.create_index(
        "ix_invoice_message_left",
        "invoice",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status IN ('void', 'expired') AND message_id IS NOT NULL"),
        postgresql_where=sa.text("status IN ('void', 'expired') AND message_id IS NOT NULL"),
    )
    op.create_index(
        "ix_invoice_open",
        "invoice",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(op.f("ix_invoice_parent_id"), "invoice", ["parent_id"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.CheckConstraint("status IN ('scheduled', 'cancelled')", name=op.f("ck_session_status")),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_session_capacity")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_session_activity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("activity_id", "date", name=op.f("uq_session_activity_id_date")),
    )
    op.create_index(op.f("ix_session_date"), "session", ["date"], unique=False)
    op.create_table(
        "booking",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("child_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("free_cancellation_minutes", sa.Integer(), nullable=False),
        sa.Column("late_refund_percent", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'pending') = (hold_expires_at IS NOT NULL)",
            name=op.f("ck_booking_pending_has_deadline"),
        ),
        sa.CheckConstraint(
            "(status IN ('cancelled', 'expired')) = (ended_at IS NOT NULL)",
            name=op.f("ck_booking_ended_has_instant"),
        ),
        sa.CheckConstraint(
            "status <> 'confirmed' OR confirmed_at IS NOT NULL",
            name=op.f("ck_booking_confirmed_has_instant"),
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'confirmed', 'cancelled', 'expired')",
            name=op.f("ck_booking_status"),
        ),
        sa.CheckConstraint(
            "late_refund_percent BETWEEN 0 AND 100", name=op.f("ck_booking_late_refund_percent")
        ),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_booking_price")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_booking_child_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["parent.id"], name=op.f("fk_booking_parent_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_booking_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint(
            "request_key", "session_id", name=op.f("uq_booking_request_key_session_id")
        ),
    )
    op.create_index(
        "ix_booking_active_session",
        "booking",
        ["session_id"],
        unique=False,
        sqlite_where=sa.text("status IN ('pending', 'confirmed')"),
        postgresql_where=sa.text("status IN ('pending', 'confirmed')"),
    )
    op.create_index(op.f("ix_booking_child_id"), "booking", ["child_id"], unique=False)
    op.create_index(
        "ix_booking_pending_deadline",
        "booking",
        ["hold_expires_at"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "ix_booking_pending_parent",
        "booking",
        ["parent_id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(op.f("ix_booking_session_id"), "booking", ["session_id"], unique=False)
    op.create_index(
        "uq_booking_active_child_session",
        "booking",
        ["child_id", "session_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('pending', 'confirmed')"),
        postgresql_where=sa.text("status IN ('pending', 'confirmed')"),
    )
    op.create_table(
        "account_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column(
            "booking_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("charge_id", sa.String(length=128), nullable=True),
        sa.Column("method", sa.String(length=16), nullable=True),
        sa.Column("provider_charge_id", sa.String(length=128), nullable=True),
        sa.Column(
            "invoice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'payment') = (charge_id IS NOT NULL)",
            name=op.f("ck_account_entry_payment_has_charge_id"),
        ),
        sa.CheckConstraint(
            "(kind = 'payment') = (method IS NOT NULL)",
            name=op.f("ck_account_entry_payment_has_method"),
        ),
        sa.CheckConstraint(
            "(kind IN ('charge', 'refund')) = (booking_id IS NOT NULL)",
            name=op.f("ck_account_entry_place_has_booking"),
        ),
        sa.CheckConstraint(
            "CASE kind WHEN 'charge' THEN amount_minor < 0 WHEN 'adjustment' THEN amount_minor <> 0 ELSE amount_minor > 0 END",
            name=op.f("ck_account_entry_sign"),
        ),
        sa.CheckConstraint(
            "kind = 'payment' OR (provider_charge_id IS NULL AND invoice_id IS NULL)",
            name=op.f("ck_account_entry_only_payments_come_from_a_provider"),
        ),
        sa.CheckConstraint(
            "kind IN ('charge', 'refund', 'payment', 'adjustment')",
            name=op.f("ck_account_entry_kind"),
        ),
        sa.CheckConstraint(
            "method IN ('cash', 'card', 'transfer', 'voucher', 'online')",
            name=op.f("ck_account_entry_method"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_account_entry_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_account_entry_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["parent.id"], name=op.f("fk_account_entry_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_entry")),
        sa.UniqueConstraint("charge_id", name=op.f("uq_account_entry_charge_id")),
        sa.UniqueConstraint("provider_charge_id", name=op.f("uq_account_entry_provider_charge_id")),
    )
    op.create_index(
        "ix_account_entry_balance", "account_entry", ["parent_id", "amount_minor"], unique=False
    )
    op.create_index(
        op.f("ix_account_entry_invoice_id"), "account_entry", ["invoice_id"], unique=False
    )
    op.create_index("ix_account_entry_latest", "account_entry", ["parent_id", "id"], unique=False)
    op.create_index(
        "uq_account_entry_booking_kind", "account_entry", ["booking_id", "kind"], unique=True
    )
    op.create_table(
        "attendance",
        sa.Column(
            "booking_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('present', 'late', 'absent')", name=op.f("ck_attendance_status")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_attendance_booking_id")
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_attendance")),
    )
    op.create_table(
        "invoice_booking",
        sa.Column(
            "invoice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "booking_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_invoice_booking_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_booking_invoice_id")
        ),
        sa.PrimaryKeyConstraint("invoice_id", "booking_id", name=op.f("pk_invoice_booking")),
    )
    op.create_index(
        op.f("ix_invoice_booking_booking_id"), "invoice_booking", ["booking_id"], unique=False
    )
    op.create_table(
        "waitlist_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("child_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column(
            "booking_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "(status = 'promoted') = (booking_id IS NOT NULL)",
            name=op.f("ck_waitlist_entry_promoted_has_booking"),
        ),
        sa.CheckConstraint(
            "(status = 'waiting') = (ended_at IS NULL)",
            name=op.f("ck_waitlist_entry_ended_has_instant"),
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'promoted', 'expired', 'left')",
            name=op.f("ck_waitlist_entry_status"),
        ),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_waitlist_entry_price")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_waitlist_entry_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_waitlist_entry_child_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["parent.id"], name=op.f("fk_waitlist_entry_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_waitlist_entry_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist_entry")),
        sa.UniqueConstraint(
            "request_key", "session_id", name=op.f("uq_waitlist_entry_request_key_session_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_waitlist_entry_booking_id"), "waitlist_entry", ["booking_id"], unique=False
    )
    op.create_index(
        op.f("ix_waitlist_entry_child_id"), "waitlist_entry", ["child_id"], unique=False
    )
    op.create_index(
        "ix_waitlist_entry_queue",
        "waitlist_entry",
        ["session_id", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index(
        "uq_waitlist_entry_waiting_child_session",
        "waitlist_entry",
        ["child_id", "session_id"],
        unique=True,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("staff_telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("dedupe_key", sa.String(length=64), nullable=False),
        sa.Column(
            "booking_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column(
            "failed_update_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('waiting', 'paused')) = (settled_at IS NULL)",
            name=op.f("ck_notice_settled_has_instant"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'dropped', 'failed', 'paused')",
            name=op.f("ck_notice_state"),
        ),
        sa.CheckConstraint(
            "CASE WHEN booking_id IS NULL THEN 0 ELSE 1 END + CASE WHEN entry_id IS NULL THEN 0 ELSE 1 END + CASE WHEN session_id IS NULL THEN 0 ELSE 1 END + CASE WHEN on_date IS NULL THEN 0 ELSE 1 END + CASE WHEN failed_update_id IS NULL THEN 0 ELSE 1 END + CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_notice_one_subject"),
        ),
        sa.CheckConstraint(
            "CASE WHEN parent_id IS NULL THEN 0 ELSE 1 END + CASE WHEN staff_telegram_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_notice_one_recipient"),
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_notice_booking_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["waitlist_entry.id"], name=op.f("fk_notice_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["failed_update_id"], ["failed_update.id"], name=op.f("fk_notice_failed_update_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["parent.id"], name=op.f("fk_notice_parent_id")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["account_entry.id"], name=op.f("fk_notice_payment_id")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_notice_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notice_dedupe_key")),
    )
    op.create_index(op.f("ix_notice_booking_id"), "notice", ["booking_id"], unique=False)
    op.create_index(
        "ix_notice_due",
        "notice",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(op.f("ix_notice_entry_id"), "notice", ["entry_id"], unique=False)
    op.create_index(
        "ix_notice_failed",
        "notice",
        ["settled_at"],
        unique=False,
        sqlite_where=sa.text("state = 'failed'"),
        postgresql_where=sa.text("state = 'failed'"),
    )
    op.create_index(op.f("ix_notice_on_date"), "notice", ["on_date"], unique=False)
    op.create_index(
        "ix_notice_paused",
        "notice",
        ["parent_id"],
        unique=False,
        sqlite_where=sa.text("state = 'paused'"),
        postgresql_where=sa.text("state = 'paused'"),
    )
    op.create_index(op.f("ix_notice_payment_id"), "notice", ["payment_id"], unique=False)
    op.create_index(op.f("ix_notice_session_id"), "notice", ["session_id"], unique=False)


def downgrade() -> None:
    op.drop_table("notice")
    op.drop_table("waitlist_entry")
    op.drop_table("invoice_booking")
    op.drop_table("attendance")
    op.drop_table("account_entry")
    op.drop_table("booking")
    op.drop_table("session")
    op.drop_table("invoice")
    op.drop_table("invitation")
    op.drop_table("guardianship")
    op.drop_table("activity")
    op.drop_table("tutor")
    op.drop_table("parked_update")
    op.drop_table("parent")
    op.drop_table("lease")
    op.drop_table("failed_update")
    op.drop_table("conversation")
    op.drop_table("closure")
    op.drop_table("child")
    op.drop_table("audit_event")
