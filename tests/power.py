"""A run of tests need not survive a power cut, and does not wait for disks."""

from collections.abc import Callable

from storage import database

AS_THE_BOT = database.SQLITE_SYNCHRONOUS


def trust_the_power(set_value: Callable[[object, str, str], None] = setattr) -> None:
    """Let SQLite leave to the system when it writes: that outlives a process that is killed."""
    set_value(database, "SQLITE_SYNCHRONOUS", "OFF")
