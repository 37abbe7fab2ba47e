"""arXiv's OAI-PMH server as a source, in the arXivRaw format: the only one that leaves formulas and version times alone.

A run without a cursor reads the whole list; each page's cursor resumes behind it, the last one's begins the next increment
a day before this run's first answer, by the server's clock. Records come doubled now and then, never missed: the store's
upsert takes them as often as they come.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from worker.sources.base import Cursor, Page
from worker.sources.oai_answers import OaiAnswer
from worker.sources.oai_chain import OVERLAP, Place, answers, identity
from worker.sources.xml_documents import Client

FIRST_DAY: Final = date(2005, 9, 16)  # arXiv's earliest datestamp, for progress where Identify tells none


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
                place = Place(first=told)  # a "from" before the first datestamp is a badArgument
        if self._until and place.first and not place.token and place.first > self._until:
            return
        count = 0
        chain = answers(
            self._client, self._base_url, "ListRecords", place, until=self._until, set_name=self._set
        )
        for answer, behind in chain:
            count += len(answer.days)
            done, total = self._progress(answer, behind, count, behind.first or earliest)
            yield Page(
                answer.records,
                answer.rejected,
                behind.cursor if answer.token else self._increment(behind),
                done,
                total,
                removed=answer.removed,
            )

    def _increment(self, place: Place) -> Cursor:
        """Where the next harvest begins."""
        days = [day for day in (place.began, self._until) if day]
        return Cursor(since=min(days) - OVERLAP) if days else Cursor(since=place.first)

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
    chain = answers(client, base_url, "ListIdentifiers", Place(first=since), until=until, set_name=set_name)
    for answer, _ in chain:
        for record in answer.records:
            if day := str(record.fields.get("datestamp", "")):
                yield record.identifier, date.fromisoformat(day)
