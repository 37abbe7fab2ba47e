"""What 1,000 new papers cost in store and index when 150,000 are held, over the same when 10,000 are: the price of size.

`ratio` is of medians on the clock; beside it the same in processor seconds (the engine's threads included), which other work on the machine
does not stretch, and their mean, in which the engine's merges of many papers' segments fall on single slices.
"""

import itertools
import json
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import django
import orjson
from django.conf import settings
from django.core.management import call_command

SMALL = 10_000
LARGE = int(os.environ.get("COOLPAPERS_TEST_BENCH_HELD", "150000"))
SLICE = 1_000
SLICES = 8  # the engine merges eight segments of a size into one
AIM = 1.2


def lines() -> Iterator[dict[str, object]]:
    """Every real paper of the samples, the two kinds in turn, so that early and late papers are alike."""
    from tests.bench import bare

    old, recent = bare.records("arxiv_sample_100k"), bare.records("arxiv_recent_2025_2026")
    for pair in itertools.zip_longest(old, recent):
        yield from (line for line in pair if line is not None)


def written(name: str, records: Iterator[dict[str, object]], count: int) -> Path:
    path: Path = settings.DATA_DIR / f"{name}.jsonl"
    with path.open("wb") as out:
        out.writelines(orjson.dumps(record) + b"\n" for record in itertools.islice(records, count))
    return path


def brought_in_s(path: Path) -> tuple[float, float, float]:
    """Processor seconds for the store and for the index, seconds on the clock for both."""
    from worker.pipeline import ingest, sync_index
    from worker.sources.snapshot import SnapshotSource

    began, clock = time.process_time(), time.perf_counter()
    run = ingest(SnapshotSource(str(path)))
    stored = time.process_time()
    report = sync_index()
    if run.error or report.indexed < run.created:
        raise SystemExit(f"{path}: {run.error or report}")
    return stored - began, time.process_time() - stored, time.perf_counter() - clock


def slices_s(name: str, records: Iterator[dict[str, object]]) -> dict[str, float]:
    """Of several slices."""
    taken = [brought_in_s(written(f"{name}{n}", records, SLICE)) for n in range(SLICES)]
    store, index, clock = zip(*taken, strict=True)
    both = [one + other for one, other in zip(store, index, strict=True)]
    columns = {"both": both, "store": store, "index": index, "clock": clock}
    return {key: statistics.median(column) for key, column in columns.items()} | {
        "mean": statistics.mean(both)
    }


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    records = lines()
    brought_in_s(written("small", records, SMALL))
    small = slices_s("at_small", records)
    brought_in_s(written("large", records, LARGE - SMALL - SLICES * SLICE))
    large = slices_s("at_large", records)
    ratio = {key: round(large[key] / small[key], 2) for key in small}
    figures = {
        "ratio": ratio["clock"],
        "aim": AIM,
        "store_ratio": ratio["store"],
        "index_ratio": ratio["index"],
        "mean_ratio": ratio["mean"],
        "processor_ratio": ratio["both"],
        "ms_per_1000_small": round(small["both"] * 1_000),
        "ms_per_1000_large": round(large["both"] * 1_000),
        "held": LARGE,
    }
    print(json.dumps({"cost_by_size": figures}))


if __name__ == "__main__":
    main()
