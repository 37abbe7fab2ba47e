"""Real papers that change day by day, harvested as increments: the store ends as after a fresh harvest of the last day's state.

python -m tests.faults.long_run_changes --papers 20000 --days 10 --seed 1
"""

import argparse
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from coolpapers.taxonomy import CATEGORIES
from search import SearchQuery, Sort, open_backend, parse_query
from tests.arxiv import HeldPaper, HeldVersion, Settings, World, running
from tests.arxiv.kaggle import held_papers
from tests.faults.ingestion_stack import Stack

FIRST = date(2026, 11, 2)
CHANGED = 0.08  # of all papers a day: in ten days half of them, some several times
ARRIVING = 0.02
TABLES = {
    "papers_paper": (
        "arxiv_id, title, abstract, author_list, categories, version, submitted, updated, announced, announced_source, comments, "
        "journal_ref, doi, license, withdrawn, datestamp, detail, fingerprint, revision = indexed_revision"
    ),
    "papers_version": "paper_id, number, submitted, size_kb, detail, announced",
    "papers_listing": 'paper_id, category, announced, CASE WHEN "primary" THEN 1 ELSE 0 END',
    "papers_removed": "arxiv_id, datestamp, unindexed",
}
ASKED = 150

Rows = dict[str, list[tuple[str, ...]]]


class Later:
    """The states of the papers from the first day on; what a day changes is told from that day's evening."""

    def __init__(self, papers: list[HeldPaper], days: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._shown = [category.id for category in CATEGORIES.values() if category.shown]
        papers = [replace(paper, datestamp=min(paper.datestamp, FIRST)) for paper in papers]
        arriving = set(self._random.sample(range(len(papers)), int(len(papers) * ARRIVING * days)))
        self.days = [FIRST + timedelta(days=n) for n in range(days + 1)]
        self.state = {paper.id: paper for n, paper in enumerate(papers) if n not in arriving}
        self.world = World(list(self.state.values()))
        coming = [papers[n] for n in sorted(arriving)]
        for n, day in enumerate(self.days[1:]):
            self._change(day, coming[n::days])

    def _change(self, day: date, coming: list[HeldPaper]) -> None:
        since = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
        held = [paper for paper in self.state.values() if not paper.deleted]
        changed = [self._changed(p, since) for p in self._random.sample(held, int(len(held) * CHANGED))]
        for paper in [*coming, *changed]:
            told = replace(paper, datestamp=day, since=since)
            self.state[paper.id] = told
            self.world.tell(told)

    def _changed(self, paper: HeldPaper, now: datetime) -> HeldPaper:
        number = paper.newest.number + 1
        version = HeldVersion(number, now - timedelta(days=1), f"{number}kb", "D")
        kind = self._random.choices(
            (
                "version",
                "title",
                "abstract",
                "authors",
                "categories",
                "comments",
                "facts",
                "withdrawn",
                "deleted",
                "same",
            ),
            (40, 10, 10, 8, 10, 10, 6, 2, 2, 2),
        )[0]
        match kind:
            case "version":
                words = f"{paper.abstract}\nIn version {number} we add $\\alpha_{{{number}}}$."
                return replace(paper, versions=(*paper.versions, version), abstract=words)
            case "title":
                return replace(paper, title=f"{paper.title} -- revised on {now:%A}\n  with $x^{number}$")
            case "abstract":
                return replace(paper, abstract=paper.abstract.replace("the ", "the new ", 3))
            case "authors":
                return replace(paper, authors=f"{paper.authors}, Ada Kettle (Institute of Tea)")
            case "categories":
                more = (*paper.categories, self._random.choice(self._shown))
                return replace(paper, categories=more if self._random.random() < 0.7 else more[::-1])
            case "comments":
                return replace(paper, comments=f"{number} pages, accepted")
            case "facts":
                doi, free = f"10.1000/tea.{paper.id}", "http://creativecommons.org/licenses/by/4.0/"
                return replace(paper, journal_ref=f"J. Tea {number} (2026)", doi=doi, license=free)
            case "withdrawn":
                gone = replace(version, source_type="I")
                return replace(
                    paper, versions=(*paper.versions, gone), comments="This paper has been withdrawn"
                )
            case "deleted":
                return replace(paper, deleted=True)
        return paper


def told(stack: Stack) -> Rows:
    """All that the store holds, in the order of its keys, each value as text."""
    query = "SELECT {} FROM {}"
    return {
        name: sorted(tuple(map(_text, row)) for row in stack.ask(query.format(columns, name)))
        for name, columns in TABLES.items()
    }


def _text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, list) else str(value)


def found(stack: Stack, questions: list[str]) -> list[tuple[str, int, tuple[str, ...]]]:
    """What the index answers, newest first: its statistics may still count papers that are gone."""
    backend = open_backend(stack.engine)
    pages = [
        (words, backend.search(SearchQuery(parse_query(words), sort=Sort.NEWEST))) for words in questions
    ]
    return [(words, page.total, tuple(hit.id for hit in page.hits)) for words, page in pages]


def questions(later: Later) -> list[str]:
    """Words of the papers that were told last."""
    titles = [paper.title for paper in later.world.tellings[-ASKED:]]
    return [" ".join(words) for title in titles if (words := re.findall(r"\b[A-Za-z]{4,}\b", title)[-3:])]


def replayed(later: Later, folder: Path) -> list[str]:
    """How the store after the increments, and its index, differ from a fresh one's."""
    settings = Settings(records_per_page=1_000)
    with running(later.world, now=_evening(later.days[0]), settings=settings) as arxiv:
        (folder / "daily").mkdir()
        (folder / "fresh").mkdir()
        daily, fresh = Stack(folder / "daily", arxiv), Stack(folder / "fresh", arxiv)
        daily.run("migrate", "--verbosity", "0")
        for day in later.days:
            arxiv.clock.set(_evening(day))
            began = time.monotonic()
            said = daily.run("harvest", "oai")
            sys.stderr.write(f"{day} {time.monotonic() - began:.1f} s: {said.splitlines()[-2]}\n")
        fresh.run("migrate", "--verbosity", "0")
        fresh.run("harvest", "oai")
        asked = questions(later)
        return [
            *_differences(told(daily), told(fresh)),
            *_in_turn(found(daily, asked), found(fresh, asked)),
        ] + [
            f"the {name} index holds other papers than its store"
            for name, stack in (("daily", daily), ("fresh", fresh))
            if sorted(stack.indexed()) != sorted(stack.stored())
        ]


def _differences(daily: Rows, fresh: Rows) -> Iterator[str]:
    for name in TABLES:
        if daily[name] != fresh[name]:
            yield f"{name}: only daily {list(set(daily[name]) - set(fresh[name]))[:3]}"
            yield f"{name}: only fresh {list(set(fresh[name]) - set(daily[name]))[:3]}"


def _in_turn(
    daily: list[tuple[str, int, tuple[str, ...]]], fresh: list[tuple[str, int, tuple[str, ...]]]
) -> Iterator[str]:
    yield from (
        f"index: {one} daily, {other} fresh" for one, other in zip(daily, fresh, strict=True) if one != other
    )


def _evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, tzinfo=UTC)


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.faults.long_run_changes", description=__doc__)
    words.add_argument("--papers", type=int, default=20_000)
    words.add_argument("--days", type=int, default=10)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    path = Path(os.environ["COOLPAPERS_TEST_DATA"]) / "arxiv_sample_20k.jsonl.zst"
    later = Later(held_papers(path, given.papers), given.days, given.seed)
    with tempfile.TemporaryDirectory(prefix="coolpapers-") as folder:
        wrong = replayed(later, Path(folder))
    print(
        f"{len(later.state):,} papers, {len(later.world.tellings) - len(later.state):,} changes after their first telling"
    )
    print("\n".join(wrong) or "The store ends as after a fresh harvest, and so does the index.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
