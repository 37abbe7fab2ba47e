"""/healthz says that the process answers; /readyz that its store and engine do too."""

import structlog
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coolpapers.faults import RETRY_AFTER_S
from coolpapers.migrated import migrations_lacking
from coolpapers.status import engine_status

log = structlog.get_logger("coolpapers.health")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when all parts answer, else 503; the faults themselves are in the log, not for everybody."""
    engine = engine_status()
    parts = {"store": _store_fault(), "engine": engine.fault}
    for name, fault in parts.items():
        if fault:
            log.error("not ready", part=name, fault=fault)
    ready = not any(parts.values())
    body = {
        "status": "ok" if ready else "unavailable",
        **{name: "does not answer" if fault else "ok" for name, fault in parts.items()},
    }
    return JsonResponse(
        body, status=200 if ready else 503, headers={} if ready else {"Retry-After": str(RETRY_AFTER_S)}
    )


def _store_fault() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM papers_paper LIMIT 1")
        lacking = migrations_lacking()
    except DatabaseError as fault:
        return str(fault).strip()
    return f"it lacks {', '.join(lacking)}; run manage.py migrate" if lacking else ""
