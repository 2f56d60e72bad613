"""Notices to be delivered, and a bot that notes what it sends."""

import asyncio
from typing import Any

from telegram.error import TelegramError

from domain.notices import NoticeKind
from storage.tables import NoticeState, notice
from tests.bot.values import HOSTILE_NAME
from tests.factory import NOW, Factory, Family


class Sender:
    """Sends messages, or fails, as a test says."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.faults: list[TelegramError] = []
        self.gate: asyncio.Event | None = None
        self.sending = 0
        self.most_at_once = 0
        self.busy = asyncio.Event()

    async def send_message(self, chat_id: int, text: str, **_: Any) -> Any:
        self.sending += 1
        self.most_at_once = max(self.most_at_once, self.sending)
        self.busy.set()
        try:
            if self.gate:
                await self.gate.wait()
            if self.faults:
                raise self.faults.pop(0)
        finally:
            self.sending -= 1
        self.sent.append((chat_id, text.splitlines()[0]))
        return self

    message_id = 1


def write(make: Factory, kind: NoticeKind = NoticeKind.PROMOTED, **values: Any) -> int:
    """Write a due notice about a confirmed booking, to a parent with Telegram id 1001 or more."""
    parent_id = make.parent(**values.pop("parent", {}))
    child_id = make.child(parent_id, name=HOSTILE_NAME)
    of = make.session()
    status = values.pop("booking_status", "confirmed")
    booking_id = make.booking(of, Family(parent_id, child_id), status=status)
    row: dict[str, Any] = {
        "parent_id": parent_id,
        "kind": kind,
        "dedupe_key": f"{kind}:b{booking_id}",
        "booking_id": booking_id,
        "due_at": NOW,
        "state": NoticeState.WAITING,
        "attempts": 0,
    }
    row |= values
    return make.insert(notice, **({"first_due_at": row["due_at"]} | row))


def to_tutor(make: Factory) -> dict[str, Any]:
    """Return what makes a notice one to a tutor, about a session."""
    of = make.session(name="Swimming")
    return {
        "parent_id": None,
        "staff_telegram_id": 99,
        "booking_id": None,
        "session_id": of.id,
    }


def states(make: Factory) -> list[str]:
    return [row.state for row in make.rows(notice)]
