"""arXiv's lists in the store: before the papers and after, told again, corrected days, what the index must know anew."""

import threading
from datetime import date

import pytest
from django.db import connections

from coolpapers.papers.announcements import ListsReport, record_lists
from coolpapers.papers.models import AnnouncedList, Announcement, Listing, Paper, Version
from coolpapers.papers.records import Detail, RemovedRecord
from coolpapers.papers.selectors import ALL, Section, day_entries, month_counts, newest_day, stale_papers
from coolpapers.papers.store import remove, upsert
from tests.unit.papers.lists import listed
from tests.worlds import record, versions

pytestmark = pytest.mark.django_db

MON, TUE, WED, THU, FRI = (date(2026, 11, day) for day in (16, 17, 18, 19, 20))
NEXT_TUE = date(2026, 11, 24)
ONE, TWO, THREE = "2611.90001", "2611.90002", "2611.90003"
LG, ML = frozenset({"cs.LG"}), frozenset({"stat.ML"})


def sections(include: frozenset[str], day: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in day_entries(include, ALL, day):
        found.setdefault(entry.section.value, []).append(entry.arxiv_id)
    return found


def held(key: str = ONE) -> Paper:
    return Paper.objects.get(pk=key)


def test_a_list_after_the_paper_corrects_its_day_and_queues_it():
    upsert([record(ONE, categories=("cs.LG", "stat.ML"))])
    Paper.objects.update(indexed_revision=1)
    assert record_lists([listed("cs.LG", THU, new=ONE)]) == ListsReport(1, 1, ())
    assert (held().announced, held().announced_source) == (THU, "rss")
    assert set(Listing.objects.values_list("category", "announced")) == {("cs.LG", THU), ("stat.ML", THU)}
    assert Version.objects.get().announced == THU
    assert list(stale_papers()) == [held()]


def test_a_list_before_the_paper_is_applied_when_it_comes():
    report = record_lists([listed("cs.LG", THU, new=f"{ONE} {TWO}"), listed("stat.ML", FRI, cross=TWO)])
    assert report == ListsReport(2, 3, (ONE, TWO))
    upsert([record(TWO, categories=("cs.LG", "stat.ML"))])
    assert held(TWO).announced == THU
    assert dict(Listing.objects.values_list("category", "announced")) == {"cs.LG": THU, "stat.ML": FRI}
    assert list(Announcement.objects.filter(held=False).values_list("arxiv_id", flat=True)) == [ONE]


def test_a_list_told_again_changes_nothing():
    lists = [listed("cs.LG", THU, new=ONE, replace=f"{TWO}v2"), listed("stat.ML", THU, cross=ONE)]
    upsert([record(ONE), record(TWO, versions=versions(-9, 0))])
    record_lists(lists)

    def state() -> list[object]:
        return [
            *Paper.objects.order_by("pk").values_list("pk", "announced", "revision", "changed"),
            *Version.objects.order_by("paper", "number").values_list("pk", "announced"),
            *Listing.objects.order_by("pk").values_list("pk", "category", "announced"),
            *Announcement.objects.order_by("pk").values_list(),
            *AnnouncedList.objects.order_by("pk").values_list("category", "day", "entries", "whole"),
        ]

    before = state()
    assert record_lists(lists).unheld == ()
    assert state() == before


def test_an_upsert_after_the_list_never_loses_it():
    upsert([record(ONE)])
    record_lists([listed("cs.LG", THU, new=ONE), listed("cs.LG", NEXT_TUE, replace=f"{ONE}v2")])
    later = record(
        ONE, title="v2", versions=versions(0, 3), datestamp=NEXT_TUE, categories=("cs.LG", "cs.CV")
    )
    upsert([later])
    assert (held().announced, held().announced_source, held().title) == (THU, "rss", "v2")
    assert [v.announced for v in Version.objects.all()] == [THU, NEXT_TUE]
    assert dict(Listing.objects.values_list("category", "announced")) == {"cs.LG": THU, "cs.CV": THU}


def test_the_source_alone_is_told_without_a_new_document():
    upsert([record(ONE)])
    Paper.objects.update(indexed_revision=1)
    before = held().changed
    record_lists([listed("cs.LG", TUE, source="listing", new=ONE)])
    assert (held().announced_source, held().revision) == ("listing", 1)
    assert held().changed > before
    assert not stale_papers().exists()
    record_lists([listed("cs.LG", TUE, new=ONE)])
    assert held().announced_source == "rss"
    record_lists([listed("cs.LG", TUE, source="listing", new=ONE)])
    assert held().announced_source == "rss"
    assert AnnouncedList.objects.get().source == "rss"


def test_a_day_shows_what_arxivs_list_of_it_shows():
    upsert(
        [
            record(ONE, categories=("cs.LG", "stat.ML")),
            record(TWO, categories=("cs.LG",)),
            record(THREE, categories=("cs.LG",), versions=versions(-30, 0)),
            record("2611.90004", categories=("cs.LG",), versions=versions(-30, 0), datestamp=THU),
            record("2610.90005", categories=("cs.LG",), versions=versions(-60, -50, -40, -30, -20, -10)),
        ]
    )
    assert sections(LG, TUE) == {"new": [ONE, TWO], "replacement": [THREE, "2611.90004"]}
    record_lists([listed("cs.LG", TUE, new=TWO, replace=THREE)])
    assert sections(LG, TUE) == {"new": [TWO], "replacement": [THREE]}
    assert sections(LG, WED) == {"new": [ONE], "replacement": ["2611.90004"]}
    record_lists([listed("cs.LG", WED), listed("cs.LG", NEXT_TUE, replace="2610.90005v6")])
    assert sections(LG, WED) == {}
    assert sections(LG, NEXT_TUE)["replacement"] == ["2610.90005"]


def test_a_late_cross_list_has_its_own_day_and_shows_before_the_record_tells_it():
    upsert([record(ONE, categories=("cs.LG",))])
    record_lists([listed("cs.LG", TUE, new=ONE), listed("stat.ML", FRI, cross=ONE)])
    assert sections(LG, TUE) == {"new": [ONE]}
    assert sections(ML, FRI) == {"cross": [ONE]}
    assert sections(LG | ML, FRI) == {"cross": [ONE]}
    assert held().category_list == ["cs.LG"]
    assert (newest_day(ML), newest_day(LG)) == (FRI, TUE)
    assert month_counts(LG | ML, ALL, 2026, 11) == {TUE: 1, FRI: 1}
    upsert([record(ONE, categories=("cs.LG", "stat.ML"), datestamp=FRI)])
    assert dict(Listing.objects.values_list("category", "announced")) == {"cs.LG": TUE, "stat.ML": FRI}


def completed() -> dict[str, bool]:
    return {
        category: moment is not None
        for category, moment in AnnouncedList.objects.values_list("category", "completed")
    }


def test_a_list_is_complete_when_its_last_paper_comes_and_stays_so():
    upsert([record(ONE)])
    record_lists([listed("cs.LG", TUE, new=f"{ONE} {TWO}"), listed("stat.ML", TUE, cross=ONE)])
    assert completed() == {"cs.LG": False, "stat.ML": True}
    upsert([record(TWO)])
    assert completed() == {"cs.LG": True, "stat.ML": True}
    first = AnnouncedList.objects.get(category="cs.LG").completed
    record_lists([listed("cs.LG", TUE, new=f"{ONE} {TWO}", replace=THREE)])
    remove([RemovedRecord(THREE, TUE)])
    assert AnnouncedList.objects.get(category="cs.LG").completed == first


def test_a_removed_paper_is_not_waited_for():
    record_lists([listed("cs.LG", TUE, new=ONE)])
    remove([RemovedRecord(ONE, TUE)])
    assert completed() == {"cs.LG": True}


def test_cut_and_empty_lists_are_not_complete():
    upsert([record(ONE)])
    record_lists([listed("cs.LG", TUE, whole=False, new=ONE), listed("econ.GN", TUE)])
    assert completed() == {"cs.LG": False, "econ.GN": False}
    record_lists([listed("cs.LG", TUE, new=ONE)])
    assert completed() == {"cs.LG": True, "econ.GN": False}


def test_a_cut_list_denies_nothing():
    upsert([record(ONE)])
    record_lists([listed("cs.LG", TUE, whole=False, new=TWO)])
    assert held().announced == TUE
    assert not AnnouncedList.objects.get().whole
    record_lists([listed("cs.LG", TUE, source="listing", new=f"{TWO} {THREE}")])
    assert (AnnouncedList.objects.get().whole, AnnouncedList.objects.get().entries) == (True, 2)
    assert held().announced != TUE


def test_a_paper_that_arrives_on_a_denied_day_is_put_on_another():
    record_lists([listed("cs.LG", TUE, new=TWO)])
    upsert([record(ONE, datestamp=THU), record(TWO, datestamp=THU)])
    assert (held(ONE).announced, held(TWO).announced) == (WED, TUE)


def test_a_version_once_told_stays_and_the_feed_is_the_better_source():
    record_lists([listed("cs.LG", THU, source="listing", replace=ONE)])
    record_lists([listed("cs.LG", THU, replace=f"{ONE}v3")])
    record_lists([listed("cs.LG", THU, source="listing", replace=ONE)])
    assert list(Announcement.objects.values_list("version", "source")) == [(3, "rss")]


def test_an_empty_list_and_none_at_all():
    assert record_lists([]) == ListsReport()
    assert record_lists([listed("econ.GN", TUE)]) == ListsReport(1, 0, ())
    assert AnnouncedList.objects.get().entries == 0


def test_a_feeds_paper_is_replaced_by_its_record_and_keeps_the_feeds_day():
    upsert([record(ONE, detail=Detail.FEED, versions=versions(1), datestamp=THU, title="of the feed")])
    record_lists([listed("cs.LG", THU, new=f"{ONE}v1")])
    upsert([record(ONE, datestamp=WED)])
    assert (held().title, held().announced) == ("On the teapot 2611.90001", THU)


def test_new_and_cross_sections_follow_the_primary_category():
    record_lists([listed("cs.LG", TUE, new=ONE), listed("stat.ML", TUE, cross=ONE)])
    upsert([record(ONE, categories=("cs.LG", "stat.ML"))])
    assert [e.section for e in day_entries(ML, ALL, TUE)] == [Section.CROSS]
    assert [e.section for e in day_entries(LG | ML, ALL, TUE)] == [Section.NEW]


@pytest.mark.django_db(transaction=True)
def test_papers_and_their_lists_written_at_once_see_each_other():
    ids = [f"2611.9{n:04d}" for n in range(1, 60)]
    days = [THU, FRI]
    faults: list[BaseException] = []
    barrier = threading.Barrier(3)

    def run(work) -> None:
        try:
            barrier.wait()
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    def papers() -> None:
        for key in ids:
            upsert([record(key)])

    def lists() -> None:
        for number, key in enumerate(ids):
            record_lists([listed("cs.LG", days[number % 2], whole=False, new=key)])

    threads = [threading.Thread(target=run, args=(work,)) for work in (papers, lists, papers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    told = dict(Paper.objects.values_list("pk", "announced"))
    assert told == {key: days[number % 2] for number, key in enumerate(ids)}
    assert not Announcement.objects.filter(held=False).exists()
