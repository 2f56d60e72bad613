"""The people over HTTP: everything under `/sandbox/people`."""

import binascii
from base64 import b64decode
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.arguments import Upload
from bot.sandbox.bots import Bot
from bot.sandbox.errors import PersonError
from bot.sandbox.json_types import Json
from bot.sandbox.paying import begin_paying
from bot.sandbox.people import Person
from bot.sandbox.phone import Phone
from bot.sandbox.world import World

_TEXT_FIELDS = ("last_name", "username", "language_code", "phone", "note")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def answering(handler: Callable[[web.Request], Awaitable[Any]]) -> Handler:
    """Make JSON of what the handler returns, and a clear error of a PersonError."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await handler(request))
        except PersonError as error:
            return web.json_response({"error": str(error)}, status=error.status)

    return answer


async def read_body(request: web.Request) -> Json:
    """Return the JSON object of the body; nothing is an empty one."""
    if not request.can_read_body:
        return {}
    try:
        body = await request.json()
    except ValueError:
        raise PersonError("The body is not JSON") from None
    if not isinstance(body, dict):
        raise PersonError("The body is not a JSON object")
    return body


class PeopleSide:
    """Answers the page and the tests."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._acts: dict[str, Callable[[Phone, Json], Json]] = {
            "send": self._send,
            "tap": _tap,
            "tap-again": lambda phone, _body: phone.tap_again(),
            "contact": self._contact,
            "document": _document,
            "block": lambda phone, _body: phone.block(),
            "unblock": lambda phone, _body: phone.unblock(),
            "deactivate": lambda phone, _body: phone.deactivate(),
        }

    def routes(self) -> list[web.RouteDef]:
        people = "/sandbox/people"
        return [
            web.get(people, answering(self._list)),
            web.post(people, answering(self._add)),
            web.get(people + "/{id}/chat", answering(self._chat)),
            web.get(people + "/{id}/files/{file_id}", self._file),
            web.post(people + "/{id}/pay", answering(self._pay)),
            web.post(people + "/{id}/{act}", answering(self._act)),
        ]

    async def _list(self, _request: web.Request) -> list[Json]:
        return [_as_listed(person) for person in self._world.people]

    async def _add(self, request: web.Request) -> Json:
        body = await read_body(request)
        fields = {name: _text(body, name) for name in _TEXT_FIELDS if body.get(name) is not None}
        person = self._world.people.add(_text(body, "first_name"), _whole(body, "id"), **fields)
        self._world.hub.publish("people")
        return _as_listed(person)

    async def _chat(self, request: web.Request) -> Json:
        """Show the chat; `after` and `wait` wait until it changes."""
        bot, person = self._who(request)
        chat = bot.chat_with(person)
        after = _number(request, "after", -1)
        if after >= 0:
            await chat.changes.wait_beyond(after, _seconds(request))
        return self._as_seen(bot, person, _number(request, "last", 0))

    def _as_seen(self, bot: Bot, person: Person, last: int = 0) -> Json:
        now = self._world.clock.now()
        seen = bot.chat_with(person).as_seen(now=now, last=last)
        for message in seen["messages"]:
            if checkout := bot.payments.of_message.get(message["message_id"]):
                message["payment"] = checkout.as_seen(now)
        return {
            **seen,
            "commands": bot.profile.commands_for(person),
            "description": bot.profile.text("description", person.language_code or ""),
        }

    async def _act(self, request: web.Request) -> Json:
        """Do something as the person; `wait` waits until the bot has handled it."""
        bot, person = self._who(request)
        act = self._acts.get(request.match_info["act"])
        if act is None:
            raise PersonError("Nobody can do that", status=404)
        body = await read_body(request)
        outcome = act(Phone(self._world, bot, person), body)
        seconds = _seconds(request)
        if not seconds:
            return outcome
        handled = await _is_handled(bot, outcome.get("update_id"), seconds)
        return {**outcome, "handled": handled, "chat": self._as_seen(bot, person)}

    async def _pay(self, request: web.Request) -> Json:
        """Pay an invoice; `wait` waits for the bot's yes or no, and for its thanks."""
        bot, person = self._who(request)
        body, seconds = await read_body(request), _seconds(request)
        checkout, update_id = begin_paying(
            Phone(self._world, bot, person),
            message_id=_whole(body, "message_id"),
            link=_text(body, "link") if body.get("link") is not None else None,
            will_decline=bool(body.get("decline")),
        )
        outcome: Json = {"update_id": update_id}
        if seconds:
            handled = await _is_handled(bot, update_id, seconds)
            handled = handled and await _is_handled(bot, checkout.receipt_update_id, seconds)
            outcome |= {"handled": handled, "chat": self._as_seen(bot, person)}
        return {**outcome, "payment": checkout.as_seen(self._world.clock.now())}

    async def _file(self, request: web.Request) -> web.Response:
        """Open a file of the chat."""
        try:
            bot, _ = self._who(request)
        except PersonError as error:
            raise web.HTTPNotFound(text=str(error)) from None
        file = bot.files.find(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound(text="There is no such file")
        upload = file.upload
        return web.Response(
            body=upload.content,
            content_type=upload.mime_type.partition(";")[0],
            headers={
                "Content-Disposition": f"inline; filename*=UTF-8''{quote(upload.name)}",
                "Content-Security-Policy": "sandbox",  # what a bot sends runs nothing here
                "X-Content-Type-Options": "nosniff",
            },
        )

    def _who(self, request: web.Request) -> tuple[Bot, Person]:
        """Return the bot of the query, else the first there was, and the person of the path."""
        bot_id = _number(request, "bot", 0)
        bot = self._world.bots.find(bot_id) if bot_id else self._world.bots.home
        if bot is None:
            raise PersonError(f"There is no bot {bot_id}", status=404)
        person_id = request.match_info["id"]
        return bot, self._world.people.get(int(person_id) if person_id.isdecimal() else 0)

    def _send(self, phone: Phone, body: Json) -> Json:
        return phone.send(_text(body, "text"))

    def _contact(self, phone: Phone, body: Json) -> Json:
        of = _whole(body, "of")
        return phone.share_contact(None if of is None else self._world.people.get(of))


async def _is_handled(bot: Bot, update_id: int | None, seconds: float) -> bool:
    return update_id is None or await bot.updates.wait_handled(update_id, seconds)


def _tap(phone: Phone, body: Json) -> Json:
    return phone.tap(
        _text(body, "label"),
        _whole(body, "message_id"),
        stale=bool(body.get("stale")),
        nth=_whole(body, "nth") or 0,
    )


def _document(phone: Phone, body: Json) -> Json:
    try:
        content = b64decode(str(body.get("content", "")), validate=True)
    except binascii.Error:
        raise PersonError("content is a file in base64") from None
    kind = _text(body, "mime_type") if body.get("mime_type") else "application/octet-stream"
    return phone.send_document(Upload(_text(body, "file_name"), kind, content))


def _text(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise PersonError(f"{name} is a text")
    return value


def _whole(body: Json, name: str) -> int | None:
    value = body.get(name)
    if value is not None and (not isinstance(value, int) or value < 0):
        raise PersonError(f"{name} is a whole number")
    return value


def _number(request: web.Request, name: str, otherwise: int) -> int:
    value = request.query.get(name, "")
    try:
        return int(value) if value else otherwise
    except ValueError:
        raise PersonError(f"{name} is a number") from None


def _seconds(request: web.Request) -> float:
    try:
        return float(request.query.get("wait", 0))
    except ValueError:
        raise PersonError("wait is a number of seconds") from None


def _as_listed(person: Person) -> Json:
    fields = ("id", "first_name", *_TEXT_FIELDS)
    return {name: getattr(person, name) for name in fields}
