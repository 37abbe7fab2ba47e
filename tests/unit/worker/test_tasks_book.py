"""Tasks at their edges: the book is tidied, a taken lease and a killed process's message, JSON results, the sample steps aside."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from celery._state import _task_stack
from celery.exceptions import Retry

from coolpapers.papers.models import Paper
from tests.unit.worker.arxiv_world import TUESDAY, eastern
from worker import tasks
from worker.holding import LEASE_S
from worker.leases import lease
from worker.models import HarvestRun, Rejected
from worker.pipeline import ingest
from worker.sample import SAMPLE
from worker.sources.snapshot import SnapshotSource

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("memory_index")]


def old_run(source: str, target: str, days: int) -> HarvestRun:
    run = HarvestRun.objects.create(source=source, target=target, state="done")
    HarvestRun.objects.filter(pk=run.pk).update(started=datetime.now(UTC) - timedelta(days=days))
    return run


def test_the_book_forgets_what_nobody_needs():
    first, second = old_run("oai", "x", 90), old_run("oai", "x", 60)
    odd = old_run("oai", "x", 80)
    Rejected.objects.create(run=odd, identifier="2611.00001", position="x:1", reason="odd", raw="{}")
    last = old_run("oai", "x", 50)
    single, young = old_run("api", "3 ids", 40), old_run("api", "5 ids", 3)
    assert tasks.tidy_book()["forgotten"] == 3
    assert set(HarvestRun.objects.values_list("pk", flat=True)) == {odd.pk, last.pk, young.pk}
    assert not {first.pk, second.pk, single.pk} & set(HarvestRun.objects.values_list("pk", flat=True))


def test_every_result_is_json(arxiv):
    arxiv.clock.set(eastern(TUESDAY, 12))
    for task in (
        tasks.fetch_wanted,
        tasks.sync_index,
        tasks.harvest_announcements,
        tasks.harvest_oai,
        tasks.rebuild_index,
        tasks.tidy_book,
    ):
        told = task.delay().get()
        assert json.loads(json.dumps(told)) == told


def test_the_invented_sample_steps_aside_for_announced_papers(arxiv):
    ingest(SnapshotSource(str(SAMPLE)))
    assert Paper.objects.count() > 100
    assert tasks.harvest_announcements(["cs.LG"])["created"] == 6
    assert Paper.objects.count() == 6


def test_work_that_another_does_is_left_to_it(arxiv):
    tasks.rebuild_index()
    for name, task in (
        ("harvest oai", tasks.harvest_oai),
        ("index", tasks.sync_index),
        ("index rebuild", tasks.rebuild_index),
    ):
        with lease(name, seconds=60):
            assert task() == {"state": "left to another"}


def test_a_killed_process_s_message_comes_again_when_its_lease_has_run_out(arxiv):
    task = tasks.harvest_oai
    task.push_request(delivery_info={"redelivered": True}, is_eager=False, called_directly=False, id="1")
    _task_stack.push(task)
    try:
        with lease("harvest oai", seconds=60), pytest.raises(Retry) as told:
            task.run()
    finally:
        _task_stack.pop()
        task.pop_request()
    assert LEASE_S < told.value.when < LEASE_S + 5
