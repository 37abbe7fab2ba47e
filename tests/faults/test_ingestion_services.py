"""PostgreSQL, Redis and Elasticsearch stopped and started again under a harvest; Celery's processes killed: the end is always whole."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.arxiv import Announced, Rule, Settings, World, faults, running
from tests.conftest import missing
from tests.faults.ingestion_stack import Stack, papers, postgres, until, world
from tests.services.elasticsearch import elasticsearch_node
from tests.services.missing import ServiceMissing
from tests.services.program import free_port, listening, private_folder
from tests.services.program import running as program

PAGES = Settings(records_per_page=20)
SLOWLY = (Rule(faults.delay(0.15)),)


@pytest.fixture(autouse=True)
def _complete() -> Iterator[None]:
    try:
        yield
    except ServiceMissing as error:
        missing(str(error))


def test_postgresql_is_away_for_a_while_under_a_harvest(tmp_path):
    with running(world(240), settings=PAGES, rules=SLOWLY) as arxiv, postgres() as server:
        stack = Stack(tmp_path, arxiv, server.address)
        with server.running():
            stack.run("migrate", "--verbosity", "0")
            process = stack.start("harvest", "oai")
            until(lambda: len(arxiv.asked) >= 4, "a few pages")
        until(
            lambda: not listening(int(server.address.split(":")[-1].split("/")[0])), "the end of the server"
        )
        with server.running():
            told, _ = process.communicate(timeout=60)
            # The page in hand waited for the store: the same process goes on.
            assert process.returncode == 0, told
            assert "store away" in told
            stack.is_whole()


def test_elasticsearch_is_away_for_a_while_under_a_harvest(tmp_path):
    with running(world(60), settings=PAGES) as arxiv, elasticsearch_node() as node:
        stack = Stack(tmp_path, arxiv, engine=f"{node.address}/papers?timeout=2")
        stack.run("migrate", "--verbosity", "0")
        with node.running():
            stack.run("harvest", "oai")
            stack.is_whole()
        arxiv.world.tell(*papers(30, first=101))
        told = stack.run("harvest", "oai", "--restart", code=1)
        assert "stays queued: manage.py index" in told
        assert len(stack.stored()) == 90
        with node.running():
            stack.run("index")
            stack.is_whole()


def today() -> tuple[datetime, World]:
    """Noon of this very day at arXiv, with papers that changed today, and a list of today that names one more."""
    now = datetime.now(UTC).replace(hour=17, minute=0)
    made = World()
    made.tell(*papers(160, now.date()))
    made.announce(now.date(), Announced("2611.00001", 1, "new"))
    return now, made


@contextlib.contextmanager
def redis_server() -> Iterator[tuple[str, Callable[[], contextlib.AbstractContextManager[None]]]]:
    """The address of a Redis that keeps nothing, and how it is started; each start begins empty."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        raise ServiceMissing("Redis is not installed (apt-get install redis-server)")
    port = free_port()
    with private_folder("redis") as folder:
        command = [
            found,
            "--bind",
            "127.0.0.1",
            "--port",
            str(port),
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(folder),
        ]
        yield (
            f"redis://127.0.0.1:{port}/0",
            lambda: program(command, folder, lambda: listening(port), within_s=10),
        )


@contextlib.contextmanager
def celery(stack: Stack, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """One of Celery's processes; its words go to a file, and all of its family is gone afterwards."""
    with (stack.folder / f"{words[0]}.log").open("w") as log:
        process = stack.start(*words, program="celery", output=log)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its session is its own
        process.wait()


def children(pid: int) -> list[int]:
    """The processes of a pool."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def last_run(stack: Stack) -> tuple[str, str]:
    """State and reason of the last harvest by OAI-PMH."""
    query = "SELECT state, error FROM worker_harvestrun WHERE source = 'oai' ORDER BY id DESC LIMIT 1"
    return next(iter(stack.ask(query)), ("", ""))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them")
def test_celery_outlives_killed_children_and_a_redis_that_forgets_and_ends_at_a_page(tmp_path):
    now, made = today()
    slowly = (Rule(faults.delay(0.3), path="/oai"),)
    with running(made, now=now, settings=PAGES, rules=slowly) as arxiv, redis_server() as (address, start):
        stack = Stack(tmp_path, arxiv, more={"COOLPAPERS_BROKER_URL": address})
        stack.run("migrate", "--verbosity", "0")
        with contextlib.ExitStack() as processes:
            with start():
                worker = processes.enter_context(
                    celery(stack, "worker", "--concurrency", "2", "--loglevel", "INFO")
                )
                processes.enter_context(celery(stack, "beat"))
                until(lambda: len(stack.stored()) >= 40, "the first pages")
                for child in children(worker.pid):
                    os.kill(child, signal.SIGKILL)
                # The killed child's message goes back to its queue, and is done when the lease has run out.
                until(lambda: last_run(stack)[0] == "done", "the whole harvest")
                assert len(stack.stored()) == 160
            arxiv.world.tell(*papers(60, now.date(), first=201))
            with start():
                # Redis forgot everything; what is to be done stands in the database, and the timetable goes on.
                stack.ask(
                    "INSERT INTO papers_wanted (arxiv_id, asked, tries, state, reason) "
                    "VALUES ('2611.00201', '2026-11-22 12:00:00', 0, 'waiting', '') RETURNING arxiv_id"
                )
                until(lambda: "2611.00201" in stack.stored(), "the reader's paper", within_s=40)
                asked = len(arxiv.asked)
                call = stack.start("call", "worker.tasks.harvest_oai", "--queue", "today", program="celery")
                call.communicate(timeout=30)
                until(lambda: len([r for r in arxiv.asked[asked:] if "/oai" in r.address]) >= 3, "a harvest")
                worker.send_signal(signal.SIGTERM)
                until(lambda: worker.poll() is not None, "the end of the worker", within_s=30)
                assert last_run(stack) == ("interrupted", "stopped")
                stack.run("harvest", "oai", "--from", str(now.date()))
                stack.is_whole()
