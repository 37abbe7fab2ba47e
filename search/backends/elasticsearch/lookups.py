"""What questions about the index ask of the server, in one request each."""

from collections.abc import Collection, Iterable
from typing import Any

from search import fields as f
from search.backends.elasticsearch.connection import Connection
from search.backends.elasticsearch.mapping import SOURCE, Json
from search.backends.elasticsearch.paging import ask_best
from search.backends.elasticsearch.translate import translate
from search.backends.lookups import FieldToken, Frequencies
from search.backends.preparing import refusal
from search.plan import Plan
from search.types import SearchHit


class ElasticsearchLookups:
    """The Lookups of the index behind one address."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._index = connection.address.index

    def frequencies(self, wanted: Iterable[FieldToken]) -> Frequencies:
        """See Lookups. The server is shown a paper made of the tokens, and tells the statistics of its terms."""
        made: dict[str, set[str]] = {
            f.ALL: {f.GAP}
        }  # every paper has this field, so it tells how many there are
        for field, token in wanted:
            made.setdefault(field, set()).add(token)
        told: Json = self._connection.ask(
            lambda client: client.termvectors(
                index=self._index,
                doc={field: " ".join(sorted(tokens)) for field, tokens in made.items()},
                fields=sorted(made),
                term_statistics=True,
                field_statistics=True,
                positions=False,
                offsets=False,
                payloads=False,
            )
        )
        vectors = told["term_vectors"]
        papers = {
            (field, token): int(said["doc_freq"])
            for field in made
            for token, said in vectors.get(field, {"terms": {}})["terms"].items()
            if said.get("doc_freq")
        }
        return Frequencies(int(vectors[f.ALL]["field_statistics"]["doc_count"]), papers)

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
            lambda client: client.search(
                index=self._index,
                query={"bool": {"filter": {"terms": {f.ID: wanted}}}},
                source_includes=[SOURCE],
                size=len(wanted),
                track_total_hits=False,
                allow_partial_search_results=False,
            )
        )
        return {hit["_id"]: str(hit["_source"][SOURCE]) for hit in told["hits"]["hits"]}

    def best(self, plan: Plan, size: int, *, with_sources: bool) -> list[tuple[SearchHit, str]]:
        """See Lookups."""
        return ask_best(translate(plan), size, self._connection, source=SOURCE if with_sources else None)
