"""`/metrics`: the state now and this process's requests, in the text format of Prometheus."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from coolpapers.metrics.requests import REGISTRY as REQUESTS
from coolpapers.metrics.state import StateCollector

STATE: Final = CollectorRegistry()
STATE.register(StateCollector())


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """200 whatever is away: that is told by the metrics whose names end in _up."""
    return HttpResponse(generate_latest(STATE) + generate_latest(REQUESTS), content_type=CONTENT_TYPE_LATEST)
