"""The data path over the real store and the real engine: resume, rejected records, the queue of the index, rebuilds."""

import gzip
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coolpapers import engine
from coolpapers.papers.models import Listing, Paper, Version
from coolpapers.papers.selectors import stale_papers
from coolpapers.papers.store import upsert
from search import SearchQuery, parse_query
from tests.worlds import record
from worker import tasks
from worker.models import HarvestRun, Rejected
from worker.pipeline import ingest, rebuild_index, sync_index
from worker.sample import SAMPLE
from worker.sources.snapshot import PAGE, SnapshotSource

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["tantivy", "memory"])
def backend(request, tmp_path, settings):
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index" if request.param == "tantivy" else "memory://"
    engine.search_backend.cache_clear()
    yield engine.search_backend()
    engine.search_backend.cache_clear()


def line(number: int, **changes: object) -> str:
    fields = {
        "id": f"2611.9{number:04d}", "title": f"Teapot {number}", "abstract": "Of tea.", "categories": "cs.LG", "authors_parsed": [["Kettle", "Ada", ""]],
        "versions": [{"version": "v1", "created": "Mon, 16 Nov 2026 15:00:00 GMT"}], "update_date": "2026-11-17",
    }  # fmt: skip
    return json.dumps({**fields, **changes}) + "\n"


def found(text: str) -> set[str]:
    page = engine.search_backend().search(SearchQuery(clause=parse_query(text), limit=100))
    return {hit.id for hit in page.hits}


class Interrupted(SnapshotSource):
    """A snapshot whose reader presses Ctrl-C after some pages."""

    def __init__(self, path: str, after: int) -> None:
        super().__init__(path)
        self._after = after

    def pages(self, cursor):
        for number, page in enumerate(super().pages(cursor)):
            if number == self._after:
                raise KeyboardInterrupt
            yield page


def test_a_harvest_goes_on_where_it_was_stopped(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(line(n) for n in range(1, 3 * PAGE + 1)))
    run = ingest(Interrupted(str(path), after=1))
    assert (run.state, run.created) == (HarvestRun.State.INTERRUPTED, PAGE)
    run = ingest(SnapshotSource(str(path)))
    assert (run.state, run.created, run.unchanged) == (HarvestRun.State.DONE, 2 * PAGE, 0)
    run = ingest(SnapshotSource(str(path)))
    assert (run.created, run.updated, run.unchanged) == (0, 0, 3 * PAGE)
    assert Paper.objects.count() == Version.objects.count() == Listing.objects.count() == 3 * PAGE


def test_a_run_that_was_killed_is_gone_on_with(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(line(n) for n in range(1, 2 * PAGE + 1)))
    ingest(Interrupted(str(path), after=1))
    HarvestRun.objects.update(state=HarvestRun.State.RUNNING, finished=None)  # as SIGKILL leaves it
    assert ingest(SnapshotSource(str(path))).created == PAGE


def test_rejected_records_are_kept_once_with_their_place_and_text(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text(line(1) + "{broken\n" + line(2, versions=[]) + line(3))
    for _ in range(2):
        run = ingest(SnapshotSource(str(path)))
        assert (run.state, run.rejected) == (HarvestRun.State.DONE, 2)
    assert [(r.identifier, r.position) for r in Rejected.objects.order_by("pk")] == [
        ("", f"{path}:2"),
        ("2611.90002", f"{path}:3"),
    ]
    assert Rejected.objects.filter(raw="{broken").exists()
    assert Paper.objects.count() == 2


def test_a_damaged_archive_fails_the_run_and_keeps_what_was_read(tmp_path):
    path = tmp_path / "papers.gz"
    packed = gzip.compress("".join(line(n, abstract=str(n**9) * 30) for n in range(1, 1500)).encode())
    path.write_bytes(packed[: len(packed) // 2])
    run = ingest(SnapshotSource(str(path)))
    assert run.state == HarvestRun.State.FAILED
    assert "get the file again" in run.error
    assert 0 < Paper.objects.count() == run.created < 1499
    path.write_bytes(packed)
    assert ingest(SnapshotSource(str(path))).state == HarvestRun.State.DONE
    assert Paper.objects.count() == 1499


def test_what_a_damaged_archive_told_is_put_right_by_the_good_one(tmp_path):
    path = tmp_path / "papers.gz"
    good = "".join(line(n, abstract=str(n**9) * 30) for n in range(1, 1500)).encode()
    spoilt = good.replace(b"Teapot 7", b"Teap\x00t 7".replace(b"\x00", b"0"))
    path.write_bytes(gzip.compress(spoilt)[:-6])
    assert ingest(SnapshotSource(str(path))).state == HarvestRun.State.FAILED
    path.write_bytes(gzip.compress(good))
    run = ingest(SnapshotSource(str(path)))
    assert (run.state, run.records) == (HarvestRun.State.DONE, 1499)
    assert Paper.objects.get(pk="2611.90007").title == "Teapot 7"


def test_an_index_of_another_store_is_built_anew():
    upsert([record(f"2611.9{n:04d}") for n in range(1, 8)])
    sync_index()
    Paper.objects.filter(pk__gt="2611.90002").delete()  # as when an older database is put back
    assert sync_index().indexed == 2
    assert found("teapot") == {"2611.90001", "2611.90002"}


def test_the_sample_steps_aside_for_real_papers(tmp_path):
    out = StringIO()
    call_command("harvest", "snapshot", str(SAMPLE), stdout=out)
    assert "aside" not in out.getvalue()
    sample = Paper.objects.count()
    assert sample >= 120
    path = tmp_path / "papers.jsonl"
    path.write_text(line(80_000, id="2611.80000"))
    call_command("harvest", "snapshot", str(path), stdout=out)
    assert f"{sample} invented sample papers stepped aside" in out.getvalue()
    assert set(Paper.objects.values_list("pk", flat=True)) == {"2611.80000"}
    assert engine.search_backend().status().documents == 1


def test_a_store_that_is_not_made_ends_a_command_with_the_mend():
    from worker.management.service_command import ServiceCommand

    class Fails(ServiceCommand):
        requires_system_checks: list[str] = []

        def handle(self, *args, **options):
            list(Paper.objects.raw("SELECT arxiv_id FROM papers_of_nobody"))

    with pytest.raises(CommandError, match=r"papers_of_nobody.*Run: manage.py migrate"):
        call_command(Fails())


def test_the_index_follows_the_store():
    upsert([record(f"2611.9{n:04d}") for n in range(1, 8)])
    assert sync_index().indexed == 7
    assert not stale_papers().exists()
    assert len(found("teapot")) == 7
    upsert([record("2611.90003", title="On the samovar", datestamp=record().datestamp.replace(day=20))])
    assert sync_index().indexed == 1
    assert found("samovar") == {"2611.90003"}
    assert "2611.90003" not in found("title:teapot")
    assert sync_index().indexed == 0


def test_a_limit_leaves_the_rest_queued():
    upsert([record(f"2611.9{n:04d}") for n in range(1, 8)])
    rebuild_index()
    upsert(
        [
            record(f"2611.9{n:04d}", title="changed", datestamp=record().datestamp.replace(day=20))
            for n in range(1, 8)
        ]
    )
    assert sync_index(limit=3).indexed == 3
    assert stale_papers().count() == 4
    assert len(found("changed")) == 3


def test_a_change_while_its_paper_is_being_indexed_is_not_lost(monkeypatch, backend):
    upsert([record()])
    sync_index()
    later = record().datestamp.replace(day=20)
    upsert([record(title="first change", datestamp=later)])
    index = type(backend).index
    calls = []

    def index_while_the_paper_changes(self, documents):
        report = index(self, documents)
        calls.append(report.indexed)
        upsert([record(title="second change", datestamp=later.replace(day=21))])
        return report

    with monkeypatch.context() as patch:
        patch.setattr(type(backend), "index", index_while_the_paper_changes)
        assert sync_index(limit=1).indexed == 1
        assert stale_papers().count() == 1
        sync_index()
    assert calls == [1, 1]
    assert not stale_papers().exists()
    assert found('"second change"') == {"2611.90001"}


def test_a_rebuild_catches_what_came_meanwhile():
    upsert([record(f"2611.9{n:04d}") for n in range(1, 5)])
    sync_index()

    class WritesDuringTheBuild:
        def update(self, done, total, **counts):
            upsert(
                [
                    record(
                        "2611.90001", title="changed meanwhile", datestamp=record().datestamp.replace(day=20)
                    ),
                    record("2611.80000"),
                ]
            )
            sync_index()  # another process syncs into the old index

        def close(self):
            pass

    rebuild_index(progress=WritesDuringTheBuild())
    assert not stale_papers().exists()
    assert found("meanwhile") == {"2611.90001"}
    assert len(found("teapot")) == 4


def test_a_failed_rebuild_leaves_the_old_index():
    upsert([record()])
    sync_index()

    class Fails:
        def update(self, done, total, **counts):
            raise RuntimeError("disk full")

        def close(self):
            pass

    with pytest.raises(RuntimeError, match="disk full"):
        rebuild_index(progress=Fails())
    assert found("teapot") == {"2611.90001"}
    assert sync_index().indexed == 0


def test_the_commands_tell_and_fail_with_a_reason(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text(line(1) + line(2))
    out = StringIO()
    call_command("harvest", "snapshot", str(path), stdout=out)
    assert "2 new, 0 updated" in out.getvalue()
    assert "index: 2 papers" in out.getvalue()
    path.write_text(line(1) + "{\n")
    err = StringIO()
    with pytest.raises(CommandError, match="Not everything"):
        call_command("harvest", "snapshot", str(path), "--restart", stdout=StringIO(), stderr=err)
    assert f"{path}:2" in err.getvalue()
    out = StringIO()
    call_command("status", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["papers"], told["stale_documents"], told["engine"]["documents"]) == (2, 0, 2)
    assert told["runs"][0]["source"] == "snapshot"
    for arguments in (["status"], ["status", "--rejected"], ["index"], ["index", "--rebuild"]):
        call_command(*arguments, stdout=StringIO(), stderr=StringIO())


def test_tasks_run_in_process_without_a_broker(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text(line(1))
    assert tasks.harvest_snapshot.delay(str(path)).get()["indexed"] == 1
    assert tasks.sync_index.delay().get() == {"indexed": 0, "deleted": 0, "failed": 0}
    assert tasks.rebuild_index.delay().get() == {"indexed": 1, "failed": 0}
