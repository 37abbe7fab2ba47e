"""Celery's entry points, each a call of the pipeline."""

from typing import Any

from celery import shared_task

from worker import pipeline
from worker.sources.snapshot import SnapshotSource


@shared_task
def harvest_snapshot(path: str) -> dict[str, Any]:
    """Reads a snapshot file, then brings the index up."""
    run = pipeline.ingest(SnapshotSource(path))
    return {"run": run.pk, "state": run.state, "records": run.records, **sync_index()}


@shared_task
def sync_index(limit: int | None = None) -> dict[str, int]:
    """Brings stale papers into the index."""
    report = pipeline.sync_index(limit=limit)
    return {"indexed": report.indexed, "failed": len(report.failures)}


@shared_task
def rebuild_index() -> dict[str, int]:
    """Builds the index anew and swaps it in."""
    report = pipeline.rebuild_index()
    return {"indexed": report.indexed, "failed": len(report.failures)}
