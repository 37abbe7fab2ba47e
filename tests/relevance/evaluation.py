"""A judged collection through an engine: index afresh, answer every query, measure, keep the run."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from search import IndexingError, SearchBackend, SearchHit
from tests.relevance.answers import related_answer, search_answer
from tests.relevance.judged_set import JudgedQuery, documents, queries
from tests.relevance.measures import average_precision, ndcg, recall, reciprocal_rank

Task = Literal["search", "related"]
TAG = "coolpapers"

_ANSWERS: Mapping[Task, Callable[[SearchBackend, JudgedQuery], tuple[SearchHit, ...]]] = {
    "search": search_answer,
    "related": related_answer,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """A query with the engine's hits, best first."""

    query: JudgedQuery
    hits: tuple[SearchHit, ...]


def index_afresh(backend: SearchBackend, folder: Path) -> int:
    """Puts the collection, and nothing else, into the engine; the number of papers. IndexingError when one is refused."""
    with backend.rebuild() as build:
        report = build.add(documents(folder))
        if report.failures:
            raise IndexingError(report.failures)
    return report.indexed


def answer_all(backend: SearchBackend, folder: Path, task: Task) -> list[Answered]:
    """Every query of the collection with its answer; ValueError when they have not what the task asks for."""
    asked = queries(folder)
    needed = [query.text if task == "search" else query.doc_id for query in asked]
    if None in needed:
        name = "text" if task == "search" else "doc_id"
        raise ValueError(f"{folder} has queries without {name!r}; choose the other task")
    return [Answered(query, _ANSWERS[task](backend, query)) for query in asked]


def measured(answers: Iterable[Answered]) -> dict[str, float]:
    """Means over the queries for which a judge found something relevant, by the measure's name, and their number.

    ValueError when there is none. The queries of one collection are pooled all or none.
    """
    rows: list[dict[str, float]] = []
    for answer in answers:
        query, ranked = answer.query, [hit.id for hit in answer.hits]
        if max(query.grades.values(), default=0) < 1:
            continue
        row = {
            "nDCG@10": ndcg(ranked, query.grades, 10),
            "MAP": average_precision(ranked, query.relevant),
            "MRR": reciprocal_rank(ranked, query.relevant),
            "R@10": recall(ranked, query.relevant, 10),
            "R@100": recall(ranked, query.relevant, 100),
        }
        if query.pooled:
            row["NDCG@20%"] = ndcg(ranked, query.grades, int(0.2 * len(query.grades)))
        rows.append(row)
    if not rows:
        raise ValueError("No query of the collection has a paper that a judge found relevant")
    means = {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}
    return {**{name: round(mean, 4) for name, mean in means.items()}, "queries": len(rows)}


def write_run(answers: Iterable[Answered], out: TextIO) -> None:
    """The answers as a TREC run: query, Q0, document, rank from 1, score, tag."""
    for answer in answers:
        for rank, hit in enumerate(answer.hits, 1):
            out.write(f"{answer.query.id} Q0 {hit.id} {rank} {hit.score!r} {TAG}\n")
