"""Parents who keep booking and cancelling, whatever happens to the bot meanwhile."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any

from bot.callback_data import KEEP, Tap
from bot.sandbox.client import Button, ChatMessage, SandboxError, SilentBotError
from bot.taps import CancelBooking, Confirm, LeaveQueue
from tests.journeys.school import Parent, School

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
TROUBLES = ("A lot is going on", "My answer did not get through", "That message was from earlier")
"""What is said below when something has to be tried again."""
LOOKED_AT = 12
"""How many messages somebody looks at, for nobody scrolls up."""
WEARY_AFTER = 20.0
"""Seconds without an answer after which nobody believes in one any more."""


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
        self.waits_for: str | None = None
        """What they did last, until it is answered."""
        self.wishes: list[Wish] = []
        self.cancelled: set[int] = set()
        self.left: set[int] = set()
        self.tried_again = 0
        self._clubs = clubs
        self._random = random
        self._standing: dict[str, str] = {}
        self._last_update = 0
        self._tapped: set[int] = set()
        """The messages that were tapped on this walk: an answer replaces one of them."""

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
        answer = await self._walk("/book", club, BOOKING, (BOOKED, QUEUED, *REFUSED))
        wish.answer = answer
        # Who cannot book has a place or waits for one already: a race with a promotion.
        self._standing[club] = QUEUED if answer.startswith(QUEUED) else BOOKED
        return answer

    async def give_up(self, club: str) -> str:
        """Cancel the booking, or leave the queue; return what the bot says to it."""
        answer = await self._walk("/bookings", club, ENDING, ENDED)
        self._standing.pop(club, None)
        return answer

    async def _walk(self, command: str, club: str, taps: Sequence[str], ends: Sequence[str]) -> str:
        """Go from a command to an answer, at each screen by the last step that it offers."""
        steps = (club, *taps)
        began = max((message.touched for message in self.parent.shown), default=0)
        done: set[tuple[int, int]] = set()
        furthest = -1
        self._tapped = set()
        await self._do(command, self.parent.send(command, wait=False))
        while True:
            screen = await self._next_screen(began, done, steps, ends)
            if self._answers(screen, ends):
                self.waits_for = None
                return screen.text
            button, step = _button(screen, steps)
            if step <= furthest:
                # Something was asked again: only what is shown in the end is worth a tap.
                await self._quiet()
                screen = await self._next_screen(began, done, steps, ends)
                button, step = _button(screen, steps)
            done.add((screen.message_id, screen.touched))
            if self._answers(screen, ends):
                continue
            furthest = step
            if button is None:
                self.tried_again += 1
                await self._do(command, self.parent.send(command, wait=False))
                continue
            self._remember(button)
            self._tapped.add(screen.message_id)
            tap = self.parent.tap(button.label, message_id=screen.message_id, wait=False)
            await self._do(button.label, tap)

    async def _quiet(self) -> None:
        """Wait until the bot has done with everything that this person did."""
        updates = self._school.sandbox.world.bots.home.updates
        if not await updates.wait_handled(self._last_update, WEARY_AFTER):
            raise self._silence()
        await self.parent.refresh(last=LOOKED_AT)

    def _answers(self, screen: ChatMessage, ends: Sequence[str]) -> bool:
        return screen.message_id in self._tapped and screen.text.startswith(tuple(ends))

    async def _next_screen(
        self, after: int, done: set[tuple[int, int]], steps: Sequence[str], ends: Sequence[str]
    ) -> ChatMessage:
        """Wait until the newest screen that this walk is about is one not dealt with yet."""
        weary_at = monotonic() + WEARY_AFTER
        while (left := weary_at - monotonic()) > 0:
            news = [message for message in self.parent.shown if message.touched > after]
            for message in news:
                if self._answers(message, ends):
                    return message
            about = [
                message
                for message in news
                if message.text.startswith(TROUBLES) or _button(message, steps)[0]
            ]
            newest = max(about, key=lambda message: message.touched, default=None)
            if newest is not None and (newest.message_id, newest.touched) not in done:
                return newest
            await self.parent.wait_for_change(left, last=LOOKED_AT)
        raise self._silence()

    def _silence(self) -> SilentBotError:
        return SilentBotError(f"No answer to {self.waits_for!r}\n{self.parent.transcript()}")

    def _remember(self, button: Button) -> None:
        match Tap.unpack(button.fields["callback_data"]):
            case Confirm(key):
                self.wishes[-1].keys.add(key)
            case CancelBooking(booking_id):
                self.cancelled.add(booking_id)
            case LeaveQueue(entry_id):
                self.left.add(entry_id)

    async def _do(self, what: str, act: Coroutine[Any, Any, Any]) -> None:
        self.waits_for = what
        with suppress(SandboxError):  # the screen has changed under the finger
            self._last_update = (await act)["update_id"]


def _button(screen: ChatMessage, steps: Sequence[str]) -> tuple[Button | None, int]:
    """Return the button of the last of the steps that the screen offers, and which step it is.

    The first step is the club, which every screen names.
    """
    buttons = [button for row in screen.rows for button in row]
    if steps[0] in screen.text:
        for number, step in reversed(list(enumerate(steps))):
            for button in buttons:
                # What is told in a notice stays there, and is no step of a walk.
                if step in button.label and not button.fields["callback_data"].startswith(KEEP):
                    return button, number
    return None, -1
