"""Rebuilds by the commands of this service while others harvest, index and search: no query fails, no update is lost."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from search import SearchBackend, SearchQuery, Sort, open_backend, parse_query
from tests.contract.search.papers import made_papers
from tests.services.indices import removed_afterwards

ROOT = Path(__file__).resolve().parents[2]
PAPERS = 2_000
ROUNDS = 4  # harvests under way, each with NEW new papers and as many new versions of papers that are there
NEW = 40
REBUILDS = 2
GRAPHS = SearchQuery(parse_query("graph"), limit=20, facets=("category",))


@dataclass(slots=True)
class Searching:
    """Someone who searches and turns pages without a pause, and what came of it."""

    backend: SearchBackend
    pages: int = 0
    repeated: int = 0  # cursors that went on in another index and showed a paper again
    totals: list[int] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.done.is_set():
            try:
                self.look()
            except Exception as error:
                self.failures.append(error)
                self.done.wait(0.05)

    def look(self) -> None:
        first = self.backend.search(GRAPHS)
        assert first.next
        second = self.backend.search(SearchQuery(GRAPHS.clause, limit=20, after=first.next))
        self.repeated += not {hit.id for hit in first.hits}.isdisjoint(hit.id for hit in second.hits)
        newest = self.backend.search(SearchQuery(sort=Sort.NEWEST, limit=20))
        self.totals.append(newest.total)
        assert len(first.hits) == len(second.hits) == len(newest.hits) == 20
        self.pages += 3
        self.done.wait(0.02)  # leaves something of two processors to the others


def snapshot(path: Path, first: int, count: int, mark: str = "") -> Path:
    """Papers from number `first` on as a snapshot file; with a mark, as versions that have it in their titles."""
    lines = []
    for number, made in enumerate(made_papers(count, first=first), first):
        created = ["Mon, 1 Jan 2024 00:00:00 GMT"] + ["Tue, 7 May 2024 00:00:00 GMT"] * bool(mark)
        record = {
            "id": f"2401.{number:05d}",
            "submitter": None,
            "authors": "Ada Lovelace",
            "title": f"{made.title} {mark}".strip(),
            "comments": None,
            "journal-ref": None,
            "doi": None,
            "report-no": None,
            "categories": " ".join(made.categories),
            "license": None,
            "abstract": f"A graph of {made.abstract}",
            "versions": [{"version": f"v{at}", "created": day} for at, day in enumerate(created, 1)],
            "update_date": "2024-05-07" if mark else "2024-01-02",
            "authors_parsed": [["Lovelace", "Ada", ""]],
        }
        lines.append(json.dumps(record))
    path.write_text("\n".join(lines) + "\n")
    return path


class Service:
    """manage.py over a folder and an engine of its own."""

    def __init__(self, folder: Path, search_url: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COOLPAPERS_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        self._environ = kept | {
            "COOLPAPERS_DATA_DIR": str(folder),
            "COOLPAPERS_SEARCH_URL": search_url,
            "COOLPAPERS_SECRET_KEY": "a key for the tests, known to everybody",
            "COOLPAPERS_DEBUG": "false",
            "COOLPAPERS_ALLOWED_HOSTS": "localhost",
        }

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            env=self._environ,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command: str) -> str:
        process = self.start(*command)
        told, _ = process.communicate(timeout=120)
        assert process.returncode == 0, (command, told[-2_000:])
        return told


@pytest.fixture(params=["tantivy", "elasticsearch"])
def search_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "tantivy":
        yield f"tantivy://{tmp_path / 'index'}"
    else:
        server = request.getfixturevalue("elasticsearch_url")
        with removed_afterwards(f"{server}/rebuilt{os.getpid()}") as url:
            yield url


def test_rebuilt_under_load(tmp_path: Path, search_url: str) -> None:
    service = Service(tmp_path / "data", search_url)
    service.run("migrate", "--verbosity=0")
    service.run("harvest", "snapshot", str(snapshot(tmp_path / "papers.jsonl", 1, PAPERS)))
    searching = [Searching(open_backend(search_url)) for _ in range(2)]
    threads = [threading.Thread(target=one.run) for one in searching]
    for thread in threads:
        thread.start()
    try:
        rebuilding = threading.Thread(
            target=lambda: [rebuilt.append(service.run("index", "--rebuild")) for _ in range(REBUILDS)]
        )
        rebuilt: list[str] = []
        rebuilding.start()
        harvested = 0
        while harvested < ROUNDS or rebuilding.is_alive():
            new = snapshot(tmp_path / f"new{harvested}.jsonl", 1 + PAPERS + harvested * NEW, NEW)
            changed = snapshot(
                tmp_path / f"old{harvested}.jsonl", 1 + harvested * NEW, NEW, f"marked{harvested}"
            )
            service.run("harvest", "snapshot", str(new), str(changed))
            harvested += 1
            assert harvested < PAPERS // NEW
        rebuilding.join()
    finally:
        for one in searching:
            one.done.set()
        for thread in threads:
            thread.join()
    assert len(rebuilt) == REBUILDS
    assert [one.failures for one in searching] == [[], []]
    assert min(one.pages for one in searching) > 30
    assert max(one.repeated for one in searching) <= REBUILDS
    expected = PAPERS + harvested * NEW
    for one in searching:
        assert one.totals[0] == PAPERS
        assert max(one.totals) <= expected

    told = json.loads(service.run("status", "--json"))
    assert told["stale_documents"] == 0, told
    backend = open_backend(search_url)
    assert backend.status().documents == expected
    for number in range(harvested):
        found = backend.search(SearchQuery(parse_query(f"title:marked{number}"), limit=100))
        assert {hit.id for hit in found.hits} == {
            f"2401.{at:05d}" for at in range(1 + number * NEW, 1 + (number + 1) * NEW)
        }
    ids = {f"2401.{at:05d}" for at in range(1 + PAPERS, 1 + expected)}
    assert backend.search(SearchQuery(ids=frozenset(ids))).total == len(ids)
