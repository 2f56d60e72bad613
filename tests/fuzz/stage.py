"""The real application over a sandbox in this process, and people who send it anything."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import insert, select
from structlog.testing import capture_logs
from telegram import Update

from bot.application import AfterbellApplication
from bot.sandbox.arguments import Upload
from bot.sandbox.json_types import Json
from bot.sandbox.payments import Checkout, Invoice
from bot.taps.home import Home
from storage.database import Database
from storage.tables import metadata
from tests.bot import updates
from tests.factory import NOW, clean
from tests.fuzz.acts import Act, CheckOut, Forge, Other, Pay, Press, Send, SendFile, Write
from tests.fuzz.shapes import KINDS, SAMPLES, TYPES, sample
from tests.fuzz.wire import InProcess, Said

NEVER_SENT = 999_999
START = Write("/start")


class Kept:
    """What is in a database, to be put back as often as one likes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._file = database.engine.url.database
        self._is_sqlite = database.engine.dialect.name == "sqlite"
        if self._is_sqlite:
            self._copy = sqlite3.connect(":memory:")
            with closing(sqlite3.connect(str(self._file))) as original:
                original.backup(self._copy)
            return
        with database.engine.begin() as connection:
            self._rows = {
                table: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in metadata.sorted_tables
            }

    def put_back(self) -> None:
        if self._is_sqlite:
            with closing(sqlite3.connect(str(self._file))) as changed:
                self._copy.backup(changed)
            return
        clean(self._database)
        with self._database.engine.begin() as connection:
            # Triggers would count anew what is among the rows already.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for table, rows in self._rows.items():
                if rows:
                    connection.execute(insert(table), rows)


@dataclass(frozen=True)
class Answer:
    """What the bot did with an update."""

    update: Update
    said: list[Said]
    warned: list[Any]
    """What the log says that an operator should look at."""


class Stage:
    """Lets somebody send updates, and notes what the bot says to each."""

    def __init__(self, application: AfterbellApplication, wire: InProcess) -> None:
        self._application = application
        self._wire = wire
        self._numbers = count(1)

    async def play(self, person_id: int, acts: Sequence[Act]) -> list[Answer]:
        """Do one after the other, as somebody who has the bot's first screen before them."""
        self._wire.begin(person_id)
        return [await self._handle(self._update(person_id, act)) for act in (START, *acts)]

    async def _handle(self, content: Json) -> Answer:
        update = Update.de_json(content, self._application.bot)
        before = len(self._wire.said)
        with capture_logs() as logged:
            await self._application.process_update(update)
        warned = [each for each in logged if each["log_level"] not in {"debug", "info"}]
        return Answer(update, self._wire.said[before:], warned)

    def _update(self, person_id: int, act: Act) -> Json:
        kind, content = self._content(person_id, act)
        if "from" in TYPES[KINDS[kind]] and kind != "channel_post":
            content |= {"from": updates.person(person_id)}
        return {"update_id": next(self._numbers), kind: content}

    def _content(self, person_id: int, act: Act) -> tuple[str, Json]:
        """Return the kind of the update, and what it holds."""
        match act:
            case Press(message, button):
                return "callback_query", self._press(person_id, message, button)
            case Forge():
                return "callback_query", self._forge(person_id, act)
            case CheckOut():
                return "pre_checkout_query", self._check_out(person_id, act)
            case Other(kind, content):
                return kind, _in_chat_of(person_id, dict(content))
            case Write() | Send() | SendFile() | Pay():
                is_edited = isinstance(act, Send) and act.is_edited
                content_of_message = self._message(person_id, self._sent(act))
                return "edited_message" if is_edited else "message", content_of_message

    def _sent(self, act: Write | Send | SendFile | Pay) -> Json:
        match act:
            case Write(text):
                return updates.words(text)
            case Send(content):
                return dict(content)
            case SendFile(name, file):
                upload = Upload(name, "application/octet-stream", file)
                return {"document": self._wire.bot.files.add("documents", upload).as_document()}
            case Pay(payload, amount, currency, charge):
                paid = Invoice("x", "y", "pay", currency, amount, payload).as_checked()
                charges = ("telegram_payment_charge_id", "provider_payment_charge_id")
                return {"successful_payment": paid | dict.fromkeys(charges, charge)}

    def _message(self, person_id: int, content: Json) -> Json:
        about = sample("Message") | {"message_id": next(self._wire.bot.message_ids)}
        sent: Json = _in_chat_of(person_id, about | {"date": int(NOW.timestamp())} | content)
        return sent

    def _press(self, person_id: int, message: int, button: int) -> Json:
        """Tap a button that is there; without any, the first of all."""
        shown = [each for each in self._wire.of_bot(person_id) if each.inline_keyboard]
        if not shown:
            return self._forge(person_id, Forge(Home().pack(), 0, can_be_seen=True))
        chosen = shown[message % len(shown)]
        buttons = [each for row in chosen.inline_keyboard or [] for each in row]
        data = buttons[button % len(buttons)].get("callback_data")
        return self._query(person_id, data) | {"message": chosen.as_object()}

    def _forge(self, person_id: int, act: Forge) -> Json:
        sent = self._wire.of_bot(person_id)
        query = self._query(person_id, act.data)
        if act.can_be_seen and act.message < len(sent):
            return query | {"message": sent[act.message].as_object()}
        hidden = {"message_id": NEVER_SENT, "date": 0, "chat": updates.private(person_id)}
        return query | {"message": hidden}

    def _query(self, person_id: int, data: str | None) -> Json:
        query_id = self._wire.bot.ask(self._wire.chat(person_id), NOW)
        meaning = {"game_short_name": "chess"} if data is None else {"data": data}
        return {"id": query_id, "chat_instance": "1", **meaning}

    def _check_out(self, person_id: int, act: CheckOut) -> Json:
        query_id = str(next(self._wire.bot.query_ids))
        invoice = Invoice("x", "y", "pay", act.currency, act.amount, act.payload)
        trying = Checkout(query_id, invoice, person_id, None, NOW, will_decline=False)
        self._wire.bot.payments.begin(trying)
        return {"id": query_id, **invoice.as_checked()}


def _in_chat_of(person_id: int, content: Any) -> Any:
    """Let whatever holds a chat hold the one in which somebody talks to the bot."""
    if content == SAMPLES["Chat"]:
        return updates.private(person_id)
    if isinstance(content, list):
        return [_in_chat_of(person_id, each) for each in content]
    if isinstance(content, dict):
        return {name: _in_chat_of(person_id, each) for name, each in content.items()}
    return content
