"""Requests this process has answered, by route: counted in memory, read by /metrics.

Several web processes each count their own, told apart by the label `pid`: a scrape reaches one of them, and rates of a
series that shows up now and then are still right. Routes are the names of our addresses, so the labels are few.
"""

import os
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

# Each series of a counter or histogram would have another beside it, with the moment it began, which nobody asks for.
disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY: Final = CollectorRegistry()
METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST"})
BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

_answered = Counter(
    "coolpapers_http_requests",
    "Requests answered, by route, method and class of status.",
    ("route", "method", "status", "pid"),
    registry=REGISTRY,
)
_seconds = Histogram(
    "coolpapers_http_request_seconds",
    "Seconds from the request's arrival to the answer's first byte, by route.",
    ("route", "pid"),
    buckets=BUCKETS_S,
    registry=REGISTRY,
)


def count_request(request: HttpRequest, status: int, seconds: float) -> None:
    """Adds one answered request."""
    route, pid = _route(request), str(os.getpid())
    method = request.method if request.method in METHODS else "other"
    _answered.labels(route, method, f"{status // 100}xx", pid).inc()
    _seconds.labels(route, pid).observe(seconds)


def _route(request: HttpRequest) -> str:
    """The name of the address; "static" for our files, "none" for what nothing answers."""
    if match := request.resolver_match:
        return match.view_name or "none"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"
