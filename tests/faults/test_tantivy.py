"""Tantivy's processes killed with SIGKILL at any moment: old results are served, nothing is lost, the next run heals."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search import IndexMissing, SearchBackend, SearchQuery, open_backend, parse_query
from tests.contract.search.papers import paper
from tests.faults.tantivy_writing import BATCH, REBUILT, papers

ROUNDS = 25
# Longer than one addition of BATCH papers takes, most of which is its commit.
LATEST_S = 0.12
EVERYTHING = SearchQuery(limit=9_999)


@contextmanager
def writing(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.faults.tantivy_writing", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def held(root: Path) -> set[str]:
    """What a process that starts now finds."""
    page = _open(root).search(EVERYTHING)
    ids = {hit.id for hit in page.hits}
    assert page.total == len(ids) == len(page.hits)
    return ids


def _open(root: Path) -> SearchBackend:
    return open_backend(f"tantivy://{root}")


def _ids(number: int, first: int = 0) -> set[str]:
    return {f"2401.{at:05d}" for at in range(first, first + number)}


def _builds(root: Path) -> list[Path]:
    return list(root.glob("gen-*"))


def test_killed_while_papers_are_added(tmp_path: Path) -> None:
    moments = random.Random(1)
    reader = _open(tmp_path)  # opened before, and never again
    reader.index([])
    done = 0
    halfway = 0
    for _ in range(ROUNDS):
        with writing("index", tmp_path, done) as process:
            acknowledged = int(told(process))
            time.sleep(moments.uniform(0, LATEST_S))
            os.kill(process.pid, signal.SIGKILL)
            assert process.stdout
            acknowledged = max([acknowledged, *map(int, process.stdout.read().split())])
            process.wait()
        found = held(tmp_path)
        # All that was acknowledged; an addition is there as a whole or not at all.
        assert found in (_ids(acknowledged), _ids(acknowledged + BATCH))
        assert {hit.id for hit in reader.search(EVERYTHING).hits} == found
        halfway += len(found) > acknowledged
        done = len(found)
    assert reader.index([paper("2501.00001", "graph of graphs")]).indexed == 1
    assert held(tmp_path) == _ids(done) | {"2501.00001"}
    assert halfway < ROUNDS  # some died before the commit counted
    left = [path for path in _builds(tmp_path)[0].iterdir() if path.suffix in {".term", ".tmp"}]
    assert len(left) < ROUNDS  # what the dead left on the disk is collected


def test_killed_during_a_rebuild(tmp_path: Path) -> None:
    moments = random.Random(2)
    _open(tmp_path).index(papers(200))
    graphs = SearchQuery(parse_query("graph"), limit=50)
    before = _open(tmp_path).search(graphs)
    for _ in range(8):
        with writing("rebuild", tmp_path) as process:
            assert told(process) == "building"
            time.sleep(moments.uniform(0, 0.3))
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        found = held(tmp_path)
        assert found in (_ids(200), _ids(REBUILT, 5_000))
        if found == _ids(200):
            assert _open(tmp_path).search(graphs).hits == before.hits
        else:  # one rebuild had ended; begin again
            with _open(tmp_path).rebuild() as build:
                build.add(papers(200))
        assert len(_builds(tmp_path)) <= 2  # a rebuild removes what the one before it left
    with _open(tmp_path).rebuild() as build:
        build.add(papers(3))
    assert held(tmp_path) == _ids(3)
    assert len(_builds(tmp_path)) == 1


def test_killed_at_every_step_of_the_swap(tmp_path: Path) -> None:
    """Old or new, as a whole, at any step; and the next rebuild leaves one build and no other file behind."""
    swapped = False
    seen = []
    for step in range(1, 60):
        root = tmp_path / str(step)
        _open(root).index(papers(30))
        with writing("swap", root, step) as process:
            swapped = told(process) == "swapped"
            process.wait()
        found = held(root)
        assert found in (_ids(30), _ids(REBUILT, 5_000))
        seen.append(len(found))
        assert _open(root).index([paper("2501.00001")]).indexed == 1
        assert held(root) == found | {"2501.00001"}
        with _open(root).rebuild() as build:
            build.add(papers(3))
        assert held(root) == _ids(3)
        assert len(_builds(root)) == 1
        assert {path.name for path in root.iterdir()} == {
            "CURRENT",
            "write.lock",
            "rebuild.lock",
            _builds(root)[0].name,
        }
        if swapped:
            break
    assert swapped
    assert seen == sorted(seen)  # once new, new at every later step
    assert seen.count(30) >= 3
    assert seen.count(REBUILT) >= 3


def test_killed_before_the_first_commit(tmp_path: Path) -> None:
    """Nothing was acknowledged, nothing is served, and the way out is told."""
    root = tmp_path / "index"
    with writing("rebuild", root) as process:
        assert told(process) == "building"
        while not _builds(root):
            time.sleep(0.001)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with pytest.raises(IndexMissing, match=r"manage\.py index --rebuild"):
        _open(root).search(SearchQuery())
    with _open(root).rebuild() as build:
        build.add(papers(3))
    assert held(root) == _ids(3)
    assert len(_builds(root)) == 1
