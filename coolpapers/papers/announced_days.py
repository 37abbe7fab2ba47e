"""When arXiv's lists named a paper: from what they were read to say, else from the schedule.

Step of every write to the store, pure. Source of truth: `Announcement` rows, then `coolpapers.schedule`. An estimate gives way
where the list of that day was read whole and does not name the paper: the next day whose list was not read takes its place, up
to the listing that follows the paper's datestamp, since a source tells of a paper only when it has been announced.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from coolpapers.papers.models import AnnouncedSource
from coolpapers.papers.records import AnnounceKind
from coolpapers.schedule import listing_day, next_listing_day, previous_listing_day

MAX_MAILED_VERSION: Final = 5  # arXiv's mailings leave out revisions past the fifth
SEARCHED_LATER: Final = 10  # listing days: two weeks; moderation rarely takes longer
SEARCHED_EARLIER: Final = 5

_FIRST: Final = frozenset({AnnounceKind.NEW, AnnounceKind.CROSS})

CategoryDay = tuple[str, date]


class ToldPaper(NamedTuple):
    """What the days of a paper are derived from, beside the lists. `versions` are (number, submitted), upwards."""

    arxiv_id: str
    categories: Sequence[str]
    datestamp: date
    versions: Sequence[tuple[int, datetime]]


class Evidence(NamedTuple):
    """One line of a list about the paper."""

    category: str
    day: date
    kind: AnnounceKind
    version: int | None
    source: AnnouncedSource


class AnnouncedDays(NamedTuple):
    """`listings` holds the paper's categories in their order, then those that lists alone name. None: in no list."""

    announced: date
    source: AnnouncedSource
    listings: dict[str, date]
    versions: dict[int, date | None]


def announced_days(
    paper: ToldPaper, evidence: Sequence[Evidence] = (), whole: Collection[CategoryDay] = ()
) -> AnnouncedDays:
    """The days of the paper in each category and of each version; `whole` are the lists that were read to their end."""
    if not evidence and not whole:
        return _estimated(paper)
    lists = _Lists(evidence, whole, next_listing_day(paper.datestamp))
    announced, source = _first_day(paper, lists)
    replaced = _replaced_days(paper.versions, evidence)
    versions: dict[int, date | None] = {paper.versions[0][0]: announced}
    for number, submitted in paper.versions[1:]:
        expected = _expected(number, submitted, announced)
        versions[number] = replaced.get(number) or (
            lists.later(paper.categories[0], expected) if expected else None
        )
    named = dict.fromkeys((*paper.categories, *(sorted(line.category for line in evidence))))
    listings = {category: _listed(category, announced, lists) for category in named}
    return AnnouncedDays(announced, source, listings, versions)


class _Lists:
    """The lists as far as they concern one paper."""

    __slots__ = ("_named", "_whole", "evidence", "latest")

    def __init__(self, evidence: Sequence[Evidence], whole: Collection[CategoryDay], latest: date) -> None:
        self.evidence, self.latest, self._whole = evidence, latest, whole
        self._named = {(line.category, line.day) for line in evidence}

    def deny(self, category: str, day: date) -> bool:
        """Whether the category's list of that day is known and leaves the paper out."""
        return (category, day) in self._whole and (category, day) not in self._named

    def later(self, category: str, day: date) -> date | None:
        """The first listing day from `day` on that no list denies; None when there is none the paper can have been told from."""
        for _ in range(SEARCHED_LATER):
            if not self.deny(category, day):
                return day
            day = next_listing_day(day)
            if day > self.latest:
                return None
        return None

    def earlier(self, category: str, day: date) -> date | None:
        for _ in range(SEARCHED_EARLIER):
            day = previous_listing_day(day)
            if not self.deny(category, day):
                return day
        return None


def _first_day(paper: ToldPaper, lists: _Lists) -> tuple[date, AnnouncedSource]:
    lines = [line for line in lists.evidence if line.kind is AnnounceKind.NEW]
    if lines:
        return _earliest(lines)
    home, estimate = paper.categories[0], listing_day(paper.versions[0][1])
    day = lists.later(home, estimate) or lists.earlier(home, estimate) or estimate
    crossed = [line for line in lists.evidence if line.kind is AnnounceKind.CROSS and line.day < day]
    # A cross-list is never ahead of the paper's own announcement.
    return _earliest(crossed) if crossed else (day, AnnouncedSource.ESTIMATED)


def _earliest(lines: Iterable[Evidence]) -> tuple[date, AnnouncedSource]:
    day, _, source = min((line.day, line.source is not AnnouncedSource.FEED, line.source) for line in lines)
    return day, source


def _listed(category: str, announced: date, lists: _Lists) -> date:
    named = [line.day for line in lists.evidence if line.category == category and line.kind in _FIRST]
    return min(named) if named else lists.later(category, announced) or announced


def _replaced_days(versions: Sequence[tuple[int, datetime]], evidence: Sequence[Evidence]) -> dict[int, date]:
    """The first day on which a list names each version as a replacement."""
    days: dict[int, date] = {}
    for line in evidence:
        if line.kind in _FIRST:
            continue
        number = line.version or _newest_before(versions, line.day)
        days[number] = min(line.day, days.get(number, line.day))
    return days


def _newest_before(versions: Sequence[tuple[int, datetime]], day: date) -> int:
    """The version that a list without version numbers means; 0 for none."""
    return max((n for n, submitted in versions if submitted.astimezone(UTC).date() < day), default=0)


def _estimated(paper: ToldPaper) -> AnnouncedDays:
    """The same where no list says anything."""
    first, submitted = paper.versions[0]
    announced = listing_day(submitted)
    versions: dict[int, date | None] = {first: announced}
    for number, submitted in paper.versions[1:]:
        versions[number] = _expected(number, submitted, announced)
    return AnnouncedDays(
        announced, AnnouncedSource.ESTIMATED, dict.fromkeys(paper.categories, announced), versions
    )


def _expected(number: int, submitted: datetime, announced: date) -> date | None:
    if number > MAX_MAILED_VERSION:
        return None
    # What was replaced while moderation held it is mailed once, as new.
    return max(listing_day(submitted), announced)
