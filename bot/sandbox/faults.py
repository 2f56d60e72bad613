"""Faults of the network and of people, on demand."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from time import monotonic

from bot.sandbox.errors import PersonError
from bot.sandbox.json_types import Json

_POLLING = "getupdates"


class FaultKind(StrEnum):
    """What can go wrong."""

    LATENCY = "latency"  # answers come `seconds` later
    TOO_MANY_REQUESTS = "too_many_requests"  # 429 with `retry_after`
    FLOOD_LIMITS = "flood_limits"  # Telegram's own: 30 messages a second, 1 in a chat
    SERVER_ERROR = "server_error"  # 500
    RESET_BEFORE = "reset_before"  # the connection breaks, and nothing happened
    RESET_AFTER = "reset_after"  # it happened, and the connection breaks
    OUTAGE = "outage"  # nothing gets through for `seconds`
    BLOCK = "block"  # the person blocks just before the bot's message
    TAP_AGAIN = "tap_again"  # the app sends each tap once more, as a new update
    UPDATE_TWICE = "update_twice"  # an update is delivered a second time


@dataclass(slots=True)
class Fault:
    """One fault; without method, person or times it strikes always."""

    id: int
    kind: FaultKind
    method: str | None
    person: int | None
    times: int | None
    seconds: float
    retry_after: int
    ends_at: float | None  # by the machine's own clock: faults are of the real network

    def strikes(self, method: str | None, person: int | None) -> bool:
        """Tell whether this request or act is hit; polling only if it is named, or in an outage."""
        if self.person is not None and self.person != person:
            return False
        if self.method is not None:
            return self.method.lower() == method
        return method != _POLLING or self.kind is FaultKind.OUTAGE

    def as_seen(self) -> Json:
        seen: Json = {"id": self.id, "kind": self.kind.value}
        for name in ("method", "person", "times"):
            if (value := getattr(self, name)) is not None:
                seen[name] = value
        if self.kind in (FaultKind.LATENCY, FaultKind.OUTAGE):
            seen["seconds"] = self.seconds
        if self.kind is FaultKind.TOO_MANY_REQUESTS:
            seen["retry_after"] = self.retry_after
        return seen


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self._on: dict[int, Fault] = {}
        self._ids = count(1)

    def add(self, wanted: Json) -> Fault:
        """Switch a fault on.

        Raises PersonError when it makes no sense.
        """
        fault = _read(next(self._ids), wanted)
        self._on[fault.id] = fault
        return fault

    def remove(self, fault_id: int) -> None:
        """Switch one off, if it is on."""
        self._on.pop(fault_id, None)

    def clear(self) -> None:
        """Switch all off."""
        self._on.clear()

    def listed(self) -> list[Fault]:
        """Return those that are on."""
        now = monotonic()
        for fault in list(self._on.values()):
            if fault.ends_at is not None and fault.ends_at <= now:
                del self._on[fault.id]
        return list(self._on.values())

    def strike(
        self, kind: FaultKind, method: str | None = None, person: int | None = None
    ) -> Fault | None:
        """Return the fault of this kind that hits, and count it."""
        if not self._on:
            return None
        for fault in self.listed():
            if fault.kind is kind and fault.strikes(method, person):
                self._count(fault)
                return fault
        return None

    def _count(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                del self._on[fault.id]


def _read(fault_id: int, wanted: Json) -> Fault:
    try:
        kind = FaultKind(wanted.get("kind", ""))
    except ValueError:
        raise PersonError(f"kind is one of {', '.join(FaultKind)}") from None
    method = wanted.get("method")
    if method is not None and not isinstance(method, str):
        raise PersonError("method is a name")
    seconds = _number(wanted, "seconds", 1.0)
    return Fault(
        id=fault_id,
        kind=kind,
        method=method,
        person=_whole(wanted, "person"),
        times=_whole(wanted, "times"),
        seconds=seconds,
        retry_after=_whole(wanted, "retry_after") or 1,
        ends_at=monotonic() + seconds if kind is FaultKind.OUTAGE else None,
    )


def _whole(wanted: Json, name: str) -> int | None:
    value = wanted.get(name)
    if value is not None and (not isinstance(value, int) or value < 1):
        raise PersonError(f"{name} is a positive whole number")
    return value


def _number(wanted: Json, name: str, otherwise: float) -> float:
    value = wanted.get(name, otherwise)
    if not isinstance(value, int | float) or value <= 0:
        raise PersonError(f"{name} is a positive number")
    return float(value)
