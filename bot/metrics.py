"""What the bot counts of itself, in a registry of its own: one process may run several bots.

Labels come from sets that the code knows: no ids, no names, nothing that people write.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector

from domain.faults import Rule
from storage.figures import Figures

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

# Each counter would bring a second series that only says since when it counts.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Result(StrEnum):
    """How handling an update ended."""

    HANDLED = "handled"
    FAILED = "failed"
    BUSY = "busy"
    """The database did not answer in time."""
    UNANSWERED = "unanswered"
    """Done perhaps, but Telegram did not take the answer."""
    TURNED_AWAY = "turned away"
    """One too many of the same person at once."""


@dataclass
class Handling:
    """One update being handled, which has failed unless it is said how it ended."""

    result: Result = Result.FAILED


class Metrics:
    """The counters of one bot, which the parts that they are about move on."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._updates = self._counter(
            "afterbell_updates",
            "Updates from private chats, by what they are and how handling them ended.",
            ("kind", "what", "result"),
        )
        self._update_seconds = self._histogram(
            "afterbell_update_seconds",
            "From when an update's turn has come until it is done with.",
            "kind",
        )
        self._being_handled = self._gauge(
            "afterbell_updates_being_handled", "Updates whose turn has come."
        )
        self._in_hand = self._gauge(
            "afterbell_updates_in_hand",
            "Updates taken from Telegram and not done with: being handled, or waiting for it.",
        )
        self._calls = self._counter(
            "afterbell_api_calls",
            "Calls to Telegram, each attempt by itself, by how they ended.",
            ("method", "outcome"),
        )
        self._call_seconds = self._histogram(
            "afterbell_api_call_seconds",
            "How long Telegram took for a call, or how long until it failed.",
            "method",
        )
        self._notices = self._counter(
            "afterbell_notices",
            "Attempts to deliver notices, by how they ended.",
            ("kind", "result"),
        )

    def _counter(self, name: str, about: str, by: Sequence[str]) -> Counter:
        return Counter(name, about, by, registry=self.registry)

    def _gauge(self, name: str, about: str) -> Gauge:
        return Gauge(name, about, registry=self.registry)

    def _histogram(self, name: str, about: str, by: str) -> Histogram:
        return Histogram(name, about, (by,), buckets=BUCKETS, registry=self.registry)

    def watch_in_hand(self, count: Callable[[], int]) -> None:
        """Ask for the number of updates in hand whenever the metrics are read."""
        self._in_hand.set_function(count)

    @contextmanager
    def handling(self, kind: str, what: str) -> Iterator[Handling]:
        """Count and time an update."""
        handling = Handling()
        try:
            with self._being_handled.track_inprogress(), self._update_seconds.labels(kind).time():
                yield handling
        finally:
            self._updates.labels(kind, what, handling.result).inc()

    @contextmanager
    def calling(self, method: str) -> Iterator[None]:
        """Time a call to Telegram."""
        with self._call_seconds.labels(method).time():
            yield

    def called(self, method: str, outcome: str) -> None:
        self._calls.labels(method, outcome).inc()

    def tried_notice(self, kind: str, result: str) -> None:
        self._notices.labels(kind, result).inc()

    def exposition(self, figures: Figures | None) -> bytes:
        """Return everything in Prometheus' text format; no figures: the database is away."""
        at_this_moment = CollectorRegistry()
        at_this_moment.register(_OfDatabase(figures))
        return generate_latest(self.registry) + generate_latest(at_this_moment)


class _OfDatabase(Collector):
    """What stands in the database, as it was when somebody asked."""

    def __init__(self, figures: Figures | None) -> None:
        self._figures = figures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        figures = self._figures
        yield GaugeMetricFamily(
            "afterbell_database_up",
            "1 if the database answered in time; if not, what stands in it is left out.",
            int(figures is not None),
        )
        if figures is None:
            return
        yield GaugeMetricFamily(
            "afterbell_outbox_notices", "Notices that are not settled.", figures.notices
        )
        yield GaugeMetricFamily(
            "afterbell_outbox_age_seconds",
            "How long the oldest notice has been due that nobody is sending; 0 if there is none.",
            figures.outbox_age.total_seconds(),
        )
        yield GaugeMetricFamily(
            "afterbell_waiting_list_entries",
            "Children who wait for a place, over all sessions.",
            figures.entries,
        )
        yield GaugeMetricFamily(
            "afterbell_waiting_list_sessions", "Sessions with a queue.", figures.queues
        )
        yield from _of_books(figures)


def _of_books(figures: Figures) -> Iterator[GaugeMetricFamily]:
    if figures.books_age is None:
        return
    yield GaugeMetricFamily(
        "afterbell_books_age_seconds",
        "How long ago the books were checked last.",
        figures.books_age.total_seconds(),
    )
    faults = GaugeMetricFamily(
        "afterbell_books_faults", "How often that check has found a rule broken.", labels=["rule"]
    )
    for rule in Rule:
        faults.add_metric([rule], figures.faults.get(rule, 0))
    yield faults
