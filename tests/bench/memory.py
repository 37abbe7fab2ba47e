"""Peak memory of importing 100,000 papers over importing 20,000, and of indexing them, each in a process of its own.

Memory of its own (RssAnon) is what grows or does not; the whole resident set also counts the pages of the index's files that the
system keeps mapped, and is told beside it.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import django
from django.conf import settings

SAMPLED_EVERY_S = 0.05


def peaks_mb(name: str, *command: str) -> tuple[float, float]:
    """(own, resident) at their highest while a command of manage.py runs."""
    environ = {**os.environ, "COOLPAPERS_DATA_DIR": str(settings.DATA_DIR / name)}
    importer = subprocess.Popen(
        [sys.executable, "manage.py", *command], env=environ, stdout=subprocess.DEVNULL
    )
    own = resident = 0.0
    while importer.poll() is None:
        told = dict(
            line.split(":", 1) for line in Path(f"/proc/{importer.pid}/status").read_text().splitlines()
        )
        if "RssAnon" in told:
            own = max(own, int(told["RssAnon"].split()[0]) / 1024)
            resident = max(resident, int(told["VmHWM"].split()[0]) / 1024)
        time.sleep(SAMPLED_EVERY_S)
    if importer.returncode:
        raise SystemExit(f"importing {name} ended with status {importer.returncode}")
    return own, resident


def main() -> None:
    django.setup()
    harvest: dict[str, tuple[float, float]] = {}
    index: dict[str, tuple[float, float]] = {}
    for name in ("arxiv_sample_20k", "arxiv_sample_100k"):
        path = Path(os.environ["COOLPAPERS_TEST_DATA"]) / f"{name}.jsonl.zst"
        peaks_mb(name, "migrate", "--verbosity=0")
        harvest[name] = peaks_mb(name, "harvest", "snapshot", "--no-index", str(path))
        index[name] = peaks_mb(name, "index")
    figures = {"import_memory": compared(*harvest.values()), "index_memory": compared(*index.values())}
    print(json.dumps(figures))


def compared(small: tuple[float, float], large: tuple[float, float]) -> dict[str, float]:
    return {
        "ratio": round(large[0] / small[0], 2),
        "aim": 1.2,
        "mb_20k": round(small[0]),
        "mb_100k": round(large[0]),
        "resident_ratio": round(large[1] / small[1], 2),
        "resident_mb_100k": round(large[1]),
    }


if __name__ == "__main__":
    main()
