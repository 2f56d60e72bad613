"""The way from a command to its answer, found by what the phone shows."""

from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any

from bot.callback_data import KEEP
from bot.sandbox.client import Button, ChatMessage, PersonClient, SandboxError, SilentBotError
from bot.sandbox.updates import UpdateQueue

TROUBLES = ("A lot is going on", "My answer did not get through", "That message was from earlier")
"""What is said below when something has to be tried again."""
LOOKED_AT = 12
"""How many messages somebody looks at, for nobody scrolls up."""
WEARY_AFTER = 20.0
"""Seconds without an answer after which nobody believes in one any more."""


class Walk:
    """One way of one person, who at each screen taps the last of the steps that it offers.

    A bot that died does again what it had done and not confirmed, so screens may come twice,
    and late: only an answer in the place of what was tapped ends the walk.
    """

    def __init__(
        self,
        person: PersonClient,
        updates: UpdateQueue,
        steps: Sequence[str],
        ends: Sequence[str],
        on_tap: Callable[[Button], None],
    ) -> None:
        """`steps` are what buttons hold, the first being the club, which every screen names.

        `ends` is how answers begin; `on_tap` is told of each button before it is tapped.
        """
        self.waits_for: str | None = None
        self._person = person
        self._updates = updates
        self._steps = steps
        self._ends = tuple(ends)
        self._on_tap = on_tap
        self._began = max((message.touched for message in person.shown), default=0)
        self._tapped: set[int] = set()
        self._done: set[tuple[int, int]] = set()
        self._furthest = -1
        self._last_update = 0

    async def go(self, command: str) -> str:
        """Go to the answer and return it.

        Raises SilentBotError when there is none.
        """
        await self._do(command, self._person.send(command, wait=False))
        while not self._is_answer(screen := await self._next_screen()):
            await self._go_on(screen, command)
        self.waits_for = None
        return screen.text

    async def _go_on(self, screen: ChatMessage, command: str) -> None:
        button, step = self._button(screen)
        if step <= self._furthest and not await self._is_last(screen):
            return
        self._done.add(_version(screen))
        self._furthest = step
        if button is None:
            await self._do(command, self._person.send(command, wait=False))
            return
        self._on_tap(button)
        self._tapped.add(screen.message_id)
        tap = self._person.tap(button.label, message_id=screen.message_id, wait=False)
        await self._do(button.label, tap)

    async def _is_last(self, screen: ChatMessage) -> bool:
        """Wait until the bot has done all it was told, and say whether the screen is the newest.

        What was asked before is worth a tap only then: each tap on an old screen makes another.
        """
        if not await self._updates.wait_handled(self._last_update, WEARY_AFTER):
            raise self._silence()
        await self._person.refresh(last=LOOKED_AT)
        return _version(await self._next_screen()) == _version(screen)

    async def _next_screen(self) -> ChatMessage:
        """Wait for an answer, or for a newest screen of this walk that is not dealt with yet."""
        weary_at = monotonic() + WEARY_AFTER
        while (left := weary_at - monotonic()) > 0:
            news = [each for each in self._person.shown if each.touched > self._began]
            if answer := next(filter(self._is_answer, news), None):
                return answer
            newest = max(filter(self._is_about, news), key=lambda each: each.touched, default=None)
            if newest is not None and _version(newest) not in self._done:
                return newest
            await self._person.wait_for_change(left, last=LOOKED_AT)
        raise self._silence()

    def _is_answer(self, screen: ChatMessage) -> bool:
        return screen.message_id in self._tapped and screen.text.startswith(self._ends)

    def _is_about(self, screen: ChatMessage) -> bool:
        return screen.text.startswith(TROUBLES) or self._button(screen)[0] is not None

    def _button(self, screen: ChatMessage) -> tuple[Button | None, int]:
        """Return the button of the last step that the screen offers, and which step it is."""
        if self._steps[0] not in screen.text:
            return None, -1
        buttons = [button for row in screen.rows for button in row]
        for number, step in reversed(list(enumerate(self._steps))):
            for button in buttons:
                # What is told in a notice stays there, and is no step of a walk.
                if step in button.label and not button.fields["callback_data"].startswith(KEEP):
                    return button, number
        return None, -1

    async def _do(self, what: str, act: Coroutine[Any, Any, Any]) -> None:
        self.waits_for = what
        with suppress(SandboxError):  # the screen has changed under the finger
            self._last_update = (await act)["update_id"]

    def _silence(self) -> SilentBotError:
        said = self._person.transcript()
        return SilentBotError(f"No answer to {self.waits_for!r}\n{said}")


def _version(screen: ChatMessage) -> tuple[int, int]:
    return screen.message_id, screen.touched
