"""One id for all that is done because of one update, one tick of a sweep, or one notice.

It stands in every log line meanwhile, and in the sentence for the person when something goes
wrong, so a grep for what somebody quotes finds all of it.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from structlog.contextvars import bound_contextvars, get_contextvars


@contextmanager
def begin(**about: object) -> Iterator[str]:
    """Log with a new id, and with what it is about, until the block ends."""
    trace = secrets.token_hex(4)
    with bound_contextvars(trace=trace, **about):
        yield trace


def current() -> str:
    """Return the id of what is being done; only what runs inside of `begin` asks."""
    return str(get_contextvars()["trace"])
