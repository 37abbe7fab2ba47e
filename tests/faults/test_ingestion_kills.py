"""Processes killed by SIGKILL in the middle of their work: the next ones finish it, and nothing is lost, doubled or out of step."""

import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.arxiv import Announced, Rule, Settings, faults, running
from tests.conftest import missing
from tests.faults.ingestion_stack import Stack, kill, papers, postgres, until, world
from tests.services.missing import ServiceMissing

PAGES = Settings(records_per_page=20)


@pytest.fixture(params=["sqlite", "postgresql"])
def stack(request, tmp_path):
    with running(world(120), settings=PAGES) as arxiv:
        if request.param == "sqlite":
            made = Stack(tmp_path, arxiv)
            made.run("migrate", "--verbosity", "0")
            yield made
            return
        try:
            with postgres() as server, server.running():
                made = Stack(tmp_path, arxiv, server.address)
                made.run("migrate", "--verbosity", "0")
                yield made
        except ServiceMissing as error:
            missing(str(error))


def lists_asked(stack) -> int:
    return sum("verb=ListRecords" in asked.address for asked in stack.arxiv.asked)


def test_killed_mid_page_and_between_store_and_index(stack):
    # Mid-page: with the page in hand, and with half of it written.
    stack.struck("worker.ingestion.upsert:3", "harvest", "oai")
    assert len(stack.stored()) == 40
    stack.struck("worker.ingestion._keep_rejected:2", "harvest", "oai")
    assert len(stack.stored()) == 60
    asked = lists_asked(stack)
    # Between store and index: everything is stored, nothing searchable yet; the engine has it, the store does not know.
    stack.struck("worker.indexing._mark:1", "harvest", "oai")
    assert lists_asked(stack) - asked <= 3, "gone on with, not begun anew"
    assert len(stack.stored()) == 120
    stack.run("index")
    stack.is_whole()


def test_killed_mid_sync_and_mid_rebuild(stack):
    stack.run("harvest", "oai")
    stack.arxiv.world.tell(*changed(papers(120)))
    stack.run("harvest", "oai", "--restart", "--no-index")
    # In a sync; then in a rebuild: while it is built, before the swap, after it.
    stack.struck("worker.indexing._mark:1", "index")
    stack.struck("worker.indexing.search_document:50", "index", "--rebuild")
    stack.struck("worker.indexing._call_stale_what_differs:1", "index", "--rebuild")
    stack.struck("worker.indexing._chunks:2", "index", "--rebuild")
    stack.run("index")
    stack.is_whole()


def changed(told):
    """A third of the papers, with other titles, told the day after."""
    some = [paper for paper in told if int(paper.id[-3:]) % 3 == 0]
    return [replace(p, title=p.title + " again", datestamp=p.datestamp + timedelta(1)) for p in some]


def test_killed_at_random_moments_until_it_is_done(tmp_path):
    moments = random.Random(11)
    with running(world(200), settings=PAGES, rules=(Rule(faults.delay(0.05)),)) as arxiv:
        stack = Stack(tmp_path, arxiv)
        stack.run("migrate", "--verbosity", "0")
        for _ in range(4):
            process = stack.start("harvest", "oai")
            asked = len(arxiv.asked) + moments.randint(1, 3)
            until(
                lambda asked=asked, process=process: len(arxiv.asked) >= asked or process.poll() is not None,
                "requests",
            )
            kill(process)
        stack.run("harvest", "oai")
        stack.is_whole()


def test_a_termination_ends_at_the_page_and_says_how_to_go_on(tmp_path):
    with running(world(200), settings=PAGES, rules=(Rule(faults.delay(0.1)),)) as arxiv:
        stack = Stack(tmp_path, arxiv)
        stack.run("migrate", "--verbosity", "0")
        process = stack.start("harvest", "oai")
        until(lambda: len(arxiv.asked) >= 4, "a few pages")
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate(timeout=20)
        assert process.returncode == 130, told
        assert "goes on from here" in told
        assert 0 < len(stack.stored()) < 200
        assert len(stack.stored()) % 20 == 0
        asked = len(arxiv.asked)
        stack.run("harvest", "oai")
        # Identify is asked once; of the ten pages the one that was read ahead, when the signal came, is asked for again.
        assert len(arxiv.asked) - asked <= 10 - (asked - 1) + 2
        stack.is_whole()


def test_the_worker_without_a_broker_brings_papers_and_ends_by_a_signal(tmp_path):
    day = date(2026, 11, 17)
    made = world(30)
    made.announce(day, *(Announced(paper.id, 1, "new") for paper in papers(30)))
    with running(made, now=datetime(2026, 11, 17, 17, tzinfo=UTC)) as arxiv:
        stack = Stack(tmp_path, arxiv)
        stack.run("migrate", "--verbosity", "0")
        process = stack.start("work", "--while", str(os.getpid()), "cs.LG", "hep-ph")
        until(lambda: len(stack.stored()) == 30, "every paper of the day")
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate(timeout=30)
        assert process.returncode == 0, told
        assert "new papers from arXiv (cs.LG)" in told
        stack.run("index")
        stack.is_whole()


def test_the_book_says_that_the_killed_site_ended_the_run_beside_it_and_nobody_else(tmp_path):
    later = (Rule(faults.status(503, "60")),)
    with running(world(30), now=datetime(2026, 11, 17, 17, tzinfo=UTC), rules=later) as arxiv:
        stack = Stack(tmp_path, arxiv)
        stack.run("migrate", "--verbosity", "0")
        with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as site:
            process = stack.start("work", "--while", str(site.pid), "cs.LG")
            until(lambda: bool(arxiv.asked), "a request, and the pause that arXiv asks for")
            site.kill()
        told, _ = process.communicate(timeout=30)
    assert process.returncode == 0, told
    runs = set(stack.ask("SELECT state, error FROM worker_harvestrun"))
    assert runs == {("interrupted", "stopped: the process that it ran beside has ended")}, told
