"""One page out of the index: exact order by score or date and then id, offsets, cursors that never skip or repeat.

By date a cursor is the place alone. By score it also names the point in time the page was read from; when that is gone
the next page goes on behind the same score and id in the present index.
"""

from collections.abc import Callable
from functools import partial
from math import isfinite
from typing import Any

from search import fields as f
from search.backends.elasticsearch.connection import Connection
from search.backends.elasticsearch.mapping import UPDATED_AT, YEAR, Json
from search.backends.elasticsearch.views import ViewLost, Views
from search.cursor import CursorValue, read_cursor, write_cursor
from search.errors import CursorError
from search.types import Facet, SearchHit, SearchQuery, Sort

_SORTS: dict[Sort, tuple[str, str]] = {
    Sort.RELEVANCE: ("_score", "asc"),
    Sort.NEWEST: (f.ANNOUNCED, "desc"),
    Sort.OLDEST: (f.ANNOUNCED, "asc"),
    Sort.UPDATED: (UPDATED_AT, "desc"),
}
_FACET_FIELDS = {"category": f.CATEGORY, "year": YEAR}
_MAX_FACETS = 1_000  # values; arXiv has 155 categories and 36 years
# Behind every place in the last, silent key of a point in time: the paper named by score and id is not shown again.
_BEHIND_ALL = 2**63 - 1


def _body(query: SearchQuery, engine_query: Json, sort: Sort) -> Json:
    key, id_order = _SORTS[sort]
    aggregations = {
        name: {"terms": {"field": _FACET_FIELDS[name], "size": _MAX_FACETS}} for name in query.facets
    }
    return {
        "query": engine_query,
        "sort": [{key: "desc" if sort is Sort.RELEVANCE else id_order}, {f.ID: id_order}],
        "track_total_hits": True,
        "stored_fields": "_none_",  # the id is among the sort keys
        **({"aggs": aggregations} if aggregations else {}),
    }


def ask_page(
    query: SearchQuery, engine_query: Json, sort: Sort, connection: Connection, views: Views
) -> tuple[Json, str | None]:
    """The server's answer for the page, and the point in time of a ranked one. With a cursor, one hit more than asked."""
    body = _body(query, engine_query, sort)
    if query.after is None:
        body |= {"from": query.offset, "size": query.limit}
        if sort is Sort.RELEVANCE:
            return views.search(body)
        return _ask_now(body, connection), None
    key, last_id, pit = _place(read_cursor(query, query.after), sort)
    body |= {"size": query.limit + 1, "search_after": [key, last_id]}
    if pit is None:
        return _ask_now(body, connection), None
    body["search_after"].append(_BEHIND_ALL)
    try:
        return views.search_at(body, pit), pit
    except ViewLost:
        return views.search(body)


def ask_best(
    engine_query: Json, size: int, connection: Connection, *, source: str | None
) -> list[tuple[SearchHit, str]]:
    """The best papers by score, then id, each with the kept text named by `source`; uncounted."""
    body = _body(SearchQuery(limit=size), engine_query, Sort.RELEVANCE)
    body |= {"size": size, "track_total_hits": False}
    if source is not None:
        del body["stored_fields"]
        body["_source"] = [source]
    hits = _ask_now(body, connection)["hits"]["hits"]
    return [
        (SearchHit(hit["sort"][1], hit["sort"][0]), str(hit["_source"][source]) if source else "")
        for hit in hits
    ]


def _ask_now(body: Json, connection: Connection) -> Json:
    answer: Json = connection.ask(
        lambda client: client.search(
            index=connection.address.index, body=body, allow_partial_search_results=False
        )
    )
    return answer


def _place(place: dict[str, CursorValue], sort: Sort) -> tuple[float, str, str | None]:
    key, last_id, pit = place.get("k"), place.get("i"), place.get("p")
    ranked = sort is Sort.RELEVANCE
    if (
        not isinstance(key, float if ranked else int)
        or not isfinite(key)
        or abs(key) >= 2**63
        or not isinstance(last_id, str)
        or not last_id.isprintable()
        or isinstance(pit, str) is not ranked
    ):
        raise CursorError("This cursor is damaged; start again from the first page")
    return key, last_id, str(pit) if ranked else None


def hits_of(answer: Json, query: SearchQuery, sort: Sort) -> tuple[SearchHit, ...]:
    """The page's hits."""
    scored = sort is Sort.RELEVANCE
    keys = (hit["sort"] for hit in answer["hits"]["hits"][: query.limit])
    return tuple([SearchHit(key[1], key[0] if scored else 0.0) for key in keys])


def total_of(answer: Json) -> int:
    """How many papers match."""
    return int(answer["hits"]["total"]["value"])


def cursor_of(answer: Json, query: SearchQuery, pit: str | None) -> Callable[[], str] | None:
    """Makes the cursor behind the page; None on the last."""
    hits: list[dict[str, Any]] = answer["hits"]["hits"]
    if query.after is None:
        more = total_of(answer) > query.offset + len(hits)
    else:
        more = len(hits) > query.limit
    page = hits[: query.limit]
    if not page or not more:
        return None
    key, last_id = page[-1]["sort"][:2]
    return partial(write_cursor, query, {"k": key, "i": last_id} | ({"p": pit} if pit else {}))


def facet_of(answer: Json, name: str) -> Facet:
    """The counts of one facet."""
    buckets = answer["aggregations"][name]["buckets"]
    counts = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]
    return Facet(name, tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0]))))
