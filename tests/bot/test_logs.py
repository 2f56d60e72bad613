"""Logs for the operator: the token is in none of them, wherever it came from."""

import io
import logging
import sys
from collections.abc import Iterator

import pytest

from bot import logs
from tests.bot.values import TOKEN

CHATTY = ("httpx", "apscheduler", "alembic", "telegram.ext", "aiohttp.access")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to standard error once the logs are set up; all is put back afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    levels = {name: logging.getLogger(name).level for name in CHATTY}
    handlers, level = root.handlers, root.level
    monkeypatch.setattr(sys, "stderr", stream)
    root.handlers = []
    logs.set_up(TOKEN)
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def fail_with(words: str) -> None:
    raise RuntimeError(words)


def test_line_says_when_how_bad_where_and_what(written: io.StringIO) -> None:
    logging.getLogger("bot.intake").warning("no updates for %s s", 2)

    assert written.getvalue().endswith(" WARNING bot.intake: no updates for 2 s\n")


def test_token_is_blacked_out_of_messages_and_their_arguments(written: io.StringIO) -> None:
    log = logging.getLogger("telegram")

    log.error(f"at https://api.telegram.org/bot{TOKEN}/getMe")  # noqa: G004  as others write
    log.error("at %s and %r", f"/bot{TOKEN}/getMe", {"token": TOKEN})

    assert TOKEN not in written.getvalue()
    assert written.getvalue().count("[token]") == 3


def test_token_is_blacked_out_of_tracebacks_and_their_causes(written: io.StringIO) -> None:
    try:
        try:
            fail_with(f"cannot reach /bot{TOKEN}/getMe")
        except RuntimeError as cause:
            raise ValueError(f"The token `{TOKEN}` was rejected") from cause
    except ValueError:
        logging.getLogger("bot").exception("it failed")

    text = written.getvalue()
    assert "Traceback" in text
    assert "The token `[token]` was rejected" in text
    assert "cannot reach /bot[token]/getMe" in text
    assert TOKEN not in text


def test_token_is_blacked_out_of_stacks(written: io.StringIO) -> None:
    eval(f"logging.getLogger('bot').error('here', stack_info=True)  # {TOKEN}")  # noqa: S307

    logging.getLogger("bot").error("here", stack_info=True)

    assert "Stack (most recent call last)" in written.getvalue()
    assert TOKEN not in written.getvalue()


@pytest.mark.parametrize("name", CHATTY)
def test_libraries_that_log_every_call_are_heard_from_warnings_on(
    written: io.StringIO, name: str
) -> None:
    logging.getLogger(name).info("HTTP Request: POST")
    assert written.getvalue() == ""

    logging.getLogger(name).warning("slow")
    assert "slow" in written.getvalue()


def test_what_the_bot_does_is_logged_from_information_on(written: io.StringIO) -> None:
    logging.getLogger("bot.app").info("running")
    logging.getLogger("bot.app").debug("details")

    assert "running" in written.getvalue()
    assert "details" not in written.getvalue()
