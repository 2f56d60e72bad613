"""A running bot, a parent with a child, and hands that tap what no button shows."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Update

from bot.application import AfterbellApplication
from bot.callback_data import Tap
from bot.intake.polling import Polling
from bot.sandbox.client import PersonClient, SandboxClient
from domain.model import Session
from storage.tables import parent
from storage.transaction import Transaction
from tests.bot import updates
from tests.factory import MONDAY, Factory, Family

ANNA = 5001
Forge = Callable[[Tap | str | None], Awaitable[str]]


@pytest.fixture
async def anna(client: SandboxClient, make: Factory, polling: Polling) -> PersonClient:
    """A parent who is looking at the first screen."""
    make.parent(telegram_id=ANNA, name="Anna Smith")
    anna = await client.person("Anna", person_id=ANNA, phone="+447700900123")
    await anna.send("/start")
    return anna


@pytest.fixture
def family(make: Factory, anna: PersonClient) -> Family:
    """Anna with her child Emma."""
    [parent_id] = [row.id for row in make.rows(parent, telegram_id=ANNA)]
    return Family(parent_id, make.child(parent_id, name="Emma"))


@pytest.fixture
def ben(make: Factory, family: Family) -> int:
    """Emma's brother."""
    return make.child(family.parent_id, name="Ben")


@pytest.fixture
def swimming(make: Factory, family: Family) -> Session:
    """An activity with two Mondays and one place each, and what costs nothing; for Emma too."""
    first = make.session(name="Swimming", capacity=1)
    make.session(activity_id=first.activity.id, on=MONDAY + timedelta(weeks=1))
    return first


@pytest.fixture
def strangers(make: Factory) -> Family:
    """Another parent with a child, who have nothing to do with Anna."""
    return make.family(name="Zebedee")


@pytest.fixture
def forge(application: AfterbellApplication, anna: PersonClient) -> Forge:
    """Tap on Anna's newest message with any data, and return what the bot changed then."""
    numbers = count(10_000)

    async def tap(meaning: Tap | str | None) -> str:
        data = meaning.pack() if isinstance(meaning, Tap) else meaning
        await anna.refresh()
        message_id = anna.screen.message_id
        update = updates.tap(next(numbers), ANNA, data, message_id, bot=application.bot)
        await application.process_update(update)
        await anna.refresh()
        return anna.changed.text

    return tap


async def look_at(anna: PersonClient, *labels: str) -> str:
    """Begin to book, tap, and return what is shown then."""
    await anna.send("/book")
    for label in labels:
        await anna.tap(label)
    return anna.changed.text


def change(make: Factory, statement: Update) -> None:
    """Change rows behind the bot's back."""

    def work(tx: Transaction) -> None:
        tx.connection.execute(statement)

    make.database.transact(work)
