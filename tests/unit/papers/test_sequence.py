"""The sequence of GET /papers where categories list a paper on different days, against a plain reckoning over all listings."""

from datetime import date, timedelta
from itertools import product
from random import Random

import pytest

from coolpapers.papers.announcements import record_lists
from coolpapers.papers.models import Listing
from coolpapers.papers.selectors import ALL, Section, day_entries
from coolpapers.papers.sequence import announced_papers
from coolpapers.papers.store import upsert
from tests.unit.papers.lists import listed
from tests.worlds import record, versions

pytestmark = pytest.mark.django_db

TUE = date(2026, 11, 17)
NAMES = ("cs.LG", "cs.CV", "stat.ML", "hep-th")
NEW, CROSS = frozenset({Section.NEW}), frozenset({Section.CROSS})
LISTS = [ALL, frozenset({"cs.LG"}), frozenset({"cs.LG", "cs.CV"}), frozenset(NAMES)]


@pytest.fixture
def world():
    random = Random(6)
    papers = {f"2611.9{n:04d}": random.sample(NAMES, random.randint(1, 3)) for n in range(1, 80)}
    upsert(
        record(key, categories=tuple(names), versions=versions(random.randint(-400, 4) if n % 7 else -3000))
        for n, (key, names) in enumerate(papers.items())
    )
    for key, names in papers.items():
        for name in names[1:]:
            if random.random() < 0.4:
                record_lists(
                    [listed(name, TUE + timedelta(days=random.randint(0, 9)), whole=False, cross=key)]
                )


def reckoned(include, exclude, start, end, sections) -> list[tuple[date, str]]:
    """Each paper once, on the first day within the bounds; NEW where its home stands on that day."""
    first: dict[str, tuple[date, bool]] = {}
    shut = set(Listing.objects.filter(category__in=exclude).values_list("paper_id", flat=True))
    for listing in Listing.objects.order_by("announced", "-primary"):
        inside = (not include or listing.category in include) and listing.paper_id not in shut
        if not include and not listing.primary:
            continue
        if inside and (start or date.min) <= listing.announced <= (end or date.max):
            first.setdefault(listing.paper_id, (listing.announced, listing.primary))
    keys = ((day, key, Section.NEW if home else Section.CROSS) for key, (day, home) in first.items())
    return sorted(((day, key) for day, key, section in keys if section in sections), reverse=True)


BOUNDS = [
    (None, None),
    (TUE, None),
    (None, TUE),
    (TUE, TUE),
    (TUE + timedelta(days=2), TUE + timedelta(days=7)),
]


@pytest.mark.parametrize("include", LISTS)
def test_pages_part_the_sequence_and_each_paper_comes_once(world, include):
    for exclude, sections, (start, end) in product(
        [ALL, frozenset({"hep-th"})], [NEW, CROSS, NEW | CROSS], BOUNDS
    ):
        expected = reckoned(include, exclude, start, end, sections)
        days = {key: day for day, key in expected}
        seen: list[tuple[date, str]] = []
        after = None
        while True:
            page = announced_papers(
                include, exclude, start=start, end=end, sections=sections, after=after, limit=19
            )
            seen += [(days[paper.arxiv_id], paper.arxiv_id) for paper in page.papers]
            after = page.place
            if after is None:
                break
            assert after == seen[-1]
        assert seen == expected
        assert page.total == len(seen)


def test_a_day_alone_is_that_days_list(world):
    for include in LISTS[1:]:
        for offset in range(10):
            day = TUE + timedelta(days=offset)
            page = announced_papers(include, ALL, start=day, end=day, limit=500)
            entries = [e for e in day_entries(include, ALL, day) if e.section is not Section.REPLACEMENT]
            assert {paper.arxiv_id for paper in page.papers} == {entry.arxiv_id for entry in entries}
