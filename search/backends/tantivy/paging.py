"""One page out of a Tantivy view: exact order inside ties, offsets, and cursors that never skip or repeat.

Tantivy breaks ties by where a paper lies on disk. So we always fetch to the end of the tie the page ends in and order
ties by id ourselves. By date the cursor is a keyset; by score it names the view it was made on and the place in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import cast

import tantivy
from tantivy import FieldType, Occur, Order, Query

from search import fields as f
from search.backends.tantivy.ordering import UNCODED, decode_id, decode_ids
from search.backends.tantivy.reader import Reader, View
from search.backends.tantivy.schema import BY_ANNOUNCED, BY_UPDATED, ID_CODE, schema
from search.backends.tantivy.translate import matches, unscored
from search.cursor import read_cursor, write_cursor
from search.errors import CursorError
from search.types import SearchHit, SearchQuery, Sort

_SLACK = 8  # fetched beyond the page, so that most ties are seen to end

_COLUMN = {Sort.NEWEST: BY_ANNOUNCED, Sort.OLDEST: BY_ANNOUNCED, Sort.UPDATED: BY_UPDATED}


# A hit: what orders it (a score or the value of a date column), and its id.
Row = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """One page: its hits, how many there are in all, where the next page begins."""

    hits: tuple[SearchHit, ...]
    total: int
    cursor: Callable[[], str] | None  # None on the last page


def paper_ids(searcher: tantivy.Searcher, places: list[tantivy.DocAddress]) -> list[str]:
    """The ids of hits."""
    codes = searcher.fast_field_values(ID_CODE, places)
    if UNCODED not in codes and None not in codes:
        return decode_ids(cast("list[int]", codes))
    return [
        decode_id(code)
        if isinstance(code, int) and code != UNCODED
        else str(searcher.doc(place).get_first(f.ID))
        for code, place in zip(codes, places, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Listing:
    """A query in one order on one view."""

    searcher: tantivy.Searcher
    query: Query
    sort: Sort

    def rows(self, start: int, need: int, *, counted: bool = True) -> tuple[list[Row], int]:
        """At least `need` rows from place `start` in exact order, unless fewer are left; and the number of all matches.

        Whole ties only. `start` must be 0 or the first place of a tie. The number is 0 unless `counted`.
        """
        column = _COLUMN.get(self.sort)
        order = Order.Asc if self.sort is Sort.OLDEST else Order.Desc
        want = need + _SLACK
        while True:
            found = self.searcher.search(
                self.query, limit=want, count=counted, order_by_field=column, offset=start, order=order
            )
            hits, total = found.hits, matches(found)
            if len(hits) < want or hits[need - 1][0] != hits[-1][0]:
                break
            want *= 4
        seen = need
        while seen < len(hits) and hits[seen][0] == hits[need - 1][0]:
            seen += 1
        hits = hits[:seen]
        keys = [key for key, _ in hits]
        ids = paper_ids(self.searcher, [place for _, place in hits])
        rows: list[Row] = list(zip(keys, ids, strict=True))
        if len(set(keys)) < len(keys):  # ties; the engine has ordered the rest
            if self.sort is Sort.RELEVANCE:
                rows.sort(key=_best_first)
            else:
                rows.sort(reverse=self.sort is not Sort.OLDEST)
        return rows, total


def _best_first(row: Row) -> Row:
    return -row[0], row[1]


def best_of(searcher: tantivy.Searcher, query: Query, size: int) -> tuple[SearchHit, ...]:
    """The best papers by score, then id; uncounted."""
    rows, _ = _Listing(searcher, query, Sort.RELEVANCE).rows(0, size, counted=False)
    return _hits(rows[:size], Sort.RELEVANCE)


def _hits(rows: list[Row], sort: Sort) -> tuple[SearchHit, ...]:
    if sort is Sort.RELEVANCE:
        return tuple([SearchHit(paper_id, key) for key, paper_id in rows])
    return tuple([SearchHit(paper_id, 0.0) for _, paper_id in rows])


def _by_offset(listing: _Listing, query: SearchQuery, view: View, reader: Reader) -> Rows:
    end = query.offset + query.limit
    rows, total = listing.rows(0, max(end, 1))
    page = rows[query.offset : end]
    more = total > end and bool(page)
    cursor = partial(_cursor, rows, 0, end, query, listing, view, reader) if more else None
    return Rows(_hits(page, listing.sort), total, cursor)


def _cursor(
    rows: list[Row], start: int, end: int, query: SearchQuery, listing: _Listing, view: View, reader: Reader
) -> str:
    """The cursor behind `rows[end - 1]`, where `rows` begin at place `start`."""
    key, last_id = rows[end - 1]
    if listing.sort is not Sort.RELEVANCE:
        return write_cursor(query, {"k": int(key), "i": last_id})
    tie = end - 1
    while tie and rows[tie - 1][0] == key:
        tie -= 1
    reader.keep(view)
    return write_cursor(query, {"v": view.token, "p": start + tie, "n": end - tie, "s": key, "i": last_id})


def _by_date_cursor(listing: _Listing, query: SearchQuery, place: dict[str, str | int | float]) -> Rows:
    key, last_id = place.get("k"), place.get("i")
    if not isinstance(key, int) or not isinstance(last_id, str) or not 0 <= key < 2**63:
        raise CursorError("This cursor is damaged; start again from the first page")
    rising = listing.sort is Sort.OLDEST
    beyond = Query.range_query(
        schema(),
        _COLUMN[listing.sort],
        FieldType.Unsigned,
        lower_bound=key if rising else None,
        upper_bound=None if rising else key,
    )
    bounded = Query.boolean_query([(Occur.Must, listing.query), (Occur.Must, unscored(beyond))])
    rest = _Listing(listing.searcher, bounded, listing.sort)
    need = query.limit + 1
    while True:
        rows, left = rest.rows(0, need)
        seen = [row for row in rows if row[0] == key and (row[1] <= last_id if rising else row[1] >= last_id)]
        if len(rows) - len(seen) > query.limit or len(rows) >= left:
            break
        need += len(seen) + query.limit
    fresh = rows[len(seen) :]
    total = matches(listing.searcher.search(listing.query, limit=1, count=True))
    page = fresh[: query.limit]
    more = len(fresh) > query.limit and bool(page)
    cursor = partial(write_cursor, query, {"k": int(page[-1][0]), "i": page[-1][1]}) if more else None
    return Rows(_hits(page, listing.sort), total, cursor)


def _by_score_cursor(
    listing: _Listing, query: SearchQuery, place: dict[str, str | int | float], view: View, reader: Reader
) -> Rows:
    start, shown, score, last_id = place.get("p"), place.get("n"), place.get("s"), place.get("i")
    if not (
        isinstance(start, int)
        and isinstance(shown, int)
        and isinstance(score, float)
        and isinstance(last_id, str)
    ):
        raise CursorError("This cursor is damaged; start again from the first page")
    if start < 0 or shown < 0:
        raise CursorError("This cursor is damaged; start again from the first page")
    if view.token == place.get("v"):
        rows, total = listing.rows(start, shown + query.limit + 1)
    else:
        # The view is gone: go on behind the same score and id in the present index.
        start, need = 0, start + shown + query.limit + 1
        while True:
            rows, total = listing.rows(0, need)
            shown = sum(1 for key, found in rows if key > score or (key == score and found <= last_id))
            if len(rows) - shown > query.limit or len(rows) >= total:
                break
            need *= 2
    end = shown + query.limit
    page = rows[shown:end]
    more = len(rows) > end and bool(page)
    cursor = partial(_cursor, rows, start, end, query, listing, view, reader) if more else None
    return Rows(_hits(page, listing.sort), total, cursor)


def page_of(query: SearchQuery, engine_query: Query, sort: Sort, reader: Reader) -> tuple[Rows, View]:
    """The page asked for, and the view it was read from."""
    view = reader.view()
    if query.after is None:
        return _by_offset(_Listing(view.searcher, engine_query, sort), query, view, reader), view
    place = read_cursor(query, query.after)
    if sort is not Sort.RELEVANCE:
        return _by_date_cursor(_Listing(view.searcher, engine_query, sort), query, place), view
    token = place.get("v")
    view = (reader.recall(token) if isinstance(token, str) else None) or view
    return _by_score_cursor(_Listing(view.searcher, engine_query, sort), query, place, view, reader), view
