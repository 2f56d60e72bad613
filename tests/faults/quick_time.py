"""An event loop whose time runs faster than the machine's, for pauses too long to sit out.

Made-up time would do for what waits only for itself. A bot that talks over the wire, to a
database in other threads, needs real time; but its pauses may be as short as one likes.
"""

import asyncio
import selectors

TIMES = 20
"""How many seconds of the loop pass in one of the machine's."""


class _Selector(selectors.DefaultSelector):
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(None if timeout is None else timeout / TIMES)


class QuickLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        super().__init__(_Selector())

    def time(self) -> float:
        return super().time() * TIMES
