"""Logs for the operator: one event a line, readable on a terminal, JSON elsewhere; never a token.

Events go by the standard library's logging, together with those of the libraries, and become
text only in the formatter. A module of ours says `log = structlog.stdlib.get_logger(__name__)`
and `log.warning("plain words", key=value)`.
"""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.contextvars import merge_contextvars
from structlog.typing import EventDict, Processor

CHATTY = ("httpx", "apscheduler", "alembic", "telegram.ext", "aiohttp.access", "fontTools")
"""Libraries that log every call, tick or letter: heard from warnings on."""


def connect() -> None:
    """Lead structlog's events into the standard library's logging."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _as_record],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _as_record(_logger: object, _level: str, event: EventDict) -> tuple[tuple[str], dict[str, Any]]:
    """Make the words the message, as everybody expects of a record, and keep the keys with it."""
    told = {name: event.pop(name) for name in ("exc_info", "stack_info") if name in event}
    return (event.pop("event"),), {**told, "extra": {"keys": event}}


def formatter(*secrets: str, is_terminal: bool, colors: bool = True) -> logging.Formatter:
    """Return what makes text of any record, in which secrets are blacked out."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_with_keys, merge_contextvars],
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *(_for_terminals(colors=colors) if is_terminal else _JSON),
            *[_without(secret) for secret in secrets],
        ],
    )


def _with_keys(_logger: object, _level: str, event: EventDict) -> EventDict:
    event.update(getattr(event["_record"], "keys", {}))
    if "stack_info" in event:
        event["stack"] = event.pop("stack_info")
    return event


# Both write tracebacks plainly: others show local variables, and there are names in them.
_JSON: list[Processor] = [
    structlog.processors.format_exc_info,
    structlog.processors.JSONRenderer(default=str, ensure_ascii=False),
]


def _for_terminals(*, colors: bool) -> list[Processor]:
    return [
        structlog.dev.ConsoleRenderer(
            colors=colors, exception_formatter=structlog.dev.plain_traceback
        )
    ]


def _without(secret: str) -> Processor:
    """Black out a token, and its secret half wherever it stands alone."""
    number, _, half = secret.partition(":")
    token = re.compile(rf"(?:{re.escape(number)}(?::|%3A))?{re.escape(half)}", re.IGNORECASE)

    # The types of structlog know no processor that takes text, which the last one may.
    def redacted(_logger: object, _level: str, line: Any) -> str:
        return token.sub("[token]", line)

    return redacted


def set_up(*secrets: str) -> None:
    """Log to standard error, from information on."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(*secrets, is_terminal=sys.stderr.isatty()))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
