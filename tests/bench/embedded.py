"""Tantivy under our SearchBackend: over its own calls, over its own analysis, and over SQLite FTS5 and PostgreSQL.

All on the same real papers in one run; and how the cost grows from 10,000 papers to all 174,728.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from search import SearchBackend, SearchDocument, open_backend
from tests.bench import native
from tests.bench.bare_tantivy import Bare
from tests.bench.medians import medians_ms
from tests.bench.questions import Question, questions
from tests.bench.rivals import Fts5, Postgres, Rival
from tests.bench.sampled import PAPERS, QUESTIONS, first_papers
from tests.services.missing import ServiceMissing
from tests.services.postgresql import postgresql

ALL = 174_728  # papers there are
AIM = 1.3
WITHIN_S = 4.0  # for one class against one rival; PostgreSQL needs seconds for one question of forty words

Figures = dict[str, object]


def ours(backend: SearchBackend, question: Question) -> Callable[[], object]:
    query = question.query
    if query is None:
        return lambda: backend.similar(question.paper)
    return lambda: backend.search(query)


def built(papers: list[SearchDocument], root: Path) -> tuple[SearchBackend, float]:
    backend = open_backend(f"tantivy://{root}")
    began = time.perf_counter()
    with backend.rebuild() as build:
        build.add(papers)
    took = time.perf_counter() - began
    if backend.status().documents != len(papers):
        raise SystemExit(f"{backend.status().documents} of {len(papers)} papers were indexed")
    return backend, took


def extended(root: Path, more: list[SearchDocument], into: Path) -> SearchBackend:
    """A copy of an index with more papers: half the time of building it anew, and how an index grows."""
    shutil.copytree(root, into)
    backend = open_backend(f"tantivy://{into}")
    backend.index(more)
    return backend


def over_bare(backend: SearchBackend, bare: Bare, asked: Mapping[str, list[Question]]) -> Figures:
    figures: Figures = {}
    for name, them in asked.items():
        rows = [
            (
                ours(backend, each),
                bare.call(each),
                bare.call(each, ids=True),
            )
            for each in them
        ]
        mine, call, with_ids = medians_ms(rows)
        figures[f"tantivy_{name}"] = {
            "ratio": round(mine / call, 2),
            "aim": AIM,
            "over_call_with_ids": round(mine / with_ids, 2),
            "ours_ms": round(mine, 3),
            "engine_ms": round(call, 3),
        }
    return figures


def over_rival(
    backend: SearchBackend,
    bare: Bare,
    rival: Rival,
    asked: Mapping[str, list[Question]],
) -> Figures:
    figures: Figures = {}
    for name, them in asked.items():
        rows = []
        for each in them:
            terms = tuple(bare.telling(each.paper)) if name == "related" else each.words
            rows.append((ours(backend, each), rival.call(name, each, terms)))
        mine, theirs = medians_ms(rows, rounds=1, within_s=WITHIN_S)
        figures[f"tantivy_over_{rival.name}_{name}"] = {
            "ratio": round(mine / theirs, 3),
            "aim": 0.05 if name in {"title", "related"} else 1,
            "rival_ms": round(theirs, 2),
        }
    return figures


def growth(asked: Mapping[str, list[Question]], sizes: Mapping[int, SearchBackend]) -> Figures:
    small, middle, large = sorted(sizes)
    figures: Figures = {}
    for name, them in asked.items():
        rows = [[ours(sizes[size], each) for size in (small, middle, large)] for each in them]
        took = medians_ms(rows)
        figures[f"growth_{name}"] = {
            "ratio": round(took[1] / took[0], 2),
            "all_over_middle": round(took[2] / took[1], 2),
            "papers": [small, middle, large],
            "ms": [round(one, 3) for one in took],
        }
    return figures


def main() -> None:
    figures: Figures = {}
    with tempfile.TemporaryDirectory(prefix="coolpapers-engines-") as name:
        folder = Path(name)
        everything = list(first_papers(min(ALL, PAPERS * 7 // 4)))
        papers = everything[:PAPERS]
        began = time.perf_counter()
        native.build(papers, folder / "native")
        native_s = time.perf_counter() - began
        shutil.rmtree(folder / "native")
        backend, took = built(papers, folder / "middle")
        figures["tantivy_build"] = {
            "ratio": round(took / native_s, 2),
            "aim": 3,
            "papers_per_s": round(len(papers) / took),
            "native_s": round(native_s, 1),
            "mb": round((backend.status().size_bytes or 0) / 1e6),
        }
        step = max(len(papers) // QUESTIONS, 1)
        asked = questions(papers[::step])
        bare = Bare(folder / "middle")
        figures |= over_bare(backend, bare, asked)
        figures |= over_rival(backend, bare, Fts5(papers, folder / "fts5.sqlite3"), asked)
        try:
            with postgresql() as address:
                figures |= over_rival(backend, bare, Postgres(papers, address), asked)
        except ServiceMissing as error:
            figures["tantivy_over_postgresql"] = {"left_out": str(error)}
        small, _ = built(papers[: len(papers) // 10], folder / "small")
        large = extended(folder / "middle", everything[PAPERS:], folder / "large")
        few = questions(papers[: len(papers) // 10 : max(len(papers) // 10 // QUESTIONS, 1)])
        sizes = {len(papers) // 10: small, len(papers): backend, len(everything): large}
        figures |= growth(few, sizes)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
