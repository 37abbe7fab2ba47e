"""Indexes a judged collection afresh, answers its queries, prints one JSON line of measures.

python -m tests.relevance DIR --engine URL --task search|related [--run FILE]
"""

import argparse
import json
import sys
import time
from pathlib import Path

from search import SearchError, open_backend
from tests.relevance.evaluation import answer_all, index_afresh, measured, write_run
from tests.relevance.judged_set import MalformedJudgedSet


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description="Measures the ranking.")
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="docs.jsonl, queries.jsonl, qrels.tsv (or .zst)"
    )
    parser.add_argument("--engine", metavar="URL", required=True, help="its index is replaced")
    parser.add_argument("--task", choices=("search", "related"), required=True)
    parser.add_argument("--run", metavar="FILE", type=Path, help="where the TREC run goes")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    """The exit code: 0, or 1 with one line on stderr."""
    given = _arguments(words)
    try:
        backend = open_backend(given.engine)
        began = time.perf_counter()
        count = index_afresh(backend, given.folder)
        sys.stderr.write(f"indexed {count} papers in {time.perf_counter() - began:.1f} s\n")
        began = time.perf_counter()
        answers = answer_all(backend, given.folder, given.task)
        sys.stderr.write(f"answered {len(answers)} queries in {time.perf_counter() - began:.1f} s\n")
        figures = measured(answers)
        if given.run is not None:
            with given.run.open("w", encoding="utf-8") as file:
                write_run(answers, file)
    except (SearchError, MalformedJudgedSet, OSError, ValueError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
