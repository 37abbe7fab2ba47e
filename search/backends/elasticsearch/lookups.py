"""What questions about the index ask of the server, in one request each; frequencies that are known in none."""

from collections.abc import Collection, Iterable
from typing import Any

from search.backends.elasticsearch.connection import Connection
from search.backends.elasticsearch.frequencies import KnownFrequencies
from search.backends.elasticsearch.mapping import SOURCE, Json
from search.backends.elasticsearch.paging import ask_best
from search.backends.elasticsearch.translate import translate
from search.backends.lookups import FieldToken, Frequencies
from search.backends.preparing import refusal
from search.plan import Plan
from search.types import SearchHit


class ElasticsearchLookups:
    """The Lookups of the index behind one address."""

    def __init__(self, connection: Connection, known: KnownFrequencies) -> None:
        self._connection = connection
        self._index = connection.address.index
        self._known = known

    def frequencies(self, wanted: Iterable[FieldToken]) -> Frequencies:
        """See Lookups."""
        return self._known.of(wanted)

    def counts(self, plans: Collection[Plan]) -> list[int]:
        """See Lookups."""
        searches: list[Json] = []
        for plan in plans:
            searches += [{}, {"query": translate(plan), "size": 0, "track_total_hits": True}]
        told: Json = self._connection.ask(lambda client: client.msearch(index=self._index, searches=searches))
        return [self._total(answer) for answer in told["responses"]]

    def _total(self, answer: dict[str, Any]) -> int:
        if "error" in answer or answer["_shards"]["failed"]:
            raise self._connection.refusal(int(answer.get("status", 503)), answer)
        return int(answer["hits"]["total"]["value"])

    def sources(self, paper_ids: Collection[str]) -> dict[str, str]:
        """See Lookups."""
        wanted = [key for key in paper_ids if refusal(key) is None]
        if not wanted:
            return {}
        told: Json = self._connection.ask(
            lambda client: client.mget(
                index=self._index, ids=wanted, source_includes=[SOURCE], realtime=False
            )
        )
        return {each["_id"]: str(each["_source"][SOURCE]) for each in told["docs"] if each.get("found")}

    def best(self, plan: Plan, size: int, *, with_sources: bool) -> list[tuple[SearchHit, str]]:
        """See Lookups."""
        return ask_best(translate(plan), size, self._connection, source=SOURCE if with_sources else None)
