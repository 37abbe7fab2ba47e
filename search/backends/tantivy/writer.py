"""Papers into the index: one writer at a time over all processes, and rebuilds beside the build in use."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

import tantivy

from search import fields as f
from search.backends.preparing import without_refused
from search.backends.tantivy.generations import (
    POINTER,
    Build,
    current_build,
    locked,
    new_build,
    remove_others,
    remove_unused,
    use_build,
)
from search.backends.tantivy.guard import engine_guard, write_guard
from search.backends.tantivy.integrity import check_files, note_files
from search.backends.tantivy.schema import document, schema
from search.backends.tantivy.translate import matches, translate
from search.errors import BackendUnavailable, IndexMissing, SearchError
from search.fields import IndexedPaper, prepare
from search.plan import OneOf
from search.types import IndexReport, SearchDocument

WAIT_S = 120.0  # for another process that is adding papers
_HEAP = 64_000_000  # bytes for a rebuild; fewer means more, smaller segments to merge
_BATCH = 250  # papers analysed at a time
_SMALL_HEAP = 48_000_000  # for additions: some thousand papers are one segment


class BuildWriter:
    """Adds papers to one build until it is committed."""

    def __init__(self, build: Build, *, fresh: bool, heap: int, threads: int) -> None:
        path = str(build.path)
        self.index = tantivy.Index(schema(), path) if fresh else tantivy.Index.open(path)
        self._writer = self.index.writer(heap, threads)
        self._build = build
        self._root = build.path.parent

    def add(self, documents: Iterable[SearchDocument]) -> IndexReport:
        """Adds papers; of two with one id the later stays."""
        failures: dict[str, str] = {}
        indexed = 0
        accepted = without_refused(documents, failures)
        while batch := list(islice(accepted, _BATCH)):
            self._write(map(prepare, batch))
            indexed += len(batch)
        return IndexReport(indexed=indexed, failures=failures)

    def _write(self, papers: Iterable[IndexedPaper]) -> None:
        with write_guard(self._root):
            for paper in papers:
                self._writer.delete_documents_by_term(f.ID, paper.id)
                self._writer.add_document(document(paper))

    def remove(self, ids: Iterable[str]) -> None:
        """Removes papers by id."""
        with write_guard(self._root):
            for paper_id in ids:
                self._writer.delete_documents_by_term(f.ID, paper_id)

    def commit(self) -> None:
        """Everything added is on disk and visible; merges are done."""
        with write_guard(self._root):
            self._writer.commit()
            self._writer.wait_merging_threads()
        note_files(self._build)

    def abandon(self) -> None:
        """Nothing added since the last commit stays, and the next writer can begin."""
        # Both fail in a writer that died; the second gives up the engine's lock all the same.
        for end in (self._writer.rollback, self._writer.wait_merging_threads):
            with suppress(BackendUnavailable), write_guard(self._root):
                end()


@contextmanager
def _ended(writer: BuildWriter) -> Iterator[BuildWriter]:
    """Commits on a clean exit; nothing stays after an error."""
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.abandon()
        raise


@contextmanager
def _editing(root: Path, *, create: bool) -> Iterator[BuildWriter]:
    """A writer on the build in use, committed at the end; the first call of all makes the build."""
    with locked(root, "write", wait_s=WAIT_S):
        try:
            build, fresh = current_build(root), False
        except IndexMissing:
            if not create or (root / POINTER).exists() or any(root.glob("gen-*")):
                raise  # damaged, and an index begun anew would hide what is lost
            build, fresh = _begun(root), True
        try:
            with write_guard(root):
                if not fresh:
                    check_files(build)  # else the damage would be noted as sound
                writer = BuildWriter(build, fresh=fresh, heap=_SMALL_HEAP, threads=1)
            with _ended(writer):
                yield writer
            if fresh:
                _use(root, build)
        except BaseException:
            if fresh:
                remove_unused(root, build)
            raise


def _begun(root: Path) -> Build:
    with write_guard(root):
        return new_build(root)


def _use(root: Path, build: Build) -> None:
    with write_guard(root):
        use_build(root, build)


def index_papers(root: Path, documents: Iterable[SearchDocument]) -> IndexReport:
    """Adds or replaces papers in the build in use."""
    with _editing(root, create=True) as writer:
        return writer.add(documents)


def delete_papers(root: Path, ids: Iterable[str]) -> int:
    """Removes papers; the number that were there."""
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        return 0
    with _editing(root, create=False) as writer:
        with engine_guard(root):
            writer.index.reload()
            there = matches(writer.index.searcher().search(translate(OneOf(f.ID, wanted)), 1))
        writer.remove(wanted)
    return there


def _make_room(root: Path) -> None:
    """Removes what killed rebuilds left, which a full disk cannot wait for; the caller holds the rebuild lock."""
    with suppress(SearchError), locked(root, "write", wait_s=0.0):
        remove_others(root, current_build(root))


@contextmanager
def rebuild_index(root: Path) -> Iterator[BuildWriter]:
    """A new build; in use from a clean exit on, removed after an error."""
    with locked(root, "rebuild", wait_s=0.0):
        _make_room(root)
        build = _begun(root)
        try:
            with write_guard(root):
                writer = BuildWriter(build, fresh=True, heap=_HEAP, threads=1)
            with _ended(writer):
                yield writer
            with locked(root, "write", wait_s=WAIT_S):
                _use(root, build)
                remove_others(root, build)
        except BaseException:
            remove_unused(root, build)
            raise
