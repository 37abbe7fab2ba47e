"""arXiv's Atom API as a source: single papers that a reader waits for, and repairs.

Ids go in slices, a query in pages. A page may be shorter than asked for, or empty by mistake: only the total ends a list. An
id that the server chokes on is found by halving its slice, so that it costs the others nothing.
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Final

from coolpapers.identifiers import ArxivId, InvalidArxivId
from worker.sources import api_answers
from worker.sources.api_answers import ApiAnswer
from worker.sources.base import Cursor, Page, RejectedRecord, SourceRefused, SourceUnavailable
from worker.sources.xml_documents import Client, ask

SLICE: Final = 50  # ids a request; 2,000 would do for the server, but not for every proxy's longest address
PAGE: Final = 500  # results a request; the API gives at most 2,000
FARTHEST: Final = 30_000  # results; the API goes no further into a list
TRIES: Final = 3  # of an empty page in the middle
_KNOWN_STATUS: Final = frozenset({200, 400})


class ApiSource:
    """The papers that answer `query` (the API's own language, oldest first), or those of `ids` at their newest version."""

    name = "api"

    def __init__(self, api_url: str, client: Client, *, query: str = "", ids: Sequence[str] = ()) -> None:
        if bool(query) == bool(ids):
            raise ValueError("either a query or ids")
        self._url, self._client, self._query = api_url, client, query
        self._ids: list[str] = []
        self._wrong: list[RejectedRecord] = []
        for text in dict.fromkeys(ids):
            try:
                self._ids.append(ArxivId.parse(text).value)
            except InvalidArxivId as error:
                self._wrong.append(RejectedRecord(text[:100], "the ids asked for", str(error), text[:500]))
        self._ids = list(dict.fromkeys(self._ids))
        asked = f"search_query={query}" if query else f"{len(ids)} ids: {' '.join(ids[:3])}"
        self._mark = blake2b(" ".join([query, *self._ids]).encode(), digest_size=8).hexdigest()
        self.target = f"{api_url} {asked[:200]}"

    def pages(self, cursor: Cursor | None) -> Iterator[Page]:
        """Raises SourceUnavailable, SourceDamaged; SourceRefused for a query that the API does not take."""
        start = self._start(cursor)
        yield from self._results(start) if self._query else self._papers(start)

    def _papers(self, start: int) -> Iterator[Page]:
        wrong = tuple(self._wrong) if start == 0 else ()
        if wrong and not self._ids:
            yield Page((), wrong, self._cursor(0), 0, 0)
        for at in range(start, len(self._ids), SLICE):
            some = self._ids[at : at + SLICE]
            done = at + len(some)
            answer = self._slice(some)
            yield Page(answer.records, answer.rejected + wrong, self._cursor(done), done, len(self._ids))
            wrong = ()

    def _slice(self, ids: list[str]) -> ApiAnswer:
        """The papers of these ids; what the server does not hold is simply not there."""
        params = {"id_list": ",".join(ids), "start": "0", "max_results": str(len(ids))}
        told = self._ask(params)
        if not told.error:
            records, rejected = list(told.records), list(told.rejected)
            received, due = told.received, min(told.total, len(ids))
            while received < due:  # the server's page is shorter than ours
                more = self._page({**params, "start": str(received)}, received)
                records += more.records
                rejected += more.rejected
                received += more.received
            return ApiAnswer(tuple(records), tuple(rejected), due, "")
        if len(ids) == 1:
            refusal = RejectedRecord(ids[0], self._url, f"the API says: {told.error}", ids[0])
            return ApiAnswer((), (refusal,), 1, "")
        one, other = self._slice(ids[: len(ids) // 2]), self._slice(ids[len(ids) // 2 :])
        return ApiAnswer(one.records + other.records, one.rejected + other.rejected, len(ids), "")

    def _results(self, start: int) -> Iterator[Page]:
        """The pages of a query, by date of submission: new papers come at the end and shift nothing."""
        total = start + 1
        while start < total:
            if start >= FARTHEST:
                raise SourceRefused(
                    f"the query has {total:,} results and the API hands out {FARTHEST:,}; ask for a part of them, "
                    "for instance with submittedDate:[202601010000 TO 202601312359]"
                )
            params = {
                "search_query": self._query,
                "start": str(start),
                "max_results": str(min(PAGE, FARTHEST - start)),
                "sortBy": "submittedDate",
                "sortOrder": "ascending",
            }
            told = self._page(params, start)
            total = told.total
            if told.received == 0:
                yield Page((), (), self._cursor(start), total, total)
                return
            start += told.received
            yield Page(told.records, told.rejected, self._cursor(start), min(start, total), total)

    def _page(self, params: dict[str, str], start: int) -> ApiAnswer:
        """The answer; an empty one before the end is asked for again. Raises SourceRefused."""
        for _ in range(TRIES):
            told = self._ask(params)
            if told.error:
                raise SourceRefused(f"{self._url} says: {told.error}")
            if told.received or start >= told.total:
                return told
        raise SourceUnavailable(f"{self._url} gives no results from {start:,} on, of {told.total:,}")

    def _ask(self, params: dict[str, str]) -> ApiAnswer:
        answer, document = ask(self._client, self._url, params, record="entry", accepted=_KNOWN_STATUS)
        if document is None:
            raise SourceUnavailable(f"{self._url} answers 304 to a question without an ETag")
        told = api_answers.read(document, self._url)
        if answer.status != 200 and not told.error:
            raise SourceUnavailable(f"{self._url} answers HTTP {answer.status} without an error")
        return told

    def _cursor(self, start: int) -> Cursor:
        return Cursor(token=f"{self._mark}:{start}")

    def _start(self, cursor: Cursor | None) -> int:
        """How far a cursor of the same question is."""
        mark, _, number = (cursor.token or "").partition(":") if cursor else ("", "", "")
        return int(number) if mark == self._mark and number.isascii() and number.isdecimal() else 0
