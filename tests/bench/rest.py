"""What REST adds to the engine: GET /search and /related over the same SearchBackend calls, in one process on 20,000 papers.

What it adds is the store's 25 rows, their rendering and JSON, none of which knows how many papers there are.
"""

import json
from collections.abc import Callable
from urllib.parse import quote

import django
from django.core.management import call_command

AIM_MS = 3.0


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    from django.test import Client

    from coolpapers.engine import search_backend
    from tests.bench import bare
    from tests.bench.medians import medians_ms
    from tests.bench.questions import FROM, UNTIL, Question, questions
    from tests.bench.sampled import QUESTIONS, every_paper
    from worker.pipeline import ingest, rebuild_index
    from worker.sources.snapshot import SnapshotSource

    name = "arxiv_sample_20k"
    ingest(SnapshotSource(str(bare.DATA / f"{name}.jsonl.zst")))
    report = rebuild_index()
    backend = search_backend()
    client = Client(headers={"host": "localhost"})

    def engine(question: Question) -> Callable[[], object]:
        query = question.query
        if query is None:
            return lambda: backend.related((question.paper,))
        return lambda: backend.search(query)

    def get(kind: str, question: Question) -> Callable[[], object]:
        text = " ".join(question.words)
        category = {"category": question.category, "sort": "newest"}
        asked: dict[str, str] = {
            "two_words": {"q": text},
            "title": {"q": text, "match": "any"},
            "phrase": {"q": f'"{text}"'},
            "filtered": {"q": text, **category, "from": FROM.isoformat(), "until": UNTIL.isoformat()},
            "newest": category,
            "related": {},
        }[kind]
        path = f"/api/v1/papers/{quote(question.paper.id)}/related" if kind == "related" else "/api/v1/search"

        def ask() -> None:
            answer = client.get(path, {**asked, "limit": "25"})
            if answer.status_code != 200:
                raise SystemExit(f"{path} {asked}: {answer.status_code} {answer.content[:300]!r}")

        return ask

    papers = list(every_paper(name, max(report.indexed // QUESTIONS, 1)))
    figures: dict[str, object] = {}
    for kind, them in questions(papers).items():
        rest_ms, engine_ms = medians_ms([(get(kind, each), engine(each)) for each in them], rounds=1)
        figures[f"rest_{kind}"] = {
            "ratio": round(rest_ms / engine_ms, 1),
            "added_ms": round(rest_ms - engine_ms, 2),
            "aim_added_ms": AIM_MS,
            "engine_ms": round(engine_ms, 2),
        }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
