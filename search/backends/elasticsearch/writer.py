"""Papers into an index: analysed in a second process in long builds, sent in bulks, refused ones named.

Every paper is sent under its id, so a bulk that is sent twice does no harm.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final

import orjson

from search.backends.elasticsearch.connection import LONG_S, Connection
from search.backends.elasticsearch.generations import Generations, building
from search.backends.elasticsearch.mapping import Json, document
from search.backends.preparing import refusal, without_refused
from search.fields import IndexedPaper, prepare
from search.types import IndexReport, SearchDocument

_BATCH: Final = 250  # papers analysed, and sent, at a time: 1.5 MB
_MAX_BYTES: Final = 20_000_000  # of one paper, and of what is gathered for one bulk; the server takes 100 MB
_WAITS_S: Final = (0.5, 1.0, 2.0, 4.0, 8.0)  # before what a busy server refused is sent again
_BUSY = frozenset({429, 503})
_TOLD = "items.*._id,items.*.status,items.*.error.type,items.*.error.reason,items.*.result"

Lines = dict[str, bytes]  # paper id → what is sent of it


class BulkWriter:
    """Adds papers to the index behind an alias."""

    def __init__(
        self, connection: Connection, alias: str, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._connection = connection
        self._alias = alias
        self._sleep = sleep

    def add(self, documents: Iterable[SearchDocument]) -> IndexReport:
        """Adds papers; of two with one id the later stays."""
        failures: dict[str, str] = {}
        sent = 0
        accepted = without_refused(documents, failures)
        while batch := list(islice(accepted, _BATCH)):
            sent += self._index(map(prepare, batch), failures)
        return IndexReport(indexed=sent, failures=failures)

    def remove(self, ids: Iterable[str]) -> int:
        """Removes papers by id; the number that were there."""
        lines = {key: orjson.dumps({"delete": {"_id": key}}) for key in ids}
        return sum(told.get("result") == "deleted" for told in self._send(lines).values())

    def _index(self, papers: Iterable[IndexedPaper], failures: dict[str, str]) -> int:
        lines: Lines = {}
        indexed = size = 0
        for paper in papers:
            made = orjson.dumps(document(paper))
            if len(made) > _MAX_BYTES:
                failures[paper.id] = f"the paper is longer than {_MAX_BYTES:,} bytes"
                continue
            # Also before a second paper of one id: were the first sent again, it would come after it.
            if size + len(made) > _MAX_BYTES or paper.id in lines:
                indexed += self._indexed(lines, failures)
                lines, size = {}, 0
            size += len(made)
            lines[paper.id] = orjson.dumps({"index": {"_id": paper.id}}) + b"\n" + made
        return indexed + self._indexed(lines, failures)

    def _indexed(self, lines: Lines, failures: dict[str, str]) -> int:
        """How many papers the server took."""
        refused = {key: told["error"] for key, told in self._send(lines).items() if "error" in told}
        for paper_id, error in refused.items():
            failures[paper_id] = f"{error.get('type')}: {error.get('reason')}"[:500]
        return len(lines) - len(refused)

    def _send(self, lines: Lines) -> dict[str, Json]:
        """What the server says of each paper; what it was too busy for is sent again. BackendUnavailable, IndexMissing."""
        said: dict[str, Json] = {}
        for wait_s in (*_WAITS_S, None):
            if not lines:
                break
            items = self._bulk(lines)
            said |= {item["_id"]: item for item in items}
            lines = {item["_id"]: lines[item["_id"]] for item in items if item["status"] in _BUSY}
            if lines and wait_s is None:
                raise self._connection.refusal(429, said[next(iter(lines))])
            if lines and wait_s is not None:
                self._sleep(wait_s)
        return said

    def _bulk(self, lines: Lines) -> list[Json]:
        operations: list[Any] = list(lines.values())
        told: Json = self._connection.ask(
            lambda client: client.bulk(
                index=self._alias,
                operations=operations,
                require_alias=True,
                filter_path=_TOLD,
            ),
            timeout_s=LONG_S,
        )
        items: list[Json] = [next(iter(item.values())) for item in told["items"]]
        for item in items:
            if item["status"] == 404 and "error" in item:
                raise self._connection.refusal(404, item)
        return items


def _refresh(connection: Connection, index: str) -> None:
    connection.ask(lambda client: client.indices.refresh(index=index), timeout_s=LONG_S)


def index_papers(
    connection: Connection, generations: Generations, documents: Iterable[SearchDocument]
) -> IndexReport:
    """Adds or replaces papers in the index in use."""
    whole = list(documents)  # a source that breaks leaves nothing behind
    generations.ensure()
    writer = BulkWriter(connection, generations.write)
    report = writer.add(whole)
    _refresh(connection, generations.write)
    return report


def delete_papers(connection: Connection, generations: Generations, ids: Iterable[str]) -> int:
    """Removes papers; the number that were there."""
    wanted = [key for key in dict.fromkeys(ids) if refusal(key) is None]
    generations.check()
    if not wanted:
        return 0
    writer = BulkWriter(connection, generations.write)
    removed = sum(writer.remove(wanted[at : at + _BATCH]) for at in range(0, len(wanted), _BATCH))
    _refresh(connection, generations.write)
    return removed


@contextmanager
def rebuild_index(connection: Connection, generations: Generations) -> Iterator[BulkWriter]:
    """A new index; in use from a clean exit on, removed after an error."""
    name = generations.begin()
    try:
        writer = BulkWriter(connection, building(name))
        yield writer
        _refresh(connection, building(name))
        generations.use(name)
    except BaseException:
        generations.discard(name)
        raise
