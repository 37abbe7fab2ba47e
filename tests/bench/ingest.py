"""Snapshot import and index of 20,000 papers over the bare cost of the same."""

import json
import time

import django
from django.conf import settings
from django.core.management import call_command


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    from tests.bench import bare
    from worker.pipeline import ingest, sync_index
    from worker.sources.snapshot import SnapshotSource

    name = "arxiv_sample_20k"
    began = time.perf_counter()
    run = ingest(SnapshotSource(str(bare.DATA / f"{name}.jsonl.zst")))
    stored = time.perf_counter()
    report = sync_index()
    indexed = time.perf_counter()
    bare.store(name, settings.DATA_DIR / "bare.sqlite3")
    bare_stored = time.perf_counter()
    bare.index(name, settings.DATA_DIR / "bare")
    bare_indexed = time.perf_counter()
    if (run.created, report.indexed) != (20_000, 20_000):
        raise SystemExit(f"imported {run.created}, indexed {report.indexed} of 20,000")
    figures = {
        "ratio": (indexed - began) / (bare_indexed - indexed),
        "aim": 3,
        "store_ratio": (stored - began) / (bare_stored - indexed),
        "index_ratio": (indexed - stored) / (bare_indexed - bare_stored),
        "papers_per_s": 20_000 / (indexed - began),
    }
    print(json.dumps({"snapshot_import": {key: round(value, 2) for key, value in figures.items()}}))


if __name__ == "__main__":
    main()
