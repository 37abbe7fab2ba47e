"""Elasticsearch under our SearchBackend: over its own calls for the same tokens, through the same client, in one run."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from elasticsearch import Elasticsearch
from elasticsearch.serializer import OrjsonSerializer

from search import SearchBackend, Sort, open_backend
from search import fields as f
from search.backends.elasticsearch.translate import translate
from search.plan import Plan
from tests.bench.bare_tantivy import LIMIT, Bare
from tests.bench.embedded import built, ours
from tests.bench.medians import medians_ms
from tests.bench.questions import questions
from tests.bench.sampled import PAPERS, QUESTIONS, first_papers
from tests.services.elasticsearch import elasticsearch
from tests.services.missing import ServiceMissing

AIM = 1.15
_ORDERS = {
    Sort.RELEVANCE: [{"_score": "desc"}, {f.ID: "asc"}],
    Sort.NEWEST: [{f.ANNOUNCED: "desc"}, {f.ID: "desc"}],
}


def bare_call(client: Elasticsearch, index: str, plan: Plan, sort: Sort) -> Callable[[], object]:
    """One search of the index: the tree of tokens, 25 ids in order, the exact number."""

    def ask() -> object:
        return client.search(
            index=index,
            query=translate(plan),
            sort=_ORDERS[sort],
            size=LIMIT,
            track_total_hits=True,
            stored_fields="_none_",
        )

    return ask


def compared(backend: SearchBackend, bare: Bare, address: str, index: str) -> dict[str, object]:
    papers = list(first_papers(PAPERS))[:: max(PAPERS // QUESTIONS, 1)]
    client = Elasticsearch(
        address.replace("elasticsearch", "http", 1), serializer=OrjsonSerializer(), request_timeout=60
    )
    figures: dict[str, object] = {}
    for name, them in questions(papers).items():
        rows = []
        for each in them:
            plan, column = bare.plan(each)
            sort = Sort.NEWEST if column else Sort.RELEVANCE
            rows.append((ours(backend, each), bare_call(client, index, plan, sort)))
        mine, call = medians_ms(rows, within_s=10)
        figures[f"elasticsearch_{name}"] = {
            "ratio": round(mine / call, 2),
            "aim": AIM,
            "ours_ms": round(mine, 2),
            "engine_ms": round(call, 2),
        }
    client.close()
    return figures


def main() -> None:
    try:
        with elasticsearch() as address, TemporaryDirectory(prefix="coolpapers-cluster-") as folder:
            backend = open_backend(f"{address}/bench?timeout=60")
            began = time.perf_counter()
            with backend.rebuild() as build:
                build.add(first_papers(PAPERS))
            figures: dict[str, object] = {"elasticsearch_build_s": round(time.perf_counter() - began, 1)}
            # The forty words of a paper are chosen by the statistics of the embedded engine: the same for both.
            statistics, _ = built(list(first_papers(min(PAPERS, 20_000))), Path(folder) / "index")
            bare = Bare(Path(folder) / "index")
            if statistics.status().documents:
                figures |= compared(backend, bare, address, "bench")
    except ServiceMissing as error:
        sys.stderr.write(f"Elasticsearch is left out: {error}\n")
        figures = {"elasticsearch": {"left_out": str(error)}}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
