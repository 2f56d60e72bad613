"""Tables: what families owe, pay and get back."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    text,
)

from domain.model import InvoiceStatus, MoneyKind, PaymentMethod, RepaymentReason
from storage.immutable import never_changes
from storage.tables.columns import (
    IS_NOT_CLOSED,
    Id,
    Instant,
    Minor,
    actor_has_id,
    metadata,
    one_of,
    references,
)

IS_OPEN = text("status = 'open'")
HAS_MESSAGE_LEFT = text("status IN ('void', 'expired') AND message_id IS NOT NULL")
IS_CHARGE = text("kind = 'charge'")
IS_REQUEST = text("reason = 'asked' AND closed_at IS NULL")

invoice = Table(
    "invoice",
    metadata,
    Column("id", Id, primary_key=True),
    references("parent_id", index=True),
    Column("payload", String(64), nullable=False, unique=True),
    Column("amount_minor", Minor, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("status", String(16), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("message_id", BigInteger),
    one_of("status", InvoiceStatus),
    CheckConstraint("amount_minor > 0", name="amount"),
    CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_has_instant"),
    Index("ix_invoice_open", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index(
        "ix_invoice_message_left",
        "id",
        sqlite_where=HAS_MESSAGE_LEFT,
        postgresql_where=HAS_MESSAGE_LEFT,
    ),
)

invoice_booking = Table(
    "invoice_booking",
    metadata,
    Column("invoice_id", Id, ForeignKey("invoice.id"), primary_key=True),
    Column("booking_id", Id, ForeignKey("booking.id"), primary_key=True, index=True),
)

# A message that says of an invoice that it can be paid below; gone once it says what came of it.
invoice_mention = Table(
    "invoice_mention",
    metadata,
    Column("invoice_id", Id, ForeignKey("invoice.id"), primary_key=True),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
)

account_entry = Table(
    "account_entry",
    metadata,
    Column("id", Id, primary_key=True),
    references("parent_id"),
    Column("kind", String(16), nullable=False),
    Column("amount_minor", Minor, nullable=False),
    references("booking_id", nullable=True),
    Column("charge_id", String(128), unique=True),
    Column("method", String(16)),
    Column("provider_charge_id", String(128), unique=True),
    references("invoice_id", nullable=True, index=True),
    Column("payment_id", Id, ForeignKey("account_entry.id"), index=True),
    Column("note", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("actor_role", String(16), nullable=False),
    Column("actor_id", BigInteger),
    one_of("kind", MoneyKind),
    CheckConstraint(
        "CASE kind WHEN 'charge' THEN amount_minor < 0 WHEN 'payout' THEN amount_minor < 0 "
        "WHEN 'adjustment' THEN amount_minor <> 0 ELSE amount_minor > 0 END",
        name="sign",
    ),
    CheckConstraint(
        "(kind IN ('charge', 'refund')) = (booking_id IS NOT NULL)", name="place_has_booking"
    ),
    CheckConstraint(
        "kind = 'adjustment' OR (kind IN ('payment', 'payout')) = (charge_id IS NOT NULL)",
        name="payment_has_charge_id",
    ),
    one_of("method", PaymentMethod),
    CheckConstraint(
        "(kind IN ('payment', 'payout')) = (method IS NOT NULL)", name="payment_has_method"
    ),
    CheckConstraint(
        "(payment_id IS NOT NULL) = (kind = 'payout' AND coalesce(method, '') = 'online')",
        name="online_payout_has_payment",
    ),
    CheckConstraint(
        "kind = 'payment' OR (provider_charge_id IS NULL AND invoice_id IS NULL)",
        name="only_payments_come_from_a_provider",
    ),
    actor_has_id(),
    Index("ix_account_entry_balance", "parent_id", "amount_minor"),
    Index("ix_account_entry_latest", "parent_id", "id"),
    Index("ix_account_entry_made_at", "made_at"),
    Index("ix_account_entry_booking", "booking_id", "kind"),
    # A place is charged for once; it may be refunded in part, and the rest if it is called off.
    Index(
        "uq_account_entry_booking_charge",
        "booking_id",
        unique=True,
        sqlite_where=IS_CHARGE,
        postgresql_where=IS_CHARGE,
    ),
)
never_changes(account_entry)

repayment = Table(
    "repayment",
    metadata,
    Column("id", Id, primary_key=True),
    references("parent_id", nullable=True, index=True),
    Column("reason", String(16), nullable=False),
    Column("amount_minor", Minor, nullable=False),
    Column("open_minor", Minor, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("payment_id", Id, ForeignKey("account_entry.id"), unique=True),
    Column("charge_id", String(128), unique=True),
    Column("provider_charge_id", String(128)),
    Column("currency", String(3)),
    one_of("reason", RepaymentReason),
    CheckConstraint("0 <= open_minor AND open_minor <= amount_minor", name="open"),
    CheckConstraint("(open_minor = 0) = (closed_at IS NOT NULL)", name="closed_has_instant"),
    CheckConstraint("reason = 'unknown' OR parent_id IS NOT NULL", name="known_has_parent"),
    CheckConstraint("(reason = 'unused') = (payment_id IS NOT NULL)", name="unused_has_payment"),
    CheckConstraint("(reason = 'unknown') = (charge_id IS NOT NULL)", name="unknown_has_charge"),
    CheckConstraint(
        "(charge_id IS NULL) = (currency IS NULL) "
        "AND (charge_id IS NOT NULL OR provider_charge_id IS NULL)",
        name="charge_has_currency",
    ),
    Index("ix_repayment_open", "id", sqlite_where=IS_NOT_CLOSED, postgresql_where=IS_NOT_CLOSED),
    Index(
        "uq_repayment_request",
        "parent_id",
        unique=True,
        sqlite_where=IS_REQUEST,
        postgresql_where=IS_REQUEST,
    ),
)

# By how much of a repayment was open at which time: together they are what is open now.
repayment_change = Table(
    "repayment_change",
    metadata,
    Column("id", Id, primary_key=True),
    references("repayment_id", index=True),
    Column("amount_minor", Minor, nullable=False),
    Column("made_at", Instant, nullable=False),
    CheckConstraint("amount_minor <> 0", name="amount"),
)
