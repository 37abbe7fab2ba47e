"""Harvest by OAI-PMH over what its server can serve: records a second of ours over those of a client that only downloads.

The server is the test arXiv in a process of its own, started anew for each pass, so that it renders every record as a real one
does; `warm` is the same against a server that has rendered everything before.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.harvest_server import arxiv_server, bare_s
from tests.services.elasticsearch import elasticsearch
from tests.services.missing import ServiceMissing
from tests.services.postgresql import postgresql

SAMPLE = "arxiv_sample_100k"
PAPERS = int(os.environ.get("COOLPAPERS_TEST_BENCH_HARVESTED", "20000"))
AIM = 0.5

Figures = dict[str, float]


def harvest_s(exports: dict[str, str], store: dict[str, str]) -> Figures:
    """Seconds of one harvest into an empty store, of its index, and of the same harvest again."""
    with tempfile.TemporaryDirectory(prefix="coolpapers-harvest-") as folder:
        environ = {**os.environ, "COOLPAPERS_DATA_DIR": folder, **exports, **store}
        command = [sys.executable, "-m", "tests.bench.harvest_pass"]
        done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True, cwd=Path.cwd())
    told: Figures = json.loads(done.stdout.splitlines()[-1])
    return told


def measured(store: dict[str, str]) -> Figures:
    """The ratios of one set-up. The bare client comes before and after, as the machine may have other work."""
    bare = []
    with arxiv_server(SAMPLE, PAPERS) as exports:
        bare.append(bare_s(exports))
        warm = bare_s(exports)
    with arxiv_server(SAMPLE, PAPERS) as exports:
        ours = harvest_s(exports, store)
    with arxiv_server(SAMPLE, PAPERS) as exports:
        bare.append(bare_s(exports))
    fresh = sum(bare) / len(bare)
    return {
        "ratio": round(fresh / ours["store_s"], 2),
        "aim": AIM,
        "with_index_ratio": round(fresh / (ours["store_s"] + ours["index_s"]), 2),
        "unchanged_over_warm_ratio": round(warm / ours["again_s"], 2),
        "records_per_s": round(ours["records"] / ours["store_s"]),
        "bare_records_per_s": round(ours["records"] / fresh),
        "bare_warm_records_per_s": round(ours["records"] / warm),
        "index_s": round(ours["index_s"], 2),
    }


@contextlib.contextmanager
def services() -> Iterator[dict[str, str]]:
    """PostgreSQL and Elasticsearch as variables of ours."""
    with postgresql() as database, elasticsearch() as engine:
        yield {
            "COOLPAPERS_DATABASE_URL": database,
            "COOLPAPERS_SEARCH_URL": f"{engine}/harvest-bench?timeout=60",
        }


def main() -> None:
    figures: dict[str, object] = {"harvest_sqlite_tantivy": measured({})}
    try:
        with services() as store:
            figures["harvest_postgresql_elasticsearch"] = measured(store)
    except ServiceMissing as error:
        sys.stderr.write(f"The harvest into services is left out: {error}\n")
        figures["harvest_postgresql_elasticsearch"] = {"left_out": str(error)}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
