"""A LIST's days, sections and pages, told from a small world."""

from datetime import date, timedelta

import pytest

from coolpapers.papers.selectors import (
    ALL,
    Section,
    categories_on,
    day_entries,
    month_counts,
    neighbour_days,
    newest_day,
)
from coolpapers.papers.sequence import announced_papers
from coolpapers.papers.store import upsert
from coolpapers.taxonomy import expand
from tests.worlds import record, versions

pytestmark = pytest.mark.django_db

CS, CV, STAT = expand("cs"), expand("cs.CV"), expand("stat")
TUE, WED = date(2026, 11, 17), date(2026, 11, 18)


@pytest.fixture
def world():
    upsert(
        [
            record("2611.90001", categories=("cs.CV", "cs.LG")),
            record("2611.90002", categories=("stat.ML", "cs.LG")),
            record("2611.90003", categories=("cs.CL",), versions=versions(1)),
            record("2610.90004", categories=("cs.CV",), versions=versions(-30, 0)),
            record("2609.90005", categories=("cs.CV",), versions=versions(-60, -50, -40, -30, -20, 0)),
            record("2611.90006", categories=("cs.CV",), versions=versions(0, 0)),
            record("2611.90007", categories=("math.AG",)),
        ]
    )


def ids(include, exclude, day, section):
    return [e.arxiv_id for e in day_entries(include, exclude, day) if e.section == section]


def test_sections_are_relative_to_the_list(world):
    assert ids(CS, ALL, TUE, Section.NEW) == ["2611.90001", "2611.90006"]
    assert ids(CS, ALL, TUE, Section.CROSS) == ["2611.90002"]
    assert ids(STAT, ALL, TUE, Section.NEW) == ["2611.90002"]
    assert ids(expand("cs.LG"), ALL, TUE, Section.CROSS) == ["2611.90001", "2611.90002"]


def test_replacements_are_revisions_up_to_the_fifth_that_are_not_new_that_day(world):
    assert ids(CV, ALL, TUE, Section.REPLACEMENT) == ["2610.90004"]


def test_a_difference_leaves_out_whatever_stands_in_the_excluded(world):
    assert ids(CS, CV, TUE, Section.NEW) == []
    assert ids(CS, CV, TUE, Section.CROSS) == ["2611.90002"]
    assert ids(CS, CV, TUE, Section.REPLACEMENT) == []


def test_days(world):
    assert newest_day(CS) == WED
    assert newest_day(CV) == TUE
    assert newest_day(expand("econ")) is None
    before, after = neighbour_days(CS, ALL, TUE)
    assert before == date(2026, 10, 20)
    assert after == WED
    assert neighbour_days(CS, ALL, WED) == (TUE, None)


def test_counts(world):
    assert len(categories_on(TUE)) == 4
    assert frozenset({"cs.CV", "cs.LG"}) in categories_on(TUE)
    assert month_counts(CS, ALL, 2026, 11) == {TUE: 3, WED: 1}
    assert month_counts(CS, ALL, 2026, 2) == {}


@pytest.mark.parametrize("include", [ALL, CS, CV, expand("cs.LG") | STAT])
@pytest.mark.parametrize("sections", [{Section.NEW}, {Section.CROSS}, {Section.NEW, Section.CROSS}])
def test_pages_part_the_sequence(include, sections):
    places = [("cs.CV",), ("cs.LG", "stat.ML"), ("stat.ME", "cs.LG"), ("math.AG", "cs.CV"), ("hep-th",)]
    upsert(
        record(f"2611.9{n:04d}", categories=places[n % 5], versions=versions(n % 4))
        for n in range(1, 60)
    )  # fmt: skip
    seen: list[tuple[date, str]] = []
    after = None
    while True:
        page = announced_papers(include, ALL, sections=frozenset(sections), after=after, limit=7)
        seen += [(paper.announced, paper.arxiv_id) for paper in page.papers]
        after = page.place
        if after is None:
            break
        assert after == seen[-1]
    assert seen == sorted(set(seen), reverse=True)
    assert page.total == len(seen)
    wanted = set()
    for offset in range(10):
        day = TUE + timedelta(days=offset)
        wanted |= {(day, e.arxiv_id) for e in day_entries(include, ALL, day) if e.section in sections}
    assert set(seen) == wanted
