"""Politeness over real processes on both databases: one request at a time, spaced, and nobody waits long for the dead."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest

from tests.arxiv import ArxivServer, Rule, World, faults, running
from tests.arxiv.made import made_papers
from tests.source_tree import ROOT

WORKERS = 4
EACH = 3
READERS = 4
INTERVAL_S = 0.3
READ_S = 3.0
LEASE_S = READ_S + 1.0


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new database of its own, empty."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'turns.sqlite3'}"
        return
    server = request.getfixturevalue("postgresql_url")
    name = f"test_turns_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def arxiv() -> Iterator[ArxivServer]:
    with running(World(made_papers(3))) as server:
        yield server


@pytest.fixture
def environment(database_url: str, arxiv: ArxivServer, tmp_path: Path) -> dict[str, str]:
    """That of the processes; their database has the tables of the worker."""
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("COOLPAPERS_", "DJANGO_"))
    }
    own |= arxiv.environment() | {
        "DJANGO_SETTINGS_MODULE": "coolpapers.settings",
        "COOLPAPERS_DATA_DIR": str(tmp_path / "data"),
        "COOLPAPERS_DATABASE_URL": database_url,
        "COOLPAPERS_REQUEST_INTERVAL_S": str(INTERVAL_S),
    }
    command = [sys.executable, "manage.py", "migrate", "worker", "-v0", "--skip-checks"]
    subprocess.run(command, cwd=ROOT, env=own, check=True, timeout=60)
    return own


def ready(
    arxiv: ArxivServer, environment: Mapping[str, str], counts: Sequence[int], *words: str
) -> list[subprocess.Popen[str]]:
    """Processes that will ask as often as told, up and waiting for a word."""
    words = ("--read", str(READ_S), *words)
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.arxiv.asking", arxiv.oai_url, str(count), *words],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for count in counts
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    return processes


def start(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def answers(process: subprocess.Popen[str]) -> list[tuple[float, int]]:
    """When and with which status each request was answered, once the process has ended."""
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    rows = [line.split() for line in output.splitlines()]
    return [(float(second), int(status)) for second, status in rows]


def test_four_workers_ask_one_at_a_time_and_keep_their_distance(
    arxiv: ArxivServer, environment: dict[str, str]
) -> None:
    arxiv.script.rules.append(Rule(faults.delay(0.05)))  # so that two at once would be seen
    processes = ready(arxiv, environment, [EACH] * WORKERS)
    for process in processes:
        start(process)
    answered = [answer for process in processes for answer in answers(process)]
    assert [status for _, status in answered] == [200] * WORKERS * EACH
    book = sorted(arxiv.asked, key=lambda asked: asked.began)
    assert len(book) == WORKERS * EACH
    assert min(b.began - a.ended for a, b in pairwise(book)) >= INTERVAL_S


def test_a_worker_killed_within_a_request_holds_up_the_others_for_its_lease_at_most(
    arxiv: ArxivServer, environment: dict[str, str]
) -> None:
    arxiv.script.rules.append(Rule(faults.delay(60), at=frozenset({1})))
    dying, *others = ready(arxiv, environment, [1, 1, 1])
    start(dying)
    while not arxiv.asked:
        assert dying.poll() is None
        time.sleep(0.01)
    dying.kill()
    dying.communicate()
    for process in others:
        start(process)
    answered = sorted(second for process in others for second, _ in answers(process))
    waited = answered[0] - arxiv.asked[0].began
    assert LEASE_S - 0.5 < waited < LEASE_S + 8
    assert answered[1] - answered[0] >= INTERVAL_S


def test_a_reader_waits_for_one_request_of_a_harvest_and_no_more(
    arxiv: ArxivServer, environment: dict[str, str]
) -> None:
    answer_s = 0.2
    arxiv.script.rules.append(Rule(faults.delay(answer_s)))
    harvests = ready(arxiv, environment, [12, 12])
    readers = ready(arxiv, environment, [1] * READERS, "--urgent")
    for process in harvests:
        start(process)
    waited = []
    for process in readers:
        before = len(arxiv.asked)
        while len(arxiv.asked) < before + 2:  # the harvests are at it
            time.sleep(0.01)
        wished = time.monotonic()
        start(process)
        ((answered, status),) = answers(process)
        assert status == 200
        waited.append(answered - wished)
    for process in harvests:
        answers(process)
    # What is on its way, the rest after it, and the reader's own; two harvests alone would win two turns of three by chance.
    assert max(waited) < 2 * answer_s + INTERVAL_S + 0.4
    book = sorted(arxiv.asked, key=lambda asked: asked.began)
    assert min(b.began - a.ended for a, b in pairwise(book)) >= INTERVAL_S
