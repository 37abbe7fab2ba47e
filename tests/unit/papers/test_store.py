"""The store's promises: once, newest wins, every version kept, changes queued."""

import threading
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connections

from coolpapers.papers.models import Listing, Paper, Version
from coolpapers.papers.paper_rows import PAPER_COLUMNS
from coolpapers.papers.selectors import stale_papers
from coolpapers.papers.store import UpsertReport, fingerprint, upsert
from tests.worlds import record, versions

pytestmark = pytest.mark.django_db


def snapshot_of_store() -> list[tuple[object, ...]]:
    ignored = {"changed"}
    fields = [f.attname for f in Paper._meta.concrete_fields if f.attname not in ignored]
    return [
        *Paper.objects.order_by("pk").values_list(*fields),
        *Version.objects.order_by("paper_id", "number").values_list(
            "paper_id", "number", "submitted", "size_kb", "announced"
        ),
        *Listing.objects.order_by("paper_id", "category").values_list(
            "paper_id", "category", "primary", "announced"
        ),
    ]


def test_the_same_records_twice_change_nothing():
    records = [record(f"2611.9{n:04d}", categories=("cs.LG", "stat.ML")) for n in range(1, 40)]
    assert upsert(records, batch=7) == UpsertReport(created=39)
    before = snapshot_of_store()
    assert upsert(records, batch=11) == UpsertReport(unchanged=39)
    assert snapshot_of_store() == before


def test_a_field_by_field_copy_is_stored():
    told = record(
        comments="12 pages",
        journal_ref="J. Tea 3",
        doi="10.5555/12",
        license="http://example.org/l",
        categories=("math-ph", "hep-th"),
        withdrawn=True,
    )
    upsert([told])
    held = Paper.objects.get()
    assert (held.title, held.abstract, held.authors) == (told.title, told.abstract, told.authors)
    assert (held.comments, held.journal_ref, held.doi, held.license) == (
        "12 pages",
        "J. Tea 3",
        "10.5555/12",
        "http://example.org/l",
    )
    assert (held.category_list, held.primary_category, held.withdrawn) == (
        ["math-ph", "hep-th"],
        "math-ph",
        True,
    )
    assert (held.announced, held.announced_source) == (date(2026, 11, 17), "estimated")


def test_an_older_record_is_ignored():
    upsert([record(title="newer", datestamp=date(2026, 11, 20))])
    assert upsert([record(title="older", datestamp=date(2026, 11, 19))]) == UpsertReport(older=1)
    assert Paper.objects.get().title == "newer"


def test_a_newer_record_updates_and_queues():
    upsert([record(categories=("cs.LG", "cs.CV"))])
    Paper.objects.update(indexed_revision=1)
    assert not stale_papers().exists()
    assert upsert([record(title="v2", categories=("cs.CL",), datestamp=date(2026, 11, 18))]) == UpsertReport(
        updated=1
    )
    held = stale_papers().get()
    assert (held.title, held.revision, held.indexed_revision) == ("v2", 2, 1)
    assert list(Listing.objects.values_list("category", "primary")) == [("cs.CL", True)]


def test_a_later_datestamp_alone_is_remembered_but_not_queued():
    upsert([record(datestamp=date(2026, 11, 17))])
    Paper.objects.update(indexed_revision=1)
    assert upsert([record(datestamp=date(2026, 11, 25))]) == UpsertReport(unchanged=1)
    assert not stale_papers().exists()
    assert upsert([record(title="in between", datestamp=date(2026, 11, 20))]) == UpsertReport(older=1)


def test_every_version_is_kept_even_when_a_source_knows_fewer():
    upsert([record(versions=versions(0, 1, 3))])
    upsert([record(versions=versions(0), title="from another source", datestamp=date(2026, 12, 1))])
    assert list(Version.objects.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_two_tellings_in_one_batch_leave_the_later(order):
    tellings = {n: record(title=f"telling {n}", datestamp=date(2026, 11, 16 + n)) for n in (1, 2)}
    report = upsert([tellings[n] for n in order])
    assert report.created == 1
    assert report.records == 2
    assert Paper.objects.get().title == "telling 2"
    assert Version.objects.count() == Listing.objects.count() == 1


def test_two_changes_of_a_held_paper_in_one_batch_leave_the_later():
    upsert([record()])
    report = upsert([record(title=f"change {n}", datestamp=date(2026, 11, 20 + n)) for n in (1, 2)])
    assert (report.updated, report.records) == (1, 2)
    assert Paper.objects.get().title == "change 2"


def test_the_fingerprint_sees_every_field_but_the_datestamp():
    base = record()
    assert fingerprint(base) == fingerprint(record(datestamp=date(2030, 1, 1)))
    changes = {
        "title": "x", "abstract": "x", "comments": "x", "journal_ref": "x", "doi": "x", "license": "x", "withdrawn": True,
        "authors": (), "categories": ("cs.LG", "cs.CV"), "versions": versions(0, 1),
    }  # fmt: skip
    prints = {fingerprint(record(**{name: value})) for name, value in changes.items()}
    assert len(prints | {fingerprint(base)}) == len(changes) + 1


def test_the_migration_takes_unmailed_revisions_out_of_the_days():
    upsert([record(versions=versions(-9, -8, -7, -6, -5, -4))])
    Version.objects.update(announced=date(2026, 11, 17))
    import_module("coolpapers.papers.migrations.0002_announcements").unlist_unmailed(apps, None)
    assert list(Version.objects.filter(announced=None).values_list("number", flat=True)) == [6]


def test_every_column_of_a_paper_is_written():
    assert set(PAPER_COLUMNS) == {field.attname for field in Paper._meta.concrete_fields}


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_the_same_papers_leave_each_once():
    records = [record(f"2611.9{n:04d}") for n in range(1, 200)]
    faults: list[BaseException] = []
    barrier = threading.Barrier(2)

    def write() -> None:
        try:
            barrier.wait()
            upsert(records, batch=20)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    assert Paper.objects.count() == Version.objects.count() == Listing.objects.count() == 199
