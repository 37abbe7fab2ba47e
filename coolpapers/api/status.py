"""GET /status: how much is held, how fresh and how whole it is."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from ninja import Router

from coolpapers.api.answers import STATUS_AGE_S, json_answer
from coolpapers.api.status_schemas import StatusAnswer
from coolpapers.api.strict_query import check_no_names
from coolpapers.freshness import CategoryFreshness
from coolpapers.harvest_book import RunStatus
from coolpapers.status import status as state_now

router = Router(tags=["Service"])


@router.get(
    "/status", response=StatusAnswer, operation_id="status", summary="Tell freshness and completeness"
)
def status(request: HttpRequest) -> HttpResponse:
    """What the store and the engine hold, each category against arXiv's own newest list, the last harvest of each source, and
    what waits. An engine that is away is part of the answer, not a failure of the call.
    """
    check_no_names(request)
    now = state_now()
    body = {
        "papers": now.papers,
        "withdrawn": now.withdrawn,
        "newest_announcement": now.newest_announcement,
        "announced_day": now.announced_day,
        "last_change": now.last_change,
        "stale_documents": now.stale_documents,
        "waiting": now.waiting,
        "worker": now.worker,
        "offline": now.offline,
        "engine": replace(now.engine, fault="The search engine does not answer." if now.engine.fault else ""),
        "runs": [_run(run) for run in now.runs],
        "rejected": now.rejected,
        "categories": [_category(one) for one in now.categories],
    }
    return json_answer(body, max_age=STATUS_AGE_S)


def _run(run: RunStatus) -> dict[str, object]:
    """The run without its target and error: they name files and hosts of this installation."""
    return {
        "source": run.source,
        "state": run.state,
        "started": run.started,
        "finished": run.finished,
        "created": run.created,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "rejected": run.rejected,
    }


def _category(one: CategoryFreshness) -> dict[str, object]:
    """The category without its name and archive, which GET /categories tells."""
    return {
        "category": one.category,
        "state": one.freshness,
        "newest_day": one.newest_day,
        "expected": one.expected,
        "held": one.held,
        "missing": one.missing,
        "read": one.read,
        "source": one.source,
        "completed": one.completed,
        "delay_seconds": one.delay_s,
        "lag_seconds": one.lag_s,
    }
