"""Everything the sandbox knows."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.sandbox.bots import Bots
from bot.sandbox.events import Hub
from bot.sandbox.faults import Faults
from bot.sandbox.json_types import Json
from bot.sandbox.people import People
from bot.sandbox.request_log import RequestLog


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One thing to try first; the page offers to do it when it knows who says what."""

    text: str
    person_id: int | None = None
    send: str | None = None

    def as_seen(self) -> Json:
        return {"text": self.text, "person": self.person_id, "send": self.send}


class World:
    """People and bots on one clock, what goes wrong between them, and who watches."""

    def __init__(self, clock: Clock, webhook_retry_delay: float) -> None:
        self.clock = clock
        self.webhook_retry_delay = webhook_retry_delay  # seconds before the first try again
        self.hub = Hub()
        self.people = People()
        self.bots = Bots(self.hub)
        self.faults = Faults()
        self.requests = RequestLog()
        self.guide: list[GuideLine] = []
