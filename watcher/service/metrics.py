"""Figures for Prometheus. Counters live with the process; what the store holds is read when it is asked for."""

import time
from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from watcher import __version__
from watcher.app import App
from watcher.errors import StoreError
from watcher.jobs.figures import Figures, figures

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FRESH = 30.0  # seconds for which the store's figures serve: counting a large one takes a while
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0)


class Meter:
    """One service's figures, in a registry of their own. ``app`` gives the store and the feeds in force."""

    def __init__(self, app: Callable[[], App]) -> None:
        self._registry = CollectorRegistry()
        self.polls = Counter("watcher_polls", "Feeds asked, by outcome.", ["outcome"], registry=self._registry)
        for outcome in ("updated", "not_modified", "failed", "gone"):
            self.polls.labels(outcome)
        self.fetch_seconds = Histogram(
            "watcher_fetch_seconds",
            "Seconds to ask for one feed or page, its turn included.",
            buckets=BUCKETS,
            registry=self._registry,
        )
        self.reloads = Counter(
            "watcher_config_reloads", "Changed configurations, by result.", ["result"], registry=self._registry
        )
        for result in ("taken", "refused"):
            self.reloads.labels(result)
        self.refused = Gauge(
            "watcher_config_refused", "1 while the files on disk are refused.", registry=self._registry
        )
        self.failures = Counter(
            "watcher_tick_failures", "Ticks that failed, by kind.", ["tick"], registry=self._registry
        )
        build = Gauge("watcher_build_info", "The version that runs.", ["version"], registry=self._registry)
        build.labels(__version__).set(1)
        ProcessCollector(registry=self._registry)
        self._registry.register(_StoreFigures(app))

    def text(self) -> bytes:
        """Everything, in Prometheus's text format. Reads the store: not for the loop's thread."""
        return generate_latest(self._registry)


class _StoreFigures(Collector):
    def __init__(self, app: Callable[[], App]) -> None:
        self._app = app
        self._kept: tuple[float, Figures] | None = None

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing beforehand: registering must not read the store."""
        return []

    def collect(self) -> Iterable[GaugeMetricFamily]:
        up = GaugeMetricFamily("watcher_store_up", "1 where the store answers.")
        try:
            found = self._figures()
        except StoreError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield GaugeMetricFamily("watcher_entries", "Entries stored.", value=found.entries)
        yield GaugeMetricFamily("watcher_stories", "Stories stored, relevant or not.", value=found.stories)
        yield GaugeMetricFamily("watcher_feeds", "Feeds that are polled.", value=found.feeds)
        yield GaugeMetricFamily("watcher_feeds_due", "Feeds that are due now.", value=found.feeds_due)
        yield GaugeMetricFamily("watcher_feeds_failing", "Feeds whose last poll failed.", value=found.feeds_failing)
        if found.last_success_at is not None:
            yield GaugeMetricFamily(
                "watcher_last_successful_poll_timestamp_seconds",
                "When a feed last answered.",
                value=found.last_success_at.timestamp(),
            )
        yield _by("watcher_deliveries", "Deliveries, by state.", "state", found.deliveries)
        yield _by("watcher_followups", "Follow-ups, by status.", "status", found.followups)

    def _figures(self) -> Figures:
        now = time.monotonic()
        if self._kept is None or now - self._kept[0] > FRESH:
            app = self._app()
            self._kept = (now, figures(app.database, app.settings, app.clock()))
        return self._kept[1]


def _by(name: str, words: str, label: str, counts: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, count in counts.items():
        family.add_metric([value], count)
    return family
