"""Runs every bench in a process and a DATA_DIR of its own; the last line printed is one JSON object of all figures."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

BENCHES = (
    "ingest",
    "memory",
    "harvest",
    "harvest_growth",
    "harvest_memory",
    "serve",
    "rendering",
    "page",
    "embedded",
    "cluster",
    "rest",
)


def main() -> int:
    if "COOLPAPERS_TEST_DATA" not in os.environ:
        sys.stderr.write(
            "The benches read real papers: set COOLPAPERS_TEST_DATA to the folder that holds arxiv_sample_20k.jsonl.zst.\n"
        )
        return 1
    figures: dict[str, object] = {}
    for name in BENCHES:
        with tempfile.TemporaryDirectory(prefix="coolpapers-bench-") as folder:
            kept = {
                k: v
                for k, v in os.environ.items()
                if not k.startswith("COOLPAPERS_") or k.startswith("COOLPAPERS_TEST_")
            }
            environ = {
                **kept,
                "COOLPAPERS_DATA_DIR": folder,
                "COOLPAPERS_LOG_LEVEL": "ERROR",
                "DJANGO_SETTINGS_MODULE": "coolpapers.settings",
            }
            done = subprocess.run(
                [sys.executable, "-m", f"tests.bench.{name}"],
                env=environ,
                stdout=subprocess.PIPE,
                check=True,
                cwd=Path.cwd(),
            )
        told = json.loads(done.stdout.splitlines()[-1])
        sys.stderr.write(json.dumps(told, indent=1) + "\n")
        figures |= told
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
