"""arXiv's OAI-PMH server as a source, in the arXivRaw format: the only one that leaves formulas and version times alone.

A run without a cursor reads the whole list; each page's cursor resumes behind it, the last one's begins the next increment
a day before this run's first answer, by the server's clock. Records come doubled now and then: the store's upsert takes them
as often as they come. Some slip through a long list: what changes while it is read makes arXiv's tokens skip others, since they
count records from the beginning of a day. The last cursor of such a list says that it is to be held against the identifiers.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Final, Self

import orjson

from worker.sources.base import Cursor, Page
from worker.sources.oai_answers import OaiAnswer
from worker.sources.oai_chain import OVERLAP, Place, answers, identity
from worker.sources.xml_documents import Client

FIRST_DAY: Final = date(2005, 9, 16)  # arXiv's earliest datestamp, for progress where Identify tells none


NIGHTLY: Final = timedelta(days=4)
"""Changes of the last days, a long weekend's, are held against the identifiers every night."""
_UNPROVEN: Final = '{"unproven":'


@dataclass(frozen=True, slots=True)
class ListedWindow:
    """The bounds of a list, as asked for."""

    since: date | None
    until: date | None
    set_name: str

    @property
    def cursor_token(self) -> str:
        """The mark of a list that was read to its end, and out of which records may have slipped."""
        return orjson.dumps({"unproven": asdict(self)}).decode()

    @classmethod
    def unproven(cls, token: str) -> Self | None:
        """The list that a cursor's token marks; None where it marks none."""
        if not token.startswith(_UNPROVEN):
            return None
        told = orjson.loads(token)["unproven"]
        since, until = (date.fromisoformat(d) if (d := told[k]) else None for k in ("since", "until"))
        return cls(since, until, told["set_name"])


class OaiSource:
    """One harvest: everything, or what changed `since`, `until` and in `set_name` (`cs`, `physics:hep-th`, `cs:cs:AI`)."""

    name = "oai"

    def __init__(
        self,
        base_url: str,
        client: Client,
        *,
        since: date | None = None,
        until: date | None = None,
        set_name: str = "",
    ) -> None:
        parts = {"from": since, "until": until, "set": set_name}
        self.target = " ".join([base_url, *(f"{name}={value}" for name, value in parts.items() if value)])
        self._base_url, self._client = base_url, client
        self._since, self._until, self._set = since, until, set_name

    def pages(self, cursor: Cursor | None) -> Iterator[Page]:
        place = Place.of(cursor, self._since)
        earliest = FIRST_DAY
        if cursor is None:
            told = identity(self._client, self._base_url).earliest
            earliest = told or earliest
            if place.first and told and place.first < told:
                place = Place.at(told)  # a "from" before the first datestamp is a badArgument
        if self._until and place.first and not place.token and place.first > self._until:
            return
        count = 0
        several = bool(place.token)
        chain = answers(
            self._client, self._base_url, "ListRecords", place, until=self._until, set_name=self._set
        )
        for answer, behind in chain:
            count += len(answer.days)
            several = several or bool(answer.token)
            done, total = self._progress(answer, behind, count, behind.first or earliest)
            yield Page(
                answer.records,
                answer.rejected,
                behind.cursor if answer.token else self._end(behind, several=several),
                done,
                total,
                removed=answer.removed,
            )

    def _end(self, place: Place, *, several: bool) -> Cursor:
        """Where the next harvest begins, with the mark of a long list of several answers."""
        days = [day for day in (place.began, self._until) if day]
        since = min(days) - OVERLAP if days else place.first
        short = place.start and place.began and place.began - place.start <= NIGHTLY
        window = ListedWindow(place.start, self._until, self._set)
        return Cursor(since, window.cursor_token if several and not short else None)

    def _progress(self, answer: OaiAnswer, place: Place, count: int, first: date) -> tuple[int, int | None]:
        """(done, total) in records where the server counts them, else in days of datestamps up to today's."""
        if answer.total is not None:
            at = (answer.offset or 0) + len(answer.days) if answer.offset is not None else count
            return (at, answer.total) if answer.token else (answer.total, answer.total)
        last = min(day for day in (self._until, place.began, date.max) if day)
        if last == date.max:
            return count, None
        total = max((last - first).days + 1, 1)
        done = (place.seen - first).days if place.seen else 0
        return (min(max(done, 0), total) if answer.token else total), total


def identifiers(
    base_url: str,
    client: Client,
    *,
    since: date | None = None,
    until: date | None = None,
    set_name: str = "",
) -> Iterator[tuple[str, date]]:
    """(arxiv_id, datestamp) of every paper that the server lists, deleted ones left out; some come twice.

    Raises SourceUnavailable, SourceRefused, SourceDamaged.
    """
    chain = answers(client, base_url, "ListIdentifiers", Place.at(since), until=until, set_name=set_name)
    for answer, _ in chain:
        yield from listed_in(answer)


def listed_in(answer: OaiAnswer) -> Iterator[tuple[str, date]]:
    """(arxiv_id, datestamp) of the papers of one answer."""
    for record in answer.records:
        if day := str(record.fields.get("datestamp", "")):
            yield record.identifier, date.fromisoformat(day)
