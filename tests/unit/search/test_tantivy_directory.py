"""The Tantivy directory: swaps, other processes, threads, locks, damage."""

import json
import multiprocessing
import os
import shutil
import threading
from pathlib import Path

import pytest

from search import (
    BackendUnavailable,
    IndexMissing,
    SchemaMismatch,
    SearchError,
    SearchQuery,
    open_backend,
    parse_query,
)
from search.backends.tantivy import generations, writer
from search.backends.tantivy.translate import translate
from search.plan import Everything
from tests.contract.search.papers import made_papers, paper


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


def _open(root):
    return open_backend(f"tantivy://{root}")


def _total(backend):
    return backend.search(SearchQuery()).total


def _build(root):
    return root / (root / "CURRENT").read_text().strip()


def test_opening_touches_nothing(root):
    _open(root)
    assert not root.exists()


def test_nothing_built_yet(root):
    for call in (
        _total,
        lambda b: b.status(),
        lambda b: b.similar("x"),
        lambda b: b.keywords("x"),
        lambda b: b.delete(["x"]),
    ):
        with pytest.raises(IndexMissing, match=r"manage\.py index --rebuild"):
            call(_open(root))


def test_another_process_sees_every_commit_and_swap(root):
    one, other = _open(root), _open(root)
    one.index(made_papers(10))
    assert _total(other) == 10
    one.index(made_papers(5, first=100))
    assert _total(other) == 15
    with one.rebuild() as build:
        build.add(made_papers(3))
    assert _total(other) == 3
    assert [path.name for path in root.glob("gen-*")] == [_build(root).name]


def test_a_reader_of_a_removed_build_goes_on(root):
    backend = _open(root)
    backend.index(made_papers(50))
    old = backend._reader.view()
    with _open(root).rebuild() as build:
        build.add(made_papers(1))
    assert not old.build.path.exists()
    hits = old.searcher.search(translate(Everything()), limit=50).hits
    assert len({old.searcher.doc(place).get_first("id") for _, place in hits}) == 50


def test_relevance_cursor_is_good_in_another_process(root):
    one, other = _open(root), _open(root)
    one.index(made_papers(60))
    query = SearchQuery(parse_query("graph"), limit=5)
    cursor = one.search(query).next
    one_page, other_page = (
        each.search(SearchQuery(query.clause, limit=5, after=cursor)) for each in (one, other)
    )
    assert one_page.hits == other_page.hits


def test_relevance_cursor_whose_view_is_gone_goes_on_by_score(root):
    one = _open(root)
    one.index(made_papers(60))
    query = SearchQuery(parse_query("graph"), limit=5)
    whole = [hit.id for hit in one.search(SearchQuery(query.clause, limit=100)).hits]
    cursor = one.search(query).next
    one.index([paper("2409.00001", "no such word")])
    fresh = _open(root)
    page = fresh.search(SearchQuery(query.clause, limit=100, after=cursor))
    assert page.hits
    assert {hit.id for hit in page.hits} <= set(whole)


def test_schema_of_other_code(root, monkeypatch):
    backend = _open(root)
    backend.index(made_papers(2))
    told = _build(root) / "build.json"
    told.write_text(json.dumps(json.loads(told.read_text()) | {"schema_version": 0}))
    for call in (_total, lambda b: b.index(made_papers(1)), lambda b: b.delete(["x"])):
        with pytest.raises(SchemaMismatch, match="has schema 0, the code needs"):
            call(_open(root))
    with _open(root).rebuild() as build:
        build.add(made_papers(4))
    assert _total(_open(root)) == 4


@pytest.mark.parametrize(
    "damage",
    [
        "pointer",
        "empty pointer",
        "evil pointer",
        "build",
        "meta",
        "empty meta",
        "segments",
        "build.json",
        "truncated segments",
    ],
)
def test_damage_says_how_to_mend_it(root, damage):
    _open(root).index(made_papers(30))
    build = _build(root)
    if damage == "pointer":
        (root / "CURRENT").unlink()
    elif damage == "empty pointer":
        (root / "CURRENT").write_text("")
    elif damage == "evil pointer":
        (root / "CURRENT").write_text("../../etc")
    elif damage == "build":
        shutil.rmtree(build)
    elif damage == "meta":
        (build / "meta.json").unlink()
    elif damage == "empty meta":
        (build / "meta.json").write_text("")
    elif damage == "build.json":
        (build / "build.json").write_text("[]")
    else:
        for path in build.iterdir():
            if path.suffix in {".idx", ".term", ".fast", ".store", ".pos", ".fieldnorm"}:
                path.write_bytes(b"") if damage.startswith("trunc") else path.unlink()
    with pytest.raises(SearchError, match=r"manage\.py index --rebuild"):
        _total(_open(root))
    with pytest.raises(SearchError):
        _open(root).index(made_papers(1))
    with _open(root).rebuild() as fresh:
        fresh.add(made_papers(7))
    assert _total(_open(root)) == 7
    assert len(list(root.glob("gen-*"))) == 1


SEGMENT_FILES = ("fast", "fieldnorm", "idx", "pos", "store", "term", "del")


@pytest.mark.parametrize("kind", SEGMENT_FILES)
def test_one_wrong_byte_is_seen_at_the_start(root, kind):
    backend = _open(root)
    backend.index(made_papers(30))
    backend.delete([made_papers(1)[0].id])
    assert _total(backend) == 29
    (path,) = _build(root).glob(f"*.{kind}")
    whole = path.read_bytes()
    at = len(whole) // 4
    path.unlink()  # who has the file open keeps it
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
    assert _total(backend) == 29
    for call in (_total, lambda b: b.index(made_papers(1)), lambda b: b.status()):
        with pytest.raises(
            BackendUnavailable, match=rf"{path.name} is not what was written\. Run: manage\.py"
        ):
            call(_open(root))
    path.write_bytes(whole)  # written anew, and sound
    assert _total(_open(root)) == 29
    assert _open(root).index(made_papers(5, first=100)).indexed == 5
    assert _total(_open(root)) == 34


def test_a_copied_index_is_read_and_found_sound(root, tmp_path):
    _open(root).index(made_papers(30))
    shutil.copytree(root, tmp_path / "copy", copy_function=shutil.copyfile)
    (notes,) = (tmp_path / "copy").glob("gen-*/files.json")
    assert _total(_open(tmp_path / "copy")) == 30
    notes.write_text("[]")
    assert _total(_open(tmp_path / "copy")) == 30
    notes.unlink()
    assert _total(_open(tmp_path / "copy")) == 30


def test_one_rebuild_at_a_time(root):
    with _open(root).rebuild() as build:
        build.add(made_papers(1))
        with pytest.raises(BackendUnavailable, match=r"rebuild\.lock"), _open(root).rebuild():
            pass
    assert _total(_open(root)) == 1


def test_a_writer_waits_and_then_says_so(root, monkeypatch):
    monkeypatch.setattr(writer, "WAIT_S", 0.1)
    backend = _open(root)
    backend.index(made_papers(1))
    with generations.locked(root, "write", wait_s=0), pytest.raises(BackendUnavailable, match=r"write\.lock"):
        backend.index(made_papers(2))


def test_indexing_goes_on_during_a_rebuild(root):
    backend = _open(root)
    backend.index(made_papers(5))
    with backend.rebuild() as build:
        build.add(made_papers(3))
        backend.index([paper("2409.00001")])
        assert _total(backend) == 6
    assert _total(backend) == 3


def test_threads_search_while_papers_arrive(root):
    backend = _open(root)
    backend.index(made_papers(50))
    seen, errors = [], []
    done = threading.Event()

    def search():
        try:
            while not done.is_set():
                seen.append(_total(backend))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(3):
        backend.index(made_papers(10, first=1_000 + 10 * number))
    with backend.rebuild() as build:
        build.add(made_papers(7))
    done.set()
    for thread in threads:
        thread.join(30)
    assert errors == []
    assert set(seen) <= {50, 60, 70, 80, 7}
    assert _total(backend) == 7


def _in_child(backend, answers):
    answers.put((_total(backend), backend.index(made_papers(3, first=500)).indexed, _total(backend)))


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_goes_on(root):
    backend = _open(root)
    backend.index(made_papers(10))
    assert _total(backend) == 10
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    child = context.Process(target=_in_child, args=(backend, answers))
    child.start()
    assert answers.get(timeout=30) == (10, 3, 13)
    child.join(30)
    assert child.exitcode == 0
    assert _total(backend) == 13


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_cannot_be_written(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(BackendUnavailable, match="cannot be written"):
        _open(tmp_path / "index").index(made_papers(1))


@pytest.mark.parametrize(
    "url", ["tantivy://relative/x", "tantivy:///", "tantivy://", "memory", "solr://x", ""]
)
def test_addresses_of_no_engine(url):
    with pytest.raises(ValueError):
        open_backend(url)
