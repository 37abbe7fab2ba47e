"""Papers that their source deleted: gone, queued for the index, back only with a later telling."""

from datetime import date

import pytest

from coolpapers.papers.announcements import record_lists
from coolpapers.papers.models import Listing, Paper, Removed, Version
from coolpapers.papers.records import RemovedRecord
from coolpapers.papers.selectors import stale_papers, unheld_ids
from coolpapers.papers.store import UpsertReport, removals, removals_done, remove, upsert
from tests.unit.papers.lists import listed
from tests.worlds import record

pytestmark = pytest.mark.django_db

ONE, TWO = "2611.90001", "2611.90002"
TUE, WED, THU = (date(2026, 11, day) for day in (17, 18, 19))


def test_a_removed_paper_is_gone_and_queued():
    upsert([record(ONE), record(TWO)])
    assert remove([RemovedRecord(ONE, WED), RemovedRecord("2611.99999", WED)]) == 1
    assert [paper.pk for paper in Paper.objects.all()] == [TWO]
    assert Version.objects.count() == Listing.objects.count() == 1
    assert removals() == (ONE,)  # the index never had the other
    removals_done([ONE])
    assert removals() == ()
    assert remove([RemovedRecord(ONE, WED)]) == 0
    assert removals() == ()


def test_it_comes_back_with_a_later_telling_only():
    upsert([record(ONE)])
    remove([RemovedRecord(ONE, WED)])
    assert upsert([record(ONE, datestamp=TUE), record(ONE, datestamp=WED)]) == UpsertReport(older=2)
    assert upsert([record(ONE, datestamp=THU)]) == UpsertReport(created=1)
    assert (removals(), Removed.objects.count()) == ((), 0)
    # The engine may have taken the gone paper's first revision in a moment before.
    assert stale_papers().get().revision == 2


def test_a_row_of_a_later_day_stays():
    upsert([record(ONE, datestamp=THU)])
    assert remove([RemovedRecord(ONE, WED)]) == 0
    assert Paper.objects.count() == 1
    assert not Removed.objects.exists()


def test_a_removal_before_the_paper_and_twice_in_a_batch():
    assert remove([RemovedRecord(ONE, THU), RemovedRecord(ONE, TUE)]) == 0
    assert upsert([record(ONE, datestamp=WED)]) == UpsertReport(older=1)
    assert remove([RemovedRecord(ONE, WED)]) == 0
    assert Removed.objects.get().datestamp == THU


def test_a_paper_back_before_the_index_was_told_is_indexed_again():
    upsert([record(ONE)])
    remove([RemovedRecord(ONE, WED)])
    gone = removals()
    upsert([record(ONE, datestamp=THU)])
    Paper.objects.update(indexed_revision=2)  # another process indexed it, then this one deletes it
    removals_done(gone)
    assert stale_papers().count() == 1


def test_a_removed_paper_is_not_missing_from_a_list():
    record_lists([listed("cs.LG", TUE, new=f"{ONE} {TWO}")])
    assert unheld_ids() == (ONE, TWO)
    remove([RemovedRecord(ONE, WED)])
    assert unheld_ids() == (TWO,)
    assert record_lists([listed("cs.LG", WED, replace=ONE)]).unheld == ()
