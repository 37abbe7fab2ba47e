"""Memory of one worker process over a long harvest in slices, each stored and indexed: the last quarter over the first.

A slice is what the worker's timetable does: some pages by OAI-PMH, then the index. Memory of its own (RssAnon) after each slice,
and its peak within; the first slice loads the program and does not count.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import django
from django.core.management import call_command

from tests.bench.harvest_server import arxiv_server

PAPERS = int(os.environ.get("COOLPAPERS_TEST_BENCH_HARVESTED_LONG", "100000"))
PAGE = 1_000
AIM = 1.1


def own_mb() -> tuple[float, float]:
    """(own now, resident at its highest since the last call)."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew
    return int(told["RssAnon"].split()[0]) / 1024, int(told["VmHWM"].split()[0]) / 1024


def worker() -> None:
    """Harvests a slice after another until there is no more, and prints the memory after each."""
    django.setup()
    call_command("migrate", verbosity=0)
    from worker import network
    from worker.malloc import few_arenas, give_back
    from worker.models import HarvestRun
    from worker.pipeline import ingest, sync_index

    few_arenas()  # as every worker begins
    taken: list[tuple[float, float]] = []
    while True:
        run = ingest(network.oai(), budget_s=0.5)
        sync_index()
        give_back()  # as after every task
        taken.append(own_mb())
        if run.state == HarvestRun.State.DONE:
            break
        if run.state != HarvestRun.State.INTERRUPTED:
            raise SystemExit(run.error)
    print(json.dumps(taken))


def main() -> None:
    if not Path("/proc/self/clear_refs").exists():
        print(json.dumps({"worker_memory": {"left_out": "no /proc here"}}))
        return
    with arxiv_server("arxiv_sample_100k", PAPERS, "--page", str(PAGE)) as exports:
        command = [sys.executable, "-m", "tests.bench.harvest_memory", "worker"]
        done = subprocess.run(command, env={**os.environ, **exports}, stdout=subprocess.PIPE, check=True)
    taken = json.loads(done.stdout.splitlines()[-1])[1:]
    part = max(len(taken) // 4, 1)
    first, last = taken[:part], taken[-part:]
    own = [statistics.median(now for now, _ in some) for some in (first, last)]
    peak = [max(high for _, high in some) for some in (first, last)]
    figures = {
        "ratio": round(own[1] / own[0], 2),
        "aim": AIM,
        "peak_ratio": round(peak[1] / peak[0], 2),
        "mb_first": round(own[0]),
        "mb_last": round(own[1]),
        "resident_mb_highest": round(peak[1]),
        "slices": len(taken),
    }
    print(json.dumps({"worker_memory": figures}))


if __name__ == "__main__":
    worker() if sys.argv[1:] == ["worker"] else main()
