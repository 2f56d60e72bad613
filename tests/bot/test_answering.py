"""Every tap is answered, so that nothing spins; what it was about is done before."""

import logging
from datetime import timedelta

import pytest

from bot.application import AfterbellApplication
from bot.clock import Clock
from bot.intake.polling import Polling
from bot.sandbox.client import PersonClient, SandboxClient
from bot.screens import home as screens
from tests.bot.updates import handle_waiting
from tests.factory import Factory

ANNA = 1001


@pytest.fixture
async def parent(make: Factory, client: SandboxClient) -> PersonClient:
    """A parent who has written; nobody polls, tests bring the updates themselves."""
    make.parent(telegram_id=ANNA, name="Anna", language="en")
    anna = await client.person("Anna", person_id=ANNA)
    await anna.send("/start", wait=False)
    return anna


async def last(person: PersonClient) -> str:
    await person.refresh()
    return person.changed.text


async def test_every_tap_is_answered_so_that_nothing_spins(
    polling: Polling, parent: PersonClient, client: SandboxClient
) -> None:
    await parent.send("/start")
    await parent.tap("Help")

    [answered] = await client.requests(method="answerCallbackQuery")
    assert answered["answer"]["ok"]


async def test_tap_is_answered_after_its_effect_even_if_it_failed(
    polling: Polling,
    parent: PersonClient,
    client: SandboxClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await parent.send("/start")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no words")

    monkeypatch.setattr(screens, "help_screen", fail)
    await parent.tap("Help")

    methods = [each["method"] for each in await client.requests()]
    assert methods.index("answerCallbackQuery") > methods.index("sendMessage")
    assert "went wrong" in parent.changed.text


async def test_tap_that_waited_too_long_is_handled_all_the_same(
    application: AfterbellApplication,
    parent: PersonClient,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "bot")
    await handle_waiting(application)
    await parent.refresh()
    await parent.tap("Help", wait=False)
    clock.advance(timedelta(seconds=60))

    await handle_waiting(application)

    assert (await last(parent)).startswith("How it works")
    assert "a tap could not be answered" in caplog.text
    assert "Query is too old" in caplog.text
    assert not [each for each in caplog.records if each.levelno > logging.INFO]


async def test_tap_whose_answer_meets_a_broken_network_is_not_lost(
    polling: Polling,
    parent: PersonClient,
    client: SandboxClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await parent.send("/start")
    await client.fault("server_error", method="answerCallbackQuery")

    await parent.tap("Help")

    assert parent.changed.text.startswith("How it works")
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]
