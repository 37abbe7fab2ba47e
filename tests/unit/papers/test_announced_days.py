"""Days from lists where lists were read, from the schedule elsewhere."""

from datetime import date, timedelta

import pytest

from coolpapers.papers.announced_days import Evidence, ToldPaper, announced_days
from coolpapers.papers.models import AnnouncedSource
from coolpapers.papers.records import AnnounceKind
from tests.worlds import MONDAY

MON, TUE, WED, THU, FRI = (date(2026, 11, day) for day in (16, 17, 18, 19, 20))
NEXT_TUE = date(2026, 11, 24)
FEED, LISTING, ESTIMATED = AnnouncedSource.FEED, AnnouncedSource.LISTING, AnnouncedSource.ESTIMATED


def paper(
    *days: int, datestamp: date = NEXT_TUE, categories: tuple[str, ...] = ("cs.LG", "stat.ML")
) -> ToldPaper:
    times = [(number, MONDAY + timedelta(days=day)) for number, day in enumerate(days or (0,), 1)]
    return ToldPaper("2611.90001", categories, datestamp, times)


def line(
    category: str, day: date, kind: str, version: int | None = None, source: AnnouncedSource = FEED
) -> Evidence:
    return Evidence(category, day, AnnounceKind(kind), version, source)


def test_without_lists_everything_is_estimated():
    days = announced_days(paper(0, 7, 8, 9, 10, 11))
    assert (days.announced, days.source) == (TUE, ESTIMATED)
    assert days.listings == {"cs.LG": TUE, "stat.ML": TUE}
    assert (days.versions[1], days.versions[2], days.versions[6]) == (TUE, NEXT_TUE, None)


def test_new_moves_every_category_and_cross_its_own():
    lines = [line("cs.LG", THU, "new"), line("stat.ML", FRI, "cross", source=LISTING)]
    days = announced_days(paper(), lines)
    assert (days.announced, days.source) == (THU, FEED)
    assert days.listings == {"cs.LG": THU, "stat.ML": FRI}


def test_the_earliest_evidence_counts_and_a_feed_is_the_better_source():
    lines = [
        line("cs.LG", FRI, "new"),
        line("cs.LG", THU, "new", source=LISTING),
        line("cs.AI", THU, "new", source=FEED),
    ]
    days = announced_days(paper(), lines)
    assert (days.announced, days.source) == (THU, FEED)
    assert days.listings == {"cs.LG": THU, "stat.ML": THU, "cs.AI": THU}


def test_a_cross_list_bounds_an_estimate_from_above():
    assert announced_days(paper(2), [line("stat.ML", TUE, "cross", source=LISTING)]).announced == TUE
    days = announced_days(paper(), [line("stat.ML", THU, "cross")])
    assert (days.announced, days.source, days.listings["stat.ML"]) == (TUE, ESTIMATED, THU)


def test_replacements_with_and_without_versions():
    told = paper(0, 3, 20)
    days = announced_days(
        told, [line("cs.LG", NEXT_TUE, "replace", 2), line("stat.ML", NEXT_TUE, "replace-cross", 2)]
    )
    assert (days.versions[2], days.versions[3]) == (NEXT_TUE, date(2026, 12, 8))
    days = announced_days(told, [line("cs.LG", NEXT_TUE, "replace"), line("cs.LG", TUE, "replace")])
    assert days.versions[2] == NEXT_TUE  # on Tuesday version 1 was the newest, which a replacement cannot be
    assert days.versions[1] == TUE
    sixth = announced_days(paper(0, 1, 2, 3, 4, 7), [line("cs.LG", NEXT_TUE, "replace", 6)])
    assert sixth.versions[6] == NEXT_TUE
    assert announced_days(told, [line("cs.LG", THU, "replace", 9)]).versions.keys() == {1, 2, 3}


def test_a_version_that_moderation_held_with_the_first_is_listed_with_it():
    assert announced_days(paper(0, 1), [line("cs.LG", FRI, "new")]).versions == {1: FRI, 2: FRI}


def test_a_list_read_whole_that_leaves_the_paper_out_moves_the_estimate():
    assert announced_days(paper(), whole={("cs.LG", TUE)}).announced == WED
    assert announced_days(paper(), whole={("cs.LG", TUE), ("cs.LG", WED)}).announced == THU
    assert announced_days(paper(), whole={("stat.ML", TUE)}).listings == {"cs.LG": TUE, "stat.ML": WED}
    # The source told of it on Monday: it cannot have been announced later than in Tuesday's list.
    assert announced_days(paper(datestamp=MON), whole={("cs.LG", TUE)}).announced == MON


def test_an_estimate_that_every_list_denies_stays_where_it_is():
    days = [TUE + timedelta(days=n) for n in range(-40, 41)]
    whole = {("cs.LG", day) for day in days}
    assert announced_days(paper(), whole=whole).announced == TUE
    assert announced_days(paper(0, 7), whole=whole).versions[2] is None


@pytest.mark.parametrize("datestamp", [date(2005, 9, 16), date(2026, 11, 22)])
def test_old_and_new_datestamps(datestamp):
    assert announced_days(paper(datestamp=datestamp), whole={("cs.LG", TUE)}).announced in {MON, WED}
