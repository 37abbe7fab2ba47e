"""The state of store, harvests, engine and broker as metrics, read when they are asked for; the worker need not be reachable.

A part that is away is told by its `coolpapers_…_up 0` and leaves its other metrics out: monitoring then sees no value
instead of a wrong one. Counts of runs are those of the last 24 hours, which stay cheap however old the book grows.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from coolpapers.freshness import category_freshness
from coolpapers.harvest_book import Pulse, last_successes, rejected_by_source, source_days, worker_status
from coolpapers.metrics.broker import queue_depths
from coolpapers.papers.arrivals import BOUNDS_S, arrivals
from coolpapers.papers.selectors import store_status
from coolpapers.status import engine_status
from coolpapers.waiting import waiting


class StateCollector(Collector):
    """Asks every part anew at each scrape; never raises for a part that is away."""

    def collect(self) -> Iterator[Metric]:
        try:
            store = [*_store(), *_harvests(), *_categories(), _arrivals()]
        except (DatabaseError, InterfaceError):
            yield _up("store", up=False)
        else:
            yield _up("store", up=True)
            yield from store
        yield from _engine()
        if settings.CELERY_BROKER_URL:
            yield from _broker(settings.CELERY_BROKER_URL)


def _store() -> Iterator[Metric]:
    held, queue = store_status(), waiting()
    yield _gauge("papers", "Papers held.", held.papers)
    yield _gauge("papers_withdrawn", "Papers held whose newest version is withdrawn.", held.withdrawn)
    yield _gauge("stale_documents", "Papers that the engine does not hold as the store does.", held.stale)
    yield _gauge(
        "removals_waiting", "Removed papers that are still to be taken out of the index.", queue.removals
    )
    yield _gauge(
        "wanted_papers", "Papers that readers asked for and that are still to be fetched.", queue.wanted
    )
    if held.newest_announcement:
        day = datetime.combine(held.newest_announcement, datetime.min.time(), UTC)
        yield _gauge(
            "newest_listing_timestamp_seconds",
            "Midnight UTC of the newest listing day held.",
            day.timestamp(),
        )


def _harvests() -> Iterator[Metric]:
    now = datetime.now(UTC)
    worker = worker_status(now)
    alive = worker.pulse is Pulse.ALIVE
    yield _gauge(
        "worker_up", "1 while a worker or command left a sign of life within 15 minutes.", int(alive)
    )
    yield _gauge(
        "offline", "1 while COOLPAPERS_OFFLINE keeps this instance from asking arXiv.", int(settings.OFFLINE)
    )
    days = source_days(now)
    yield _gauges(
        "harvest_runs_last_day",
        "Harvests begun in the last 24 hours.",
        ("source", "state"),
        [((day.source, state), count) for day in days for state, count in day.runs.items()],
    )
    yield _gauges(
        "harvest_records_last_day",
        "Records read by harvests begun in the last 24 hours.",
        ("source", "outcome"),
        [((day.source, outcome), count) for day in days for outcome, count in day.records.items()],
    )
    yield _gauges(
        "harvest_pages_last_day",
        "Pages read by harvests begun in the last 24 hours.",
        ("source",),
        [((day.source,), day.pages) for day in days],
    )
    yield _gauges(
        "harvest_seconds_since_success",
        "Seconds since the source was last read to its end.",
        ("source",),
        [((source,), (now - ended).total_seconds()) for source, ended in last_successes().items()],
    )
    yield _gauges(
        "rejected_records",
        "Records that are kept because they could not become papers.",
        ("source",),
        [((source,), count) for source, count in rejected_by_source().items()],
    )


def _categories() -> Iterator[Metric]:
    states = category_freshness(datetime.now(UTC))
    yield _gauges(
        "category_lag_seconds",
        "Seconds since arXiv announced the first listing of the category that was not read; 0 when all were.",
        ("category",),
        [((one.category,), one.lag_s) for one in states if one.lag_s is not None],
    )
    yield _gauges(
        "category_missing_papers",
        "Papers of the category's lists at arXiv that are not held.",
        ("category",),
        [((one.category,), one.missing) for one in states if one.lag_s is not None],
    )
    yield _gauges(
        "category_complete_delay_seconds",
        "Seconds from arXiv's announcement of the category's newest list read to its being complete here.",
        ("category",),
        [((one.category,), one.delay_s) for one in states if one.delay_s is not None],
    )


def _arrivals() -> Metric:
    counted = arrivals()
    buckets = [
        (f"{bound:.1f}", float(papers)) for bound, papers in zip(BOUNDS_S, counted.within, strict=True)
    ]
    return HistogramMetricFamily(
        "coolpapers_arrival_seconds",
        "Seconds from arXiv's announcement of a new paper to its standing in its day's list here, since the store was made.",
        buckets=[*buckets, ("+Inf", float(counted.papers))],
        sum_value=float(counted.seconds),
    )


def _engine() -> Iterator[Metric]:
    engine = engine_status()
    yield _up("engine", up=engine.ok)
    if engine.documents is not None:
        yield _gauge("engine_documents", "Papers in the index.", engine.documents)
    if engine.built_at is not None:
        yield _gauge(
            "engine_built_timestamp_seconds", "When the index in use was built.", engine.built_at.timestamp()
        )


def _broker(url: str) -> Iterator[Metric]:
    depths = queue_depths(url)
    yield _up("broker", up=depths.up)
    if depths.up:
        yield _gauges(
            "queue_depth",
            "Tasks that wait in a queue.",
            ("queue",),
            [((queue,), waits) for queue, waits in depths.waiting.items()],
        )
        yield _gauge("queue_held", "Tasks that workers hold and have not finished.", depths.held)


def _up(part: str, *, up: bool) -> Metric:
    return _gauge(f"{part}_up", f"1 when the {part} answers, 0 when it is away.", int(up))


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"coolpapers_{name}", what, value=value)


def _gauges(
    name: str, what: str, labels: Sequence[str], values: Sequence[tuple[Sequence[str], float]]
) -> Metric:
    family = GaugeMetricFamily(f"coolpapers_{name}", what, labels=labels)
    for given, value in values:
        family.add_metric(given, value)
    return family
