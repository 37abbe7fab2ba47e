"""Points in time: the index held still for a ranked page and the pages behind it.

Ranked pages must not skip or repeat papers while others change the statistics, so even the first is read from a point in
time, and its cursor names it. One is shared by all searches of this process until the index changes: once in PRESENT_S the
request that searches also asks the live index for its newest sequence number and size, and only when these are not the
view's own is another opened. So a page costs one request and an index holds few points in time; what this process indexed is
seen at once, what others did within PRESENT_S.
"""

import time
from dataclasses import dataclass
from typing import Any, Final

from search.backends.elasticsearch.connection import Connection
from search.backends.elasticsearch.mapping import Json
from search.errors import BackendUnavailable

KEEP_ALIVE: Final = "15m"  # after the last page that was read from it
# How long the live index is taken for what it was. Asked with every search, it made two words cost half as much again
# (20,000 papers, 2026-11-23).
PRESENT_S: Final = 0.5

# The index, its newest change and its number of papers: each addition raises the one, each removal lowers the other. Without
# hits, so that the server remembers the answer until the index changes.
_MARK: Final[Json] = {
    "size": 0,
    "track_total_hits": True,
    "aggs": {"index": {"terms": {"field": "_index", "size": 1}}, "newest": {"max": {"field": "_seq_no"}}},
}

Mark = tuple[str, float, int]  # index, sequence number, papers


class ViewLost(Exception):
    """The point in time is gone: kept too long, its index replaced, its node restarted."""


@dataclass(frozen=True, slots=True)
class _View:
    pit: str
    mark: Mark


class Views:
    """The points in time of this process."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._index = connection.address.index
        self._now: _View | None = None
        self._seen: tuple[Mark, float] | None = None  # the live index, and until when it is taken for that
        self._changes = 0  # made by this process

    def changed(self) -> None:
        """Takes note that this process has changed the index."""
        self._changes += 1
        self._seen = None

    def mark(self) -> Mark:
        """The live index, looked at now or a moment ago."""
        seen, changes = self._seen, self._changes
        if seen is not None and time.monotonic() < seen[1]:
            return seen[0]
        told: Json = self._connection.ask(lambda client: client.search(index=self._index, body=_MARK))
        return self._see(_mark(told), changes)

    def _see(self, mark: Mark, changes: int) -> Mark:
        if changes == self._changes:  # else it was asked before this process's own change
            self._seen = (mark, time.monotonic() + PRESENT_S)
        return mark

    def search(self, body: Json) -> tuple[Json, str]:
        """The answer from the index as it is now, and the point in time it was read from."""
        view, seen, changes = self._now, self._seen, self._changes
        if view is not None:
            try:
                if seen is not None and seen[0] == view.mark and time.monotonic() < seen[1]:
                    return self.search_at(body, view.pit), view.pit
                answer, mark = self._both(body, view.pit, {"index": self._index}, _MARK)
            except ViewLost:
                pass
            else:
                if self._see(mark, changes) == view.mark:
                    return answer, view.pit
        opened = self._connection.ask(
            lambda client: client.open_point_in_time(index=self._index, keep_alive=KEEP_ALIVE)
        )
        pit = str(opened["id"])
        try:
            answer, mark = self._both(body, pit, {}, {**_MARK, "pit": {"id": pit}})
        except ViewLost as error:
            raise BackendUnavailable(
                f"Elasticsearch at {self._connection.address.shown} cannot hold a point in time: {error}"
            ) from error
        self._now = _View(pit, self._see(mark, changes))
        return answer, pit

    def search_at(self, body: Json, pit: str) -> Json:
        """The answer from a point in time of any process; ViewLost when it is gone."""
        whole = {**body, "pit": {"id": pit, "keep_alive": KEEP_ALIVE}}
        told: Json = self._connection.ask(lambda client: client.msearch(searches=[{}, whole]))
        return self._part(told["responses"][0], from_view=True)

    def _both(self, body: Json, pit: str, place: Json, mark: Json) -> tuple[Json, Mark]:
        whole = {**body, "pit": {"id": pit, "keep_alive": KEEP_ALIVE}}
        told: Json = self._connection.ask(lambda client: client.msearch(searches=[{}, whole, place, mark]))
        answer, newest = told["responses"]
        return self._part(answer, from_view=True), _mark(self._part(newest, from_view="pit" in mark))

    def _part(self, answer: Json, *, from_view: bool) -> Json:
        status = int(answer.get("status", 200))
        if "error" not in answer and not answer["_shards"]["failed"]:
            return answer
        if from_view and status != 429:
            raise ViewLost(f"{status} {answer.get('error', {}).get('type', 'some shards failed')}")
        raise self._connection.refusal(status, answer)


def _mark(answer: dict[str, Any]) -> Mark:
    total = int(answer["hits"]["total"]["value"])
    told = answer["aggregations"]
    index = "".join(bucket["key"] for bucket in told["index"]["buckets"])
    return index, float(told["newest"]["value"] or 0), total
