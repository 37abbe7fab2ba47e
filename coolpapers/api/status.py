"""GET /status: how much is held and how fresh it is."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from ninja import Router

from coolpapers.api.answers import STATUS_AGE_S, json_answer
from coolpapers.api.schemas import StatusAnswer
from coolpapers.api.strict_query import check_no_names
from coolpapers.status import RunStatus
from coolpapers.status import status as state_now

router = Router(tags=["Service"])


@router.get(
    "/status", response=StatusAnswer, operation_id="status", summary="Tell freshness and completeness"
)
def status(request: HttpRequest) -> HttpResponse:
    """What the store and the engine hold, the newest announcement, and the last harvest of each source. An engine
    that is away is part of the answer, not a failure of the call.
    """
    check_no_names(request)
    now = state_now()
    body = {
        "papers": now.papers,
        "withdrawn": now.withdrawn,
        "newest_announcement": now.newest_announcement,
        "last_change": now.last_change,
        "stale_documents": now.stale_documents,
        "engine": replace(now.engine, fault="The search engine does not answer." if now.engine.fault else ""),
        "runs": [_run(run) for run in now.runs],
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
