"""An item of a daily feed → a paper's first version, a stopgap for the hours until a fuller source tells it.

A feed knows no time of submission: the last moment that leads to this day's list stands for it, never later than the month of
the identifier. Its datestamp is the day of the list.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from coolpapers.identifiers import ArxivId
from coolpapers.papers.records import Detail, PaperRecord, VersionRecord
from coolpapers.schedule import CUT_OFF, EASTERN, listing_day
from worker.normalise import fields as read
from worker.normalise.fields import Fields

_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)
_LONGEST_PAUSE: Final = 10  # days between two lists, holidays and a weekend counted


def paper(fields: Fields) -> PaperRecord:
    """The paper. Raises ValueError with the field and the fault."""
    known = ArxivId.parse(read.text(fields, "id", required=True))
    if known.version != 1:
        raise ValueError(f"field 'id' is of version {known.version}, and a feed tells no version before it")
    day = read.day(read.text(fields, "day", required=True), "day")
    abstract = read.abstract(fields)
    return PaperRecord(
        arxiv_id=known.value,
        title=read.line(fields, "title", required=True),
        abstract=abstract,
        authors=read.authors(fields),
        categories=read.categories(fields),
        versions=(VersionRecord(1, min(_last_moment(day), _end_of_month(*known.month))),),
        datestamp=day,
        journal_ref=read.line(fields, "journal-ref"),
        doi=read.text(fields, "doi"),
        license=read.text(fields, "license"),
        withdrawn=read.withdrawn(abstract),
        detail=Detail.FEED,
    )


@lru_cache(256)
def _last_moment(day: date) -> datetime:
    """The last moment whose submissions are expected in this day's list; on a day without one, the evening before."""
    for back in range(1, _LONGEST_PAUSE):
        moment = datetime.combine(day - back * _DAY, CUT_OFF, EASTERN) - _SECOND
        if listing_day(moment) == day:
            return moment.astimezone(UTC)
    return (datetime.combine(day - _DAY, CUT_OFF, EASTERN) - _SECOND).astimezone(UTC)


def _end_of_month(year: int, month: int) -> datetime:
    following = date(year + month // 12, month % 12 + 1, 1)
    return datetime.combine(following, time(), EASTERN).astimezone(UTC) - _SECOND
