"""Peak memory of importing 100,000 papers over importing 20,000, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import django
from django.conf import settings


def peak_mb(name: str) -> float:
    folder = settings.DATA_DIR / name
    environ = {**os.environ, "COOLPAPERS_DATA_DIR": str(folder)}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], env=environ, check=True)
    path = Path(os.environ["COOLPAPERS_TEST_DATA"]) / f"{name}.jsonl.zst"
    importer = subprocess.Popen(
        [sys.executable, "manage.py", "harvest", "snapshot", str(path)],
        env=environ,
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(importer.pid, 0)
    if status:
        raise SystemExit(f"importing {name} ended with status {status}")
    return used.ru_maxrss / 1024


def main() -> None:
    django.setup()
    small, large = peak_mb("arxiv_sample_20k"), peak_mb("arxiv_sample_100k")
    print(
        json.dumps(
            {
                "import_memory": {
                    "ratio": round(large / small, 2),
                    "aim": 1.2,
                    "mb_20k": round(small),
                    "mb_100k": round(large),
                }
            }
        )
    )


if __name__ == "__main__":
    main()
