"""Parents who keep booking and cancelling, whatever happens to the bot meanwhile."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from bot.callback_data import Tap
from bot.sandbox.client import Button
from bot.taps.booking import Confirm
from bot.taps.places import CancelBooking, LeaveQueue
from tests.journeys.school import Parent, School
from tests.load.walk import LOOKED_AT, Walk

BOOKING = ("14 Sept", "Confirm")
ENDING = (
    "Show booking",
    "Leave the waiting list",
    "Cancel this booking",
    "Yes, cancel",
)
BOOKED, QUEUED = "Booked", "On the waiting list, position"
REFUSED = ("Not booked", "This cannot be booked")
PROMOTED = "A place has come free, and it is yours: booked"
ENDED = ("Cancelled", "Off the waiting list", "This had already ended", "This place had already")


@dataclass
class Wish:
    """One booking that somebody wanted: from /book to what the bot said in the end."""

    club: str
    keys: set[str] = field(default_factory=set)
    """Of the Confirms that were tapped: another one if the bot had to ask again."""
    answer: str | None = None


class Regular:
    """One parent with one child, who goes by what the phone shows."""

    def __init__(
        self, school: School, parent: Parent, clubs: Sequence[str], random: Random
    ) -> None:
        self._school = school
        self.parent = parent
        self.wishes: list[Wish] = []
        self.cancelled: set[int] = set()
        self.left: set[int] = set()
        self._clubs = clubs
        self._random = random
        self._standing: dict[str, str] = {}
        self._walking: Walk | None = None

    @property
    def waits_for(self) -> str | None:
        """What they did last, until it is answered."""
        return self._walking.waits_for if self._walking else None

    async def live(self, stop: asyncio.Event) -> None:
        """Book, queue, cancel and leave until told to stop; ends with everything answered."""
        while not stop.is_set():
            await self.parent.refresh(last=LOOKED_AT)
            self._read_notices()
            club = self._random.choice(self._clubs)
            standing = self._standing.get(club)
            if standing is None:
                await self.book(club)
            elif standing == BOOKED or self._random.random() < 0.2:
                await self.give_up(club)
            else:
                await self._think(stop)

    async def _think(self, stop: asyncio.Event) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), self._random.uniform(0.05, 0.2))

    def _read_notices(self) -> None:
        for message in self.parent.shown:
            if message.text.startswith(PROMOTED):
                for club in self._clubs:
                    if club in message.text and self._standing.get(club) == QUEUED:
                        self._standing[club] = BOOKED

    async def book(self, club: str) -> str:
        """Book a place by the usual taps; return what the bot says to it."""
        wish = Wish(club)
        self.wishes.append(wish)
        answer = await self._walk("/book", (club, *BOOKING), (BOOKED, QUEUED, *REFUSED))
        wish.answer = answer
        # Who cannot book has a place or waits for one already: a race with a promotion.
        self._standing[club] = QUEUED if answer.startswith(QUEUED) else BOOKED
        return answer

    async def give_up(self, club: str) -> str:
        """Cancel the booking, or leave the queue; return what the bot says to it."""
        answer = await self._walk("/bookings", (club, *ENDING), ENDED)
        self._standing.pop(club, None)
        return answer

    async def _walk(self, command: str, steps: Sequence[str], ends: Sequence[str]) -> str:
        updates = self._school.sandbox.world.bots.home.updates
        self._walking = Walk(self.parent, updates, steps, ends, self._remember)
        return await self._walking.go(command)

    def _remember(self, button: Button) -> None:
        match Tap.unpack(button.fields["callback_data"]):
            case Confirm(key):
                self.wishes[-1].keys.add(key)
            case CancelBooking(booking_id):
                self.cancelled.add(booking_id)
            case LeaveQueue(entry_id):
                self.left.add(entry_id)
