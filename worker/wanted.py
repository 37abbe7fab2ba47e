"""Papers that readers asked for: fetched by id, each once however many asked."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from django.db.models import F, QuerySet

from coolpapers.papers.models import Paper, Wanted
from worker.fetching import fetch_ids
from worker.holding import holding
from worker.network import require_network

log = structlog.get_logger("worker.wanted")

WANTED: Final = "wanted papers"
SLICE: Final = 50  # ids a request to arXiv's API: what came is shown before the next is sent
GIVEN_UP_TRIES: Final = 5
GIVEN_UP_AFTER: Final = timedelta(
    hours=1
)  # a reader is not told "cannot be had" for an hour's trouble at arXiv


@dataclass(frozen=True, slots=True)
class WantedReport:
    """How many wishes were fulfilled, refused, and wait still."""

    held: int = 0
    refused: int = 0
    left: int = 0
    error: str = ""


def fetch_wanted(limit: int = 500) -> WantedReport:
    """Fetches up to `limit` wanted papers. Raises LeaseTaken while another process does, SourceUnavailable when offline."""
    if not _waiting().exists():
        return WantedReport()
    require_network()
    held = refused = asked = 0
    error = ""
    with holding(WANTED):
        while asked < limit and not error and (ids := _next_ids(limit - asked)):
            asked += len(ids)
            got, not_got, error = _fetch(ids)
            held += got
            refused += not_got
    report = WantedReport(held, refused, _waiting().count(), error)
    log.info("wanted", held=report.held, refused=report.refused, left=report.left, error=error)
    return report


def _fetch(ids: tuple[str, ...]) -> tuple[int, int, str]:
    """How many are held and refused now, and the fault if there was one."""
    here = set(Paper.objects.filter(pk__in=ids).values_list("pk", flat=True))  # another source was faster
    fetched = fetch_ids((key for key in ids if key not in here), urgent=True)
    here |= fetched.held
    Wanted.objects.filter(pk__in=here).update(state=Wanted.State.HELD, reason="")
    for key, reason in fetched.refused.items():
        Wanted.objects.filter(pk=key).update(state=Wanted.State.REFUSED, reason=reason)
    if fetched.left:
        left = Wanted.objects.filter(pk__in=fetched.left)
        left.update(tries=F("tries") + 1, reason=fetched.error)
        long_ago = datetime.now(UTC) - GIVEN_UP_AFTER
        given_up = left.filter(tries__gte=GIVEN_UP_TRIES, asked__lt=long_ago)
        return len(here), len(fetched.refused) + given_up.update(state=Wanted.State.REFUSED), fetched.error
    return len(here), len(fetched.refused), ""


def _next_ids(limit: int) -> tuple[str, ...]:
    """Those that never failed first, the longest waiting of them before others."""
    waiting = _waiting().order_by("tries", "asked")
    return tuple(waiting.values_list("pk", flat=True)[: min(limit, SLICE)])


def _waiting() -> QuerySet[Wanted]:
    return Wanted.objects.filter(state=Wanted.State.WAITING)
