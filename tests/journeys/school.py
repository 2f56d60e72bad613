"""A school whose bot runs over real HTTP, and the people who talk to it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache
from typing import Any

from bot.clock import Clock
from bot.sandbox.client import ChatMessage, PersonClient, SandboxClient, SilentBotError
from bot.sandbox.json_types import Json
from bot.sandbox.phone import Phone
from bot.sandbox.server import Sandbox
from bot.settings import Settings, read_settings
from tests.factory import NOW, Factory, Family
from tests.journeys.process import Point, Process, count_tasks

PATIENCE = 20.0
"""Seconds in which a bot does what it does at once, on a machine that may be busy."""
OFFICE_ID = 42


class Parent(PersonClient):
    """Somebody with a phone whom the school knows."""

    parent_id: int
    child_ids: list[int]

    @property
    def family(self) -> Family:
        """The parent with the first child."""
        return Family(self.parent_id, self.child_ids[0])


@cache
def _settings() -> Settings:
    """Read once: looking the time zones up takes longer than many a test."""
    return read_settings(
        _env_file=None,
        telegram_token="123456:" + "a" * 30,
        school_name="Hill School",
        school_timezone="Europe/London",
        currency="GBP",
        late_refund_percent=50,
        admin_telegram_ids=(OFFICE_ID,),
    )


class School:
    """The bot, its sandbox, its clock and its rows."""

    def __init__(
        self, sandbox: Sandbox, client: SandboxClient, clock: Clock, make: Factory, url: str
    ) -> None:
        self.sandbox = sandbox
        self.client = client
        self.clock = clock
        self.make = make
        self._url = url
        self.settings = _settings().model_copy(update={"telegram_api_url": sandbox.url})
        self.process = self.new_process()

    # The bot

    def new_process(self) -> Process:
        return Process(self.settings, self.clock, self._url)

    async def start(self) -> None:
        self.process = self.new_process()
        await self.process.start()

    async def kill(self) -> None:
        await self.process.kill()

    async def restart(self, **settings: Any) -> None:
        """Kill the bot and start another one, with other settings if they are given."""
        await self.kill()
        self.settings = self.settings.model_copy(update=settings)
        await self.start()

    async def kill_at(self, point: Point) -> None:
        """Start a bot that dies at a point of handling the update that waits for it."""
        self.process = self.new_process()
        self.process.stop_at(point)
        await self.process.start()
        await asyncio.wait_for(self.process.stopped.wait(), PATIENCE)
        await self.kill()

    async def settle(self) -> None:
        """Wait until nothing is due any more."""
        await self.process.settle()

    async def advance(self, **lengths: float) -> None:
        """Move the clock on, and wait until what has become due is done."""
        self.clock.advance(timedelta(**lengths))
        await self.settle()

    # The people

    async def person(self, first_name: str, last_name: str | None = "Smith") -> PersonClient:
        """Give somebody a phone whom the bot has never heard of."""
        return await self.client.person(
            first_name, last_name, language_code="en", phone="+447700900123"
        )

    async def parent(
        self,
        first_name: str = "Anna",
        last_name: str | None = "Smith",
        *,
        children: Sequence[str] = ("Emma",),
        balance: int = 0,
    ) -> Parent:
        """Make a parent who has joined and added their children before."""
        person = await self.person(first_name, last_name)
        name = f"{first_name} {last_name or ''}".strip()
        parent = Parent(self.client, person.id, first_name)
        with self.make.at_once():
            parent.parent_id = self.make.parent(telegram_id=person.id, name=name)
            parent.child_ids = [self.make.child(parent.parent_id, name=each) for each in children]
            if balance:
                self.make.money(parent.parent_id, balance)
        self.phone_of(person).chat.started = True
        return parent

    async def office(self) -> PersonClient:
        return await self.client.person("Olive", "Office", language_code="en", person_id=OFFICE_ID)

    def phone_of(self, person: PersonClient) -> Phone:
        world = self.sandbox.world
        return Phone(world, world.bots.home, world.people.get(person.id))

    async def forge(
        self, person: PersonClient, data: str | None, message_id: int | None = None
    ) -> None:
        """Send a tap as a meddled-with app could: any data, on any message of the bot's."""
        phone = self.phone_of(person)
        message = phone.chat.messages[message_id or await newest(person)]
        query: Json = {
            "id": phone.bot.ask(phone.chat, self.clock.now()),
            "from": phone.person.as_user(),
            "message": message.as_object(),
            "chat_instance": "1",
        }
        said = {"game_short_name": "chess"} if data is None else {"data": data}
        await self.handled(person, phone.tell_bot("callback_query", query | said))
        if query["id"] in phone.bot.queries:
            raise SilentBotError(f"The tap {data!r} was not answered\n{person.transcript()}")

    async def post(self, person: PersonClient, content: Json) -> None:
        """Send a message that is more than words: a photo, a place, a contact."""
        await self.handled(person, self.phone_of(person).say(content))

    async def handled(self, person: PersonClient, outcome: Json) -> None:
        """Wait until the bot has handled what a person did."""
        updates = self.sandbox.world.bots.home.updates
        done = await updates.wait_handled(outcome["update_id"], PATIENCE)
        await person.refresh()
        if not done:
            raise SilentBotError(f"The bot did not handle {outcome}\n{person.transcript()}")

    # What was asked of Telegram

    def sent(self, person: PersonClient, text: str) -> int:
        """Count the messages with a text that the bot has sent to somebody."""
        asked = self.sandbox.world.requests.newest(method="sendMessage", person_id=person.id)
        return sum(
            text in each.arguments.text("text")
            for each in asked
            if each.answer is not None and each.answer["ok"]
        )


@asynccontextmanager
async def open_school(make: Factory, url: str, patience: float = PATIENCE) -> AsyncIterator[School]:
    """Open a school whose bot does not run yet."""
    asyncio.get_running_loop().set_task_factory(count_tasks)
    clock = Clock(NOW)
    async with Sandbox(clock) as sandbox, SandboxClient(sandbox.url, patience=patience) as client:
        yield School(sandbox, client, clock, make, url)


async def newest(person: PersonClient) -> int:
    """Return the id of the newest message of the bot's."""
    await person.refresh()
    return person.screen.message_id


async def bot_messages(person: PersonClient) -> list[ChatMessage]:
    return [message for message in await person.messages() if message.sender == "bot"]


async def together(*acts: Any) -> None:
    """Let people act at the same time."""
    await asyncio.gather(*acts)
