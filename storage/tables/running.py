"""Tables: what the bot needs to go on where it stopped."""

from sqlalchemy import BigInteger, Column, String, Table, Text

from storage.tables.columns import Id, Instant, metadata

conversation = Table(
    "conversation",
    metadata,
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(32), nullable=False),
    Column("step", String(32), nullable=False),
    Column("draft", Text, nullable=False),
    Column("message_id", BigInteger),
    Column("updated_at", Instant, nullable=False),
)

parked_update = Table(
    "parked_update",
    metadata,
    # Telegram's own number of the update.
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
    Column("parked_at", Instant, nullable=False),
)

failed_update = Table(
    "failed_update",
    metadata,
    # Telegram's own number of the update.
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("telegram_id", BigInteger),
    Column("error", String(64), nullable=False),
    Column("reference", String(16), nullable=False),
    Column("failed_at", Instant, nullable=False),
)

file_import = Table(
    "file_import",
    metadata,
    # Given by whoever writes the row: two at once would give the same, so that one waits.
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(128), nullable=False),
    Column("expires_at", Instant, nullable=False),
)
