"""An event loop whose time is made up: pauses pass at once, and a standstill is an error."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec

Arguments = ParamSpec("Arguments")


class StandstillError(AssertionError):
    """Everybody waits for something that nobody is going to do."""


class _Selector(selectors.SelectSelector):
    """Instead of waiting until something happens, moves the time on to the next timer."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise StandstillError
        self.now += max(timeout, 0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.now


def in_virtual_time(
    test: Callable[Arguments, Coroutine[Any, Any, None]],
) -> Callable[Arguments, None]:
    """Run a test that waits only for timers and for itself, in no time."""

    @wraps(test)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            runner.run(test(*args, **kwargs))

    return run


def passed() -> float:
    """Return the made-up seconds since the test began."""
    return asyncio.get_running_loop().time()


async def let_pass(seconds: float) -> None:
    """Move the time on, and let everybody do what falls into it."""
    await asyncio.sleep(seconds)
