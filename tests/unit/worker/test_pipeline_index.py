"""The index beside other workers: one writer, removals, rebuilds that overlap with everything else, leases that are lost."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from coolpapers import engine
from coolpapers.papers.models import Paper
from coolpapers.papers.records import RemovedRecord
from coolpapers.papers.selectors import stale_papers
from coolpapers.papers.store import removals, remove, upsert
from search import IndexReport, SearchQuery
from tests.worlds import record
from worker import indexing, stopping
from worker.indexing import INDEX, REBUILD
from worker.leases import LeaseLost, LeaseTaken, lease
from worker.models import LeaseRow
from worker.pipeline import rebuild_index, sync_index

pytestmark = pytest.mark.django_db

LATER = record().datestamp + timedelta(3)


@pytest.fixture(autouse=True, params=["tantivy", "memory"])
def backend(request, tmp_path, settings):
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index" if request.param == "tantivy" else "memory://"
    engine.search_backend.cache_clear()
    yield engine.search_backend()
    engine.search_backend.cache_clear()


def ids(first: int, last: int) -> list[str]:
    return [f"2611.9{n:04d}" for n in range(first, last + 1)]


def store(*keys: str, **changes: object) -> None:
    upsert([record(key, **changes) for key in keys])


def held() -> set[str]:
    return {hit.id for hit in engine.search_backend().search(SearchQuery(limit=100)).hits}


def gone(*keys: str) -> int:
    return remove(RemovedRecord(key, LATER) for key in keys)


class During:
    """Something that happens once, while a build is made."""

    def __init__(self, act) -> None:
        self._act = act

    def update(self, done, total, **counts):
        act, self._act = self._act, lambda: None
        act()

    def close(self):
        pass


def test_removed_papers_leave_the_index():
    store(*ids(1, 5))
    sync_index()
    assert gone("2611.90002", "2611.90004") == 2
    report = sync_index()
    assert (report.indexed, report.deleted) == (0, 2)
    assert held() == {"2611.90001", "2611.90003", "2611.90005"}
    assert not removals()
    assert sync_index().deleted == 0


def test_a_paper_that_came_back_before_the_index_was_told_stays():
    store(*ids(1, 3))
    sync_index()
    gone("2611.90002")
    store("2611.90002", title="Back again", datestamp=LATER + timedelta(1))
    sync_index()
    assert held() == set(ids(1, 3))
    assert not stale_papers().exists()
    assert not removals()


def test_only_one_process_writes_to_the_index():
    store(*ids(1, 3))
    sync_index()
    store("2611.90001", title="changed", datestamp=LATER)
    with lease(INDEX, seconds=60), pytest.raises(LeaseTaken, match="index is held by"):
        sync_index()
    with lease(INDEX, seconds=0.3):  # as a killed process leaves it
        assert sync_index(wait_s=5).indexed == 1
    assert not stale_papers().exists()


def test_two_rebuilds_at_a_time_are_one_too_many():
    store(*ids(1, 3))
    with lease(REBUILD, seconds=60), pytest.raises(LeaseTaken):
        rebuild_index()
    assert rebuild_index().indexed == 3


def test_who_was_overtaken_makes_stale_what_it_wrote(monkeypatch, backend):
    store(*ids(1, 3))
    sync_index()
    store("2611.90001", title="first change", datestamp=LATER)
    index = type(backend).index

    def held_up(self, documents):
        """The lease runs out; another process brings the newer revision in; only then this one writes the older."""
        late = list(documents)
        store("2611.90001", title="second change", datestamp=LATER + timedelta(1))
        Paper.objects.filter(pk="2611.90001").update(indexed_revision=3)
        LeaseRow.objects.filter(name=INDEX).update(holder="another")
        return index(self, late)

    with monkeypatch.context() as patch:
        patch.setattr(type(backend), "index", held_up)
        with pytest.raises(LeaseLost):
            sync_index()
    assert list(stale_papers().values_list("pk", flat=True)) == ["2611.90001"]


def test_a_rebuild_takes_out_what_was_removed_while_it_was_made():
    store(*ids(1, 5))
    sync_index()

    def another_process():
        gone("2611.90001")
        assert sync_index().deleted == 1
        assert removals() == ("2611.90001",), "noted until the build is in use"

    rebuild_index(progress=During(another_process))
    assert held() == set(ids(2, 5))
    assert not removals()


def test_a_rebuild_keeps_what_another_process_indexed_into_the_old_index():
    store(*ids(1, 5))
    sync_index()

    def another_process():
        store("2611.90003", title="changed", datestamp=LATER)
        store("2611.80001")
        assert sync_index().indexed == 2
        assert not stale_papers().exists()

    rebuild_index(progress=During(another_process))
    assert held() == {*ids(1, 5), "2611.80001"}
    assert not stale_papers().exists()


@pytest.mark.parametrize("point", ["before the swap", "after the swap"])
def test_a_rebuild_that_dies_leaves_nothing_that_wrongly_counts_as_indexed(point, monkeypatch, backend):
    store(*ids(1, 5))
    sync_index()

    def another_process():
        store("2611.90003", title="changed", datestamp=LATER)
        gone("2611.90005")
        sync_index()

    def dies(entries):
        raise KeyboardInterrupt

    real_mark, real_stale = indexing._mark, indexing._call_stale_what_differs
    calls = []

    def marks_once(entries):
        calls.append(entries)
        return real_mark(entries) if len(calls) == 1 else dies(entries)  # the first is the other process's

    def dies_then(built):
        real_stale(built)
        dies(built)

    if point == "after the swap":
        monkeypatch.setattr(indexing, "_mark", marks_once)
    else:
        monkeypatch.setattr(indexing, "_call_stale_what_differs", dies_then)
    with pytest.raises(KeyboardInterrupt):
        rebuild_index(progress=During(another_process))
    monkeypatch.undo()
    sync_index()
    assert held() == set(ids(1, 4))
    found = engine.search_backend().search(SearchQuery(limit=10))
    assert found.total == 4
    assert not stale_papers().exists()


def test_a_paper_that_fails_in_a_rebuild_is_not_taken_for_indexed(monkeypatch, backend):
    store(*ids(1, 3))
    sync_index()
    rebuild = type(backend).rebuild

    class Refuses:
        def __init__(self, build):
            self._build = build

        def add(self, documents):
            some = [document for document in documents if document.id != "2611.90002"]
            return IndexReport(self._build.add(some).indexed, failures={"2611.90002": "too odd"})

    @contextmanager
    def spoilt(self):
        with rebuild(self) as build:
            yield Refuses(build)

    monkeypatch.setattr(type(backend), "rebuild", spoilt)
    report = rebuild_index()
    assert (report.indexed, set(report.failures)) == (3, {"2611.90002"}), (
        "brought in by the sync that ends a rebuild"
    )
    assert held() == set(ids(1, 3))


def test_the_wish_to_stop_leaves_the_rest_queued(monkeypatch):
    monkeypatch.setattr(indexing, "INDEX_BATCH", 2)
    store(*ids(1, 2))
    rebuild_index()
    store(*ids(3, 9))

    class Stops:
        def update(self, done, total, **counts):
            stopping.stop()

        def close(self):
            pass

    try:
        with indexing.holding(INDEX) as alone:
            assert indexing._sync(alone, None, Stops()).indexed == 2
        with pytest.raises(KeyboardInterrupt):
            rebuild_index(progress=Stops())
    finally:
        stopping.go_on()
    assert stale_papers().count() == 5
    sync_index()
    assert held() == set(ids(1, 9))
