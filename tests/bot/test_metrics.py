"""What the bot counts of itself."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.application import AfterbellApplication
from bot.context import Services
from bot.delivery import MOST_ATTEMPTS, Delivery
from bot.handlers import account
from bot.intake import handling
from bot.metrics import Metrics, Result
from bot.routes import described
from bot.sandbox.client import PersonClient, SandboxClient
from bot.sandbox.server import Sandbox
from bot.taps.home import Help
from domain.faults import Rule
from domain.notices import NoticeKind
from storage.errors import BusyError
from storage.figures import Figures
from tests.bot import post, updates
from tests.bot.post import Sender
from tests.bot.scraped import Scraped
from tests.bot.updates import send_in
from tests.factory import Factory

ANNA = 1001
FIGURES = Figures(
    notices=3,
    outbox_age=timedelta(seconds=90),
    entries=5,
    queues=2,
    books_age=timedelta(minutes=1),
    faults={Rule.CHARGED: 2},
)


def scraped(metrics: Metrics, figures: Figures | None = FIGURES) -> Scraped:
    return Scraped(metrics.exposition(figures).decode())


@pytest.fixture
async def anna(make: Factory, client: SandboxClient) -> PersonClient:
    make.parent(telegram_id=ANNA, name="Anna", language="en")
    anna = await client.person("Anna", person_id=ANNA)
    await anna.send("/start", wait=False)
    return anna


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (updates.message(1, text="/book"), ("message", "/book")),
        (updates.message(1, text="/Book@Elm_bot now"), ("message", "/book")),
        (updates.message(1, text="/sesame"), ("message", "unknown")),
        (updates.message(1, text="/"), ("message", "unknown")),
        (updates.message(1, text="Emma"), ("message", "text")),
        (updates.message(1, text=""), ("message", "other")),
        (updates.message(1, text="/book", kind="edited_message"), ("edited_message", "other")),
        (updates.tap(1, ANNA, Help().pack()), ("callback_query", "help")),
        (updates.tap(1, ANNA, "help:12345"), ("callback_query", "unknown")),
        (updates.tap(1, ANNA, "forged"), ("callback_query", "unknown")),
        (updates.tap(1, ANNA, None), ("callback_query", "unknown")),
        (Update(1), ("unknown", "other")),
    ],
)
def test_update_is_described_in_words_that_the_code_knows(
    update: Update, expected: tuple[str, str]
) -> None:
    assert described(update) == expected


async def test_update_is_counted_and_timed(
    application: AfterbellApplication, anna: PersonClient
) -> None:
    await send_in(application, ANNA, "/help")
    await send_in(application, ANNA, "/help")

    found = scraped(application.services.metrics)
    labels = {"kind": "message", "what": "/help"}
    assert found.value("afterbell_updates_total", **labels, result="handled") == 2
    assert found.value("afterbell_update_seconds_count", kind="message") == 2
    assert found.value("afterbell_updates_being_handled") == 0


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (RuntimeError("a surprise"), Result.FAILED),
        (BusyError(), Result.BUSY),
        (NetworkError("gone"), Result.UNANSWERED),
        (Forbidden("bot was blocked by the user"), Result.HANDLED),
    ],
)
async def test_update_is_counted_by_how_it_ended(
    application: AfterbellApplication,
    anna: PersonClient,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    result: Result,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(account, "find_account", fail)
    monkeypatch.setattr(handling, "PATIENCE_SECONDS", -1.0)

    await send_in(application, ANNA, "/balance")

    found = scraped(application.services.metrics)
    labels = {"kind": "message", "what": "/balance"}
    assert found.value("afterbell_updates_total", **labels, result=result) == 1


async def test_update_that_is_cut_short_has_failed(
    application: AfterbellApplication, anna: PersonClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def stand_still(_update: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(application, "process_update", stand_still)
    task = asyncio.create_task(send_in(application, ANNA, "/help"))
    await begun.wait()
    assert scraped(application.services.metrics).value("afterbell_updates_being_handled") == 1

    task.cancel()
    await asyncio.wait([task])

    found = scraped(application.services.metrics)
    labels = {"kind": "message", "what": "/help"}
    assert found.value("afterbell_updates_total", **labels, result="failed") == 1
    assert found.value("afterbell_updates_being_handled") == 0


def test_updates_in_hand_are_asked_for_when_they_are_read() -> None:
    metrics, in_hand = Metrics(), [1, 2]
    metrics.watch_in_hand(lambda: len(in_hand))
    in_hand.append(3)

    assert scraped(metrics).value("afterbell_updates_in_hand") == 3


async def test_call_that_telegram_refuses_is_counted_by_its_number(
    application: AfterbellApplication, client: SandboxClient
) -> None:
    with pytest.raises(BadRequest):
        await application.bot.send_message(4711, "Hello")

    found = scraped(application.services.metrics)
    ended = {"method": "sendMessage", "outcome": "400"}
    assert found.value("afterbell_api_calls_total", **ended) == 1
    assert found.value("afterbell_api_calls_total", method="getMe", outcome="ok") == 1


async def test_file_is_fetched_under_no_name_of_its_own(
    application: AfterbellApplication, sandbox: Sandbox
) -> None:
    token = application.services.settings.telegram_token.get_secret_value()
    with pytest.raises(TelegramError):
        await application.bot.request.retrieve(f"{sandbox.url}/file/bot{token}/photos/emma.jpg")

    found = scraped(application.services.metrics)
    assert found.value("afterbell_api_calls_total", method="file", outcome="404") == 1
    assert "emma" not in found.text


def kept(delivery: Delivery) -> Scraped:
    return scraped(delivery._services.metrics)


@pytest.mark.parametrize(
    ("fault", "values", "result"),
    [
        ([], {}, "sent"),
        ([], {"parent": {"telegram_id": None}}, "dropped"),
        ([Forbidden("bot was blocked by the user")], {}, "paused"),
        ([TimedOut()], {}, "postponed"),
        ([RetryAfter(timedelta(seconds=3))], {}, "postponed"),
        ([TimedOut()], {"attempts": MOST_ATTEMPTS - 1}, "failed"),
    ],
)
async def test_notice_is_counted_by_kind_and_how_it_ended(  # noqa: PLR0917  as pytest calls it
    delivery: Delivery,
    make: Factory,
    sender: Sender,
    fault: list[TelegramError],
    values: dict[str, Any],
    result: str,
) -> None:
    post.write(make, NoticeKind.PROMOTED, **values)
    sender.faults += fault

    await delivery.deliver_due()

    told = kept(delivery).value("afterbell_notices_total", kind="promoted", result=result)
    assert told == 1


def test_figures_of_the_database_stand_beside_what_was_counted() -> None:
    found = scraped(Metrics())

    assert found.value("afterbell_database_up") == 1
    assert found.value("afterbell_outbox_notices") == 3
    assert found.value("afterbell_outbox_age_seconds") == 90
    assert found.value("afterbell_waiting_list_entries") == 5
    assert found.value("afterbell_waiting_list_sessions") == 2
    assert found.value("afterbell_books_age_seconds") == 60
    assert found.value("afterbell_books_faults", rule="charged") == 2
    assert found.value("afterbell_books_faults", rule="capacity") == 0


def test_database_that_is_away_is_said_and_its_figures_left_out() -> None:
    found = scraped(Metrics(), None)

    assert found.value("afterbell_database_up") == 0
    assert not [
        name for name in found.names if name.startswith(("afterbell_outbox", "afterbell_w"))
    ]


def test_each_bot_counts_for_itself(quiet_services: Services) -> None:
    one, another = Metrics(), Metrics()
    one.tried_notice("promoted", "sent")

    labels = {"kind": "promoted", "result": "sent"}
    assert scraped(one).value("afterbell_notices_total", **labels) == 1
    assert scraped(another).value("afterbell_notices_total", **labels) is None


@pytest.mark.parametrize("prefix", ["afterbell_", "process_"])
def test_names_follow_prometheus(prefix: str) -> None:
    names = scraped(Metrics()).names

    assert [name for name in names if name.startswith(prefix)]
    assert not [name for name in names if not name.startswith(("afterbell_", "process_"))]
    assert not [name for name in names if name.endswith("_created")]


async def test_nothing_that_people_write_becomes_a_label(
    application: AfterbellApplication, anna: PersonClient
) -> None:
    await send_in(application, ANNA, "Zebedee Zanzibar")
    await send_in(application, ANNA, "/zebedee")
    await application.process_update(updates.tap(7_000, ANNA, "zebedee:1001", bot=application.bot))

    told = scraped(application.services.metrics).labels()
    assert not [word for word in told if "zebedee" in word.lower() or "1001" in word]
