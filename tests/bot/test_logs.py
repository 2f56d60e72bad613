"""Logs for the operator: what a line holds, and that the token is in none of them."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog

from bot import logs
from tests.bot.values import TOKEN

NAME = "Zebedee"


PROVIDER_TOKEN = "284685063:LIVE:secret-of-the-provider"  # noqa: S105  of nobody


class Written(io.StringIO):
    """A standard error that is a terminal or none."""

    is_terminal = False

    def isatty(self) -> bool:
        return self.is_terminal

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture(params=["file", "terminal"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Written]:
    """What is written to standard error once the logs are set up; all is put back afterwards."""
    root, stream = logging.getLogger(), Written()
    stream.is_terminal = request.param == "terminal"
    levels = {name: logging.getLogger(name).level for name in logs.CHATTY}
    handlers, level = root.handlers, root.level
    monkeypatch.setattr(sys, "stderr", stream)
    root.handlers = []
    logs.set_up(TOKEN, PROVIDER_TOKEN)
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


to_file = pytest.mark.parametrize("written", ["file"], indirect=True)
to_terminal = pytest.mark.parametrize("written", ["terminal"], indirect=True)
log = structlog.stdlib.get_logger("bot.delivery")
plain = logging.getLogger("telegram")


def fail_with(words: str) -> None:
    raise RuntimeError(words)


@to_file
def test_line_in_a_file_is_one_json_object_with_words_and_keys(written: Written) -> None:
    log.warning("a notice is tried again", notice=7, pause=timedelta(seconds=5), to="Anna é")

    [event] = written.events
    at = datetime.fromisoformat(event.pop("timestamp"))
    assert at.utcoffset() == timedelta(0)
    assert event == {
        "event": "a notice is tried again",
        "level": "warning",
        "logger": "bot.delivery",
        "notice": 7,
        "pause": "0:00:05",
        "to": "Anna é",
    }


@to_terminal
def test_line_on_a_terminal_is_for_people(written: Written) -> None:
    log.warning("a notice is tried again", notice=7)

    text = written.getvalue()
    assert "a notice is tried again" in text
    assert "notice" in text
    assert "\x1b[" in text
    assert not text.startswith("{")


@to_file
def test_line_of_a_library_is_like_one_of_ours(written: Written) -> None:
    plain.warning("no updates for %s s", 2)

    [event] = written.events
    assert event.pop("timestamp")
    assert event == {"event": "no updates for 2 s", "level": "warning", "logger": "telegram"}


@to_file
def test_no_key_is_too_good_for_a_line(written: Written) -> None:
    """Not even one that a record has already."""
    log.info("the module is there", name="x", module="y", args=(1,), message="z")

    [event] = written.events
    assert (event["name"], event["module"], event["message"]) == ("x", "y", "z")


@to_file
def test_exception_is_one_key_of_its_line(written: Written) -> None:
    try:
        fail_with("first line\nsecond line")
    except RuntimeError:
        log.exception("it failed", notice=7)

    [event] = written.events
    assert event["level"] == "error"
    assert event["exception"].startswith("Traceback (most recent call last):\n")
    assert event["exception"].endswith("RuntimeError: first line\nsecond line")


def test_token_is_blacked_out_of_words_keys_and_arguments(written: Written) -> None:
    words = f"at https://api.telegram.org/bot{TOKEN}/getMe"
    plain.error(words)
    plain.error("at %s and %r", f"/bot{TOKEN}/getMe", {"token": TOKEN})
    log.error(words, url=f"/bot{TOKEN}", **{TOKEN: 1})

    assert TOKEN not in written.getvalue()
    assert written.getvalue().count("[token]") == 6


@pytest.mark.parametrize("part", [TOKEN.replace(":", "%3A"), TOKEN.partition(":")[2]])
def test_token_is_blacked_out_quoted_and_in_part(written: Written, part: str) -> None:
    log.error("it is", token=part)

    assert TOKEN.partition(":")[2] not in written.getvalue()
    assert "[token]" in written.getvalue()
    assert "%3A" not in written.getvalue()


@pytest.mark.parametrize("logger", [plain, log])
def test_token_is_blacked_out_of_tracebacks_and_their_causes(written: Written, logger: Any) -> None:
    try:
        try:
            fail_with(f"cannot reach /bot{TOKEN}/getMe")
        except RuntimeError as cause:
            raise ValueError(f"The token `{TOKEN}` was rejected") from cause
    except ValueError:
        logger.exception("it failed")

    text = written.getvalue()
    assert "Traceback" in text
    assert "The token `[token]` was rejected" in text
    assert "cannot reach /bot[token]/getMe" in text
    assert TOKEN not in text


@pytest.mark.parametrize("logger", ["plain", "log"])
def test_token_is_blacked_out_of_stacks(written: Written, logger: str) -> None:
    eval(f"{logger}.error('here', stack_info=True)  # {TOKEN}")  # noqa: S307

    globals()[logger].error("here", stack_info=True)

    assert "Stack (most recent call last)" in written.getvalue()
    assert TOKEN not in written.getvalue()


@pytest.mark.parametrize("logger", [plain, log])
def test_local_variables_are_not_told(written: Written, logger: Any) -> None:
    """There are names of people in them."""
    name = NAME.upper()
    try:
        fail_with(f"{len(name)} letters")
    except RuntimeError:
        logger.exception("it failed")

    assert "7 letters" in written.getvalue()
    assert name not in written.getvalue()


@pytest.mark.parametrize("name", logs.CHATTY)
def test_libraries_that_log_every_call_are_heard_from_warnings_on(
    written: Written, name: str
) -> None:
    logging.getLogger(name).info("HTTP Request: POST")
    assert written.getvalue() == ""

    logging.getLogger(name).warning("slow")
    assert "slow" in written.getvalue()


def test_what_the_bot_does_is_logged_from_information_on(written: Written) -> None:
    log.info("running")
    log.debug("details")

    assert "running" in written.getvalue()
    assert "details" not in written.getvalue()


def test_events_reach_whoever_listens_to_logging_without_any_set_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log.warning("a notice is tried again", notice=7)

    [record] = caplog.records
    assert (record.getMessage(), record.name) == ("a notice is tried again", "bot.delivery")
    assert "notice=7" in caplog.text


def test_token_of_the_payment_provider_is_blacked_out_too(written: Written) -> None:
    log.warning("a call failed", token=PROVIDER_TOKEN, end=PROVIDER_TOKEN.partition(":")[2])

    assert "of-the-provider" not in written.getvalue()
    assert written.getvalue().count("[token]") == 2
