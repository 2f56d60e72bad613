"""A sandbox in this process: what a bot asks is answered at once, and noted."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any
from urllib.parse import unquote
from zipfile import ZipFile

from telegram.request import BaseRequest, RequestData

from bot.clock import Clock
from bot.sandbox.arguments import Arguments, Upload
from bot.sandbox.call import Call
from bot.sandbox.chats import Chat
from bot.sandbox.errors import ApiError
from bot.sandbox.json_types import Json
from bot.sandbox.messages import Message
from bot.sandbox.methods.table import METHODS
from bot.sandbox.world import World
from tests.bot.documents.reading import pages_of
from tests.bot.values import TOKEN


@dataclass(frozen=True)
class Said:
    """One request of the bot, whether it was granted or not."""

    method: str
    chat_id: int | None
    text: str
    """All that is in it, and all that can be read in its files."""


class InProcess(BaseRequest):
    """Takes the place of the bot's transport; each example begins with a new sandbox."""

    read_timeout = None

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.said: list[Said] = []
        self.begin()

    def begin(self, *people: int) -> None:
        """Forget everything, and give some people phones on which the bot was started."""
        self.world = World(self._clock, 1.0)
        self.bot = self.world.bots.of_token(TOKEN)
        for person_id in people:
            self.world.people.add("Anna", person_id, language_code="en")
            self.chat(person_id).started = True
        self.said.clear()

    def chat(self, person_id: int) -> Chat:
        return self.bot.chat_with(self.world.people.get(person_id))

    def of_bot(self, person_id: int) -> list[Message]:
        """Return what the bot has sent to somebody and not taken away, the newest first."""
        return [each for each in reversed(self.chat(person_id).messages.values()) if each.from_bot]

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        if method == "GET":
            file = self.bot.files.find_path(unquote(url).partition(f"{TOKEN}/")[2])
            return (200, file.upload.content) if file else (404, b"{}")
        answer = self._answer(url.rpartition("/")[2], _arguments(request_data))
        return answer.get("error_code", 200), json.dumps(answer).encode()

    def _answer(self, name: str, arguments: Arguments) -> Json:
        chat_id = arguments.text("chat_id")
        files = [words_of(each.content) for each in arguments.uploads.values()]
        text = "\n".join([*map(str, arguments.values.values()), *files])
        self.said.append(Said(name, int(chat_id) if chat_id else None, text))
        try:
            result: Any = METHODS[name.lower()](
                Call(self.world, self.bot, arguments, self._clock.now())
            )
        except ApiError as error:
            return error.answer()
        return {"ok": True, "result": result}


def _arguments(data: RequestData | None) -> Arguments:
    if data is None:
        return Arguments({})
    files = data.multipart_data if data.contains_files else {}
    uploads = {
        name: Upload(filename, kind, _read(content))
        for name, (filename, content, kind) in files.items()
    }
    return Arguments(data.json_parameters, uploads)


def words_of(file: bytes) -> str:
    """Return what can be read in a file: a document, a workbook or a text."""
    if file.startswith(b"%PDF"):
        return "\n".join(pages_of(file))
    if file.startswith(b"PK"):
        with ZipFile(BytesIO(file)) as parts:
            return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return file.decode(errors="replace")


def _read(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else content.read()
