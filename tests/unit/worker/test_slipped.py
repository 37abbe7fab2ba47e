"""Records that slip through a long list while it is read: every paper is held in the end, once and as of its last change."""

from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from coolpapers.papers.models import Paper
from tests.arxiv import Rule, faults
from tests.arxiv.settings import Settings
from tests.unit.worker.arxiv_world import TUESDAY, paper
from worker import network, tasks
from worker.increments import harvest_all
from worker.ingestion import ingest
from worker.models import HarvestRun
from worker.slipped import NAME, fetch_slipped

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("memory_index")]

LONG_AGO = date(2026, 10, 1)
BULK = [f"2611.{n:05d}" for n in range(101, 108)]
WHOLE = {f"2611.{n:05d}" for n in (*range(1, 9), 20)} | set(BULK)


@pytest.fixture
def moving(arxiv):
    """Three records an answer; seven papers of one old day, the first of which changes as soon as the first answer is made."""
    arxiv.oai.settings = Settings(records_per_page=3, identifiers_per_page=5)
    arxiv.world.tell(*(paper(n, day=LONG_AGO) for n in range(101, 108)))

    def change(reply):
        arxiv.world.tell(replace(paper(101, day=TUESDAY), title="Changed"))
        return reply

    arxiv.script.rules.append(Rule(change, path="verb=ListRecords", at=frozenset({1})))
    return arxiv


def held() -> set[str]:
    return set(Paper.objects.values_list("pk", flat=True))


def asked(arxiv, verb: str) -> int:
    return sum(verb in request.address for request in arxiv.asked)


def test_a_record_skipped_by_a_token_is_fetched_by_its_id(moving):
    run = harvest_all()
    assert run.state == HarvestRun.State.DONE
    assert {"2611.00104"} == WHOLE - held()
    (proof,) = fetch_slipped()
    assert (proof.source, proof.state, proof.created) == (NAME, HarvestRun.State.DONE, 1)
    assert held() == WHOLE
    assert Paper.objects.get(pk="2611.00101").title == "Changed"
    assert asked(moving, "GetRecord") == 1


def test_a_list_is_held_against_the_identifiers_once(moving):
    harvest_all()
    fetch_slipped()
    assert fetch_slipped() == []
    harvest_all()
    assert fetch_slipped() == []


def test_the_command_and_the_task_leave_nothing_out(moving):
    out = StringIO()
    call_command("harvest", "oai", stdout=out)
    assert "slipped through the list while it was read, fetched by id: 1 papers" in out.getvalue()
    assert held() == WHOLE
    Paper.objects.filter(pk__in=BULK).delete()
    HarvestRun.objects.all().delete()
    moving.script.rules[0].seen = 0
    run = ingest(network.oai())
    assert run.state == HarvestRun.State.DONE
    assert tasks.harvest_oai()["state"] == HarvestRun.State.DONE
    assert held() == WHOLE


def test_a_list_of_one_answer_and_one_of_the_last_days_are_left_alone(moving):
    moving.oai.settings = Settings()
    harvest_all()
    moving.oai.settings = Settings(records_per_page=3)
    ingest(network.oai(since=TUESDAY - timedelta(3)))
    assert fetch_slipped() == []
    assert asked(moving, "ListIdentifiers") == 0


def test_identifiers_that_cannot_be_read_to_the_end_are_gone_on_with(moving):
    harvest_all()
    moving.script.rules.append(
        Rule(faults.status(503), path="verb=ListIdentifiers", at=frozenset(range(3, 99)))
    )
    (proof,) = fetch_slipped()
    assert (proof.state, proof.pages) == (HarvestRun.State.FAILED, 3)
    del moving.script.rules[1:]
    (proof,) = fetch_slipped()
    assert (proof.state, held()) == (HarvestRun.State.DONE, WHOLE)
    assert fetch_slipped() == []


def test_papers_that_could_not_be_read_are_not_asked_for_again(moving):
    moving.world.tell(replace(paper(109, day=LONG_AGO), categories=("tea.TEA",)))
    run = harvest_all()
    assert run.rejected == 1
    (proof,) = fetch_slipped()
    assert (proof.created, proof.rejected, asked(moving, "GetRecord")) == (1, 0, 1)
