"""Store → index: the rows that changed since the engine last saw them, the papers that are gone, and rebuilds.

One process at a time writes to the index (lease "index"); a rebuild holds another lease while it builds beside the index in
use, and that one only for the swap. Whatever is killed leaves rows that are stale, never rows that wrongly count as indexed.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby
from tempfile import TemporaryFile
from typing import IO, Final

import structlog
from django.db import transaction
from django.db.models import QuerySet

from coolpapers.engine import search_backend
from coolpapers.papers.documents import search_document
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import stale_papers
from coolpapers.papers.store import removals, removals_done
from coolpapers.papers.turns import take_turn
from search import IndexMissing, IndexReport
from worker.holding import holding
from worker.leases import Lease, LeaseLost, LeaseTaken, lease
from worker.progress import Progress, Silent
from worker.stopping import stopping

log = structlog.get_logger("worker.indexing")

INDEX: Final = "index"
REBUILD: Final = "index rebuild"
INDEX_BATCH: Final = 5_000  # papers a commit of the engine; memory stays near 60 MB
MARK_BATCH: Final = 500
SWAP_WAIT_S: Final = (
    600.0  # for another process that brings papers in, before a finished build takes the index's place
)
_PROBE_S: Final = 30.0

Entries = list[tuple[str, int]]  # paper id, revision


def sync_index(
    *, limit: int | None = None, wait_s: float = 0.0, progress: Progress | None = None
) -> IndexReport:
    """Takes removed papers out of the index and brings up to `limit` stale ones (all when None) in.

    Builds the index anew when that is the shorter way. Raises LeaseTaken when another process does not end its own sync, which
    takes the same papers, within `wait_s`.
    """
    progress = progress or Silent()
    try:
        if limit is None and _rebuild_is_shorter():
            return rebuild_index(wait_s=wait_s, progress=progress)
        try:
            with holding(INDEX, wait_s=wait_s) as held:
                return _sync(held, limit, progress)
        except IndexMissing:
            return rebuild_index(wait_s=wait_s, progress=progress)
    finally:
        progress.close()


def rebuild_index(*, wait_s: float = 0.0, progress: Progress | None = None) -> IndexReport:
    """Builds a new index of all papers, swaps it in, brings in what changed meanwhile. The old one serves until the swap.

    Raises LeaseTaken when another rebuild does not end within `wait_s`.
    """
    progress = progress or Silent()
    total = Paper.objects.count()
    report = IndexReport(indexed=0)
    with TemporaryFile("w+") as built, ExitStack() as swap, holding(REBUILD, wait_s=wait_s) as building:
        with search_backend().rebuild() as build:
            for rows in _in_key_order(Paper.objects.all(), None):
                told = build.add([search_document(row) for row in rows])
                if stopping():
                    raise KeyboardInterrupt
                report = _sum(report, told)
                built.writelines(
                    f"{row.arxiv_id} {row.revision}\n" for row in rows if row.arxiv_id not in told.failures
                )
                progress.update(
                    report.indexed + len(report.failures),
                    total,
                    indexed=report.indexed,
                    failed=len(report.failures),
                )
            held = swap.enter_context(holding(INDEX, wait_s=SWAP_WAIT_S))
            _call_stale_what_differs(built)
            building.renew()
            held.renew()
        try:
            held.renew()
        except LeaseLost:
            # Another took over in the middle of the swap, and may have marked what it wrote to the old index.
            _call_stale_what_differs(built)
            raise
        for entries in _chunks(built):
            _mark(entries)
        progress.close()
        log.info("index rebuilt", indexed=report.indexed, failed=len(report.failures))
        return _sum(report, _sync(held, None, Silent(), rebuilding=True))


def _rebuild_is_shorter() -> bool:
    """Whether most papers are stale, or the index is missing or cannot be of this store (a database restored or begun anew)."""
    held, stale = Paper.objects.count(), stale_papers().count()
    if stale > INDEX_BATCH and 2 * stale > held:
        return True
    try:
        documents = search_backend().status().documents
    except IndexMissing:
        return True
    gone = len(removals())
    if held - stale <= documents <= held + gone:
        return False
    log.warning("index and store differ", documents=documents, papers=held, stale=stale, removed=gone)
    return True


def _sync(held: Lease, limit: int | None, progress: Progress, *, rebuilding: bool = False) -> IndexReport:
    """Until a pass finds nothing more to do: writers go on while it runs."""
    report = IndexReport(indexed=0, deleted=_take_out(rebuilding=rebuilding))
    total = stale_papers().count()
    while True:
        done = report.indexed
        for rows in _in_key_order(stale_papers(), None if limit is None else limit - done):
            told = search_backend().index([search_document(row) for row in rows])
            _still_alone(held, rows)
            _mark([(row.arxiv_id, row.revision) for row in rows if row.arxiv_id not in told.failures])
            report = _sum(report, told)
            progress.update(
                report.indexed,
                max(total, report.indexed),
                indexed=report.indexed,
                failed=len(report.failures),
            )
            if stopping():
                break
        if stopping() or report.indexed in (done, limit):
            break
    if report.indexed or report.deleted or report.failures:
        log.info("index synced", indexed=report.indexed, deleted=report.deleted, failed=len(report.failures))
    return report


def _still_alone(held: Lease, rows: list[Paper]) -> None:
    """Raises LeaseLost when another took over meanwhile: what was written last may have undone a newer document."""
    try:
        held.renew()
    except LeaseLost:
        _make_stale([row.arxiv_id for row in rows])
        raise


def _take_out(*, rebuilding: bool) -> int:
    """Removed papers out of the index; how many there were in it.

    While another process rebuilds they stay noted: its build may hold them still, and it takes them out after the swap.
    """
    gone = removals()
    if not gone:
        return 0
    back = set(Paper.objects.filter(pk__in=gone).values_list("pk", flat=True))
    deleted = search_backend().delete([key for key in gone if key not in back])
    if rebuilding:
        removals_done(gone)
        return deleted
    try:
        with lease(REBUILD, seconds=_PROBE_S):
            removals_done(gone)
    except LeaseTaken:
        log.info("removals stay noted for the rebuild under way", papers=len(gone))
    return deleted


def _call_stale_what_differs(built: IO[str]) -> None:
    """Makes every row stale that the build does not hold as it is now, before the build is put in use.

    Key ranges are those of the database's own order, in which the build was made.
    """
    last = ""
    for entries in _chunks(built):
        _call_stale(Paper.objects.filter(pk__gt=last, pk__lte=entries[-1][0]), dict(entries))
        last = entries[-1][0]
    _call_stale(Paper.objects.filter(pk__gt=last), {})


def _call_stale(papers: QuerySet[Paper], built: dict[str, int]) -> None:
    rows = papers.filter(indexed_revision__gt=0).values_list("pk", "revision")
    _make_stale([key for key, revision in rows if built.get(key) != revision])


def _make_stale(keys: list[str]) -> None:
    for at in range(0, len(keys), MARK_BATCH):
        with transaction.atomic():
            take_turn()
            Paper.objects.filter(pk__in=keys[at : at + MARK_BATCH]).update(indexed_revision=0)


def _chunks(built: IO[str]) -> Iterator[Entries]:
    """What was built, from its first paper on, some thousand at a time."""
    built.seek(0)
    chunk: Entries = []
    for line in built:
        key, revision = line.split()
        chunk.append((key, int(revision)))
        if len(chunk) == INDEX_BATCH:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _in_key_order(papers: QuerySet[Paper], limit: int | None) -> Iterator[list[Paper]]:
    """The papers in chunks by key, each chunk read when its turn comes, so that writers are never kept waiting."""
    key = ""
    left = limit
    while left is None or left > 0:
        size = INDEX_BATCH if left is None else min(INDEX_BATCH, left)
        rows = list(papers.filter(pk__gt=key).order_by("pk")[:size])
        if not rows:
            return
        yield rows
        key = rows[-1].arxiv_id
        left = left - len(rows) if left is not None else None


def _mark(entries: Entries) -> None:
    """Notes at which revision the engine holds each paper; a row that changed since stays stale."""
    for at in range(0, len(entries), MARK_BATCH):
        chunk = sorted(entries[at : at + MARK_BATCH], key=lambda entry: entry[1])
        with transaction.atomic():
            take_turn()  # a harvest locks the same rows in another order
            for revision, same in groupby(chunk, key=lambda entry: entry[1]):
                rows = Paper.objects.filter(pk__in=[key for key, _ in same])
                rows.exclude(indexed_revision=revision).update(indexed_revision=revision)


def _sum(one: IndexReport, other: IndexReport) -> IndexReport:
    return IndexReport(
        one.indexed + other.indexed, one.deleted + other.deleted, {**one.failures, **other.failures}
    )
