"""REST search over the bare engine's query, and a list page over a plain view of the same bytes, in one process on 20,000 papers."""

import json
import re
import statistics
import time
from collections.abc import Callable, Iterable

import django
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse


def p50_ms(call: Callable[[str], object], arguments: Iterable[str]) -> float:
    times = []
    for argument in arguments:
        began = time.perf_counter()
        call(argument)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    from django.core.handlers.base import BaseHandler
    from django.test import Client
    from django.urls import path

    from coolpapers import urls
    from tests.bench import bare
    from worker.pipeline import ingest, sync_index
    from worker.sources.snapshot import SnapshotSource

    name = "arxiv_sample_20k"
    ingest(SnapshotSource(str(bare.DATA / f"{name}.jsonl.zst")))
    sync_index()
    words = [re.findall(r"[a-z]{5,}", record["title"].lower()) for record in bare.records(name)]
    queries = [" ".join(w[:2]) for w in words[::80] if len(w) >= 2]
    client = Client(headers={"host": "localhost"})

    def rest(query: str) -> None:
        answer = client.get("/api/v1/search", {"q": query, "limit": 25})
        if answer.status_code != 200:
            raise SystemExit(f"{query}: {answer.status_code}")

    built = bare.index(name, settings.DATA_DIR / "bare")
    searcher = built.searcher()

    def engine(query: str) -> None:
        parsed = built.parse_query(query, ["title", "abstract"], conjunction_by_default=True)
        searcher.search(parsed, 25, count=True)

    rest_ms = engine_ms = 0.0
    for _ in range(2):  # the first round warms both
        engine_ms, rest_ms = p50_ms(engine, queries), p50_ms(rest, queries)

    page = "/arxiv/cs.CV"
    content = client.get(page).content
    calls: list[HttpRequest] = []

    def plain(request: HttpRequest) -> HttpResponse:
        calls.append(request)
        return HttpResponse(content)

    urls.urlpatterns.append(path("bench-plain", plain))
    client.get(page)
    client.get("/bench-plain")
    list_ms = p50_ms(client.get, [page] * 100)
    plain_ms = p50_ms(client.get, ["/bench-plain"] * 100)
    if len(calls) != 101 or not isinstance(client.handler, BaseHandler) or b'class="paper' not in content:
        raise SystemExit("the list page or the plain view did not answer")
    figures = {
        "rest_search": {
            "ratio": round(rest_ms / engine_ms, 1),
            "rest_ms": round(rest_ms, 2),
            "engine_ms": round(engine_ms, 3),
        },
        "list_page": {
            "ratio": round(list_ms / plain_ms, 1),
            "list_ms": round(list_ms, 2),
            "plain_ms": round(plain_ms, 2),
        },
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
