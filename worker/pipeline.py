"""THE data path: a source's records into the store, the store's changes into the index. Commands and tasks all call this."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from tempfile import TemporaryFile
from typing import Final

import orjson
import structlog
from django.db import transaction
from django.db.models import QuerySet

from coolpapers.engine import search_backend
from coolpapers.papers.documents import search_document
from coolpapers.papers.models import Paper
from coolpapers.papers.records import PaperRecord
from coolpapers.papers.selectors import stale_papers
from coolpapers.papers.store import upsert
from search import IndexMissing, IndexReport
from worker.models import HarvestRun, Rejected
from worker.normalise import normalise
from worker.progress import Progress, Silent
from worker.sources.base import RAW_KEPT, HarvestError, HarvestSource, MalformedRecord, Page, RejectedRecord

log = structlog.get_logger("worker.pipeline")

INDEX_BATCH: Final = 5_000  # papers a commit of the engine; memory stays near 60 MB
MARK_BATCH: Final = 500
_RESUMED: Final = {
    HarvestRun.State.RUNNING,
    HarvestRun.State.INTERRUPTED,
}  # RUNNING is what a killed run leaves

# A row's time of change is taken before its transaction commits; a rebuild looks back this far for rows it could not see yet.
IN_FLIGHT: Final = timedelta(minutes=10)


def ingest(source: HarvestSource, *, resume: bool = True, progress: Progress | None = None) -> HarvestRun:
    """Reads the source to its end, each page stored with its cursor in one transaction, and returns the run's book entry.

    Goes on where a run over the same target was stopped or killed, unless `resume` is False; after a damaged source it begins
    anew, since what stood before the damage may be wrong too. Ctrl-C ends the run as INTERRUPTED, a
    HarvestError as FAILED with the reason in `error`; what was read by then is stored either way.
    """
    progress = progress or Silent()
    earlier = HarvestRun.objects.filter(source=source.name, target=source.target)
    last = earlier.order_by("-started").first()
    cursor = last.cursor if resume and last and last.state in _RESUMED else None
    if cursor is None:
        Rejected.objects.filter(run__in=earlier).delete()
    run = HarvestRun(source=source.name, target=source.target)
    run.resume_at(cursor)
    run.save()
    try:
        for page in source.pages(cursor):
            _store(run, page)
            progress.update(
                page.done,
                page.total,
                created=run.created,
                updated=run.updated,
                unchanged=run.unchanged,
                rejected=run.rejected,
            )
        run.state = HarvestRun.State.DONE
    except KeyboardInterrupt:
        run.state, run.error = HarvestRun.State.INTERRUPTED, "stopped by the user"
    except HarvestError as error:
        run.state, run.error = HarvestRun.State.FAILED, str(error)
    except Exception as error:
        run.state, run.error = HarvestRun.State.FAILED, repr(error)
        raise
    finally:
        progress.close()
        run.finished = datetime.now(UTC)
        run.save()
    log.info(
        "harvest",
        source=run.source,
        target=run.target,
        state=run.state,
        records=run.records,
        rejected=run.rejected,
        error=run.error,
    )
    return run


def sync_index(*, limit: int | None = None, progress: Progress | None = None) -> IndexReport:
    """Brings up to `limit` stale papers (all when None) into the index; builds it anew when that is the shorter way."""
    progress = progress or Silent()
    total, held = stale_papers().count(), Paper.objects.count()
    if limit is None and total > INDEX_BATCH and 2 * total > held:
        return rebuild_index(progress=progress)
    try:
        # An index that is missing, or cannot be of this store (a database restored or begun anew), is built anew.
        documents = search_backend().status().documents
        if not held - total <= documents <= held:
            log.warning("index and store differ", documents=documents, papers=held, stale=total)
            return rebuild_index(progress=progress)
        return _sync(limit, total, progress)
    except IndexMissing:
        return rebuild_index(progress=progress)
    finally:
        progress.close()


def _sync(limit: int | None, total: int, progress: Progress) -> IndexReport:
    report = IndexReport(indexed=0)
    for rows in _in_key_order(stale_papers(), limit):
        told = search_backend().index([search_document(row) for row in rows])
        _mark((row.arxiv_id, row.revision) for row in rows if row.arxiv_id not in told.failures)
        report = _sum(report, told)
        progress.update(report.indexed, total, indexed=report.indexed, failed=len(report.failures))
    log.info("index synced", indexed=report.indexed, failed=len(report.failures))
    return report


def rebuild_index(*, progress: Progress | None = None) -> IndexReport:
    """Builds a new index of all papers, swaps it in, brings in what changed meanwhile. The old one serves until the swap."""
    progress = progress or Silent()
    total = Paper.objects.count()
    began = datetime.now(UTC)
    report = IndexReport(indexed=0)
    with TemporaryFile("w+") as built:
        with search_backend().rebuild() as build:
            for rows in _in_key_order(Paper.objects.all(), None):
                told = build.add([search_document(row) for row in rows])
                built.writelines(
                    f"{row.arxiv_id} {row.revision}\n" for row in rows if row.arxiv_id not in told.failures
                )
                report = _sum(report, told)
                progress.update(
                    report.indexed + len(report.failures),
                    total,
                    indexed=report.indexed,
                    failed=len(report.failures),
                )
        progress.close()
        Paper.objects.filter(changed__gte=began - IN_FLIGHT).update(indexed_revision=0)
        built.seek(0)
        _mark((key, int(revision)) for key, revision in (line.split() for line in built))
    log.info("index rebuilt", indexed=report.indexed, failed=len(report.failures))
    return _sum(report, _sync(None, stale_papers().count(), Silent()))


def _sum(one: IndexReport, other: IndexReport) -> IndexReport:
    return IndexReport(
        one.indexed + other.indexed, one.deleted + other.deleted, {**one.failures, **other.failures}
    )


def _store(run: HarvestRun, page: Page) -> None:
    records: list[PaperRecord] = []
    rejected = list(page.rejected)
    for raw in page.records:
        try:
            records.append(normalise(raw))
        except MalformedRecord as fault:
            text = orjson.dumps(raw.fields).decode()[:RAW_KEPT]
            rejected.append(RejectedRecord(raw.identifier, raw.position, fault.reason, text))
    with transaction.atomic():
        report = upsert(records)
        Rejected.objects.bulk_create(
            Rejected(run=run, identifier=r.identifier[:100], position=r.position, reason=r.reason, raw=r.raw)
            for r in rejected
        )
        run.created += report.created
        run.updated += report.updated
        run.unchanged += report.unchanged
        run.older += report.older
        run.rejected += len(rejected)
        run.resume_at(page.next)
        run.save()


def _in_key_order(papers: QuerySet[Paper], limit: int | None) -> Iterator[list[Paper]]:
    """The papers in chunks by key, each chunk read when its turn comes, so that writers are never kept waiting."""
    key = ""
    left = limit
    while left is None or left > 0:
        rows = list(
            papers.filter(pk__gt=key).order_by("pk")[
                : min(INDEX_BATCH, left) if left is not None else INDEX_BATCH
            ]
        )
        if not rows:
            return
        yield rows
        key = rows[-1].arxiv_id
        left = left - len(rows) if left is not None else None


def _mark(entries: Iterator[tuple[str, int]]) -> None:
    """Notes at which revision the engine holds each paper; a row that changed since stays stale."""
    chunk: list[tuple[str, int]] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == MARK_BATCH:
            _mark_chunk(chunk)
            chunk = []
    _mark_chunk(chunk)


def _mark_chunk(chunk: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        for revision, same in groupby(sorted(chunk, key=lambda entry: entry[1]), key=lambda entry: entry[1]):
            Paper.objects.filter(pk__in=[key for key, _ in same]).update(indexed_revision=revision)
