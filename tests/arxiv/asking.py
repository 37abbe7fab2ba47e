"""A worker process that asks politely: python -m tests.arxiv.asking URL COUNT [--read S] [--urgent]; says "ready", waits for a line.

Then a line for each answer. Its settings come from the environment, as those of any process of ours. A line is the system's monotonic seconds when
the answer was there, and its status.
"""

import argparse
import sys
import time

import django
from django.conf import settings


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.arxiv.asking", description=__doc__)
    words.add_argument("url")
    words.add_argument("count", type=int)
    words.add_argument(
        "--read", type=float, default=10.0, help="read time-out in seconds; a turn's lease is a second longer"
    )
    words.add_argument("--urgent", action="store_true", help="as for a reader who waits")
    given = words.parse_args()
    django.setup()

    from worker.http import PoliteClient  # needs the settings

    client = PoliteClient(
        interval_s=settings.REQUEST_INTERVAL_S,
        contact="papers@example.org",
        connect_s=0.5,
        read_s=given.read,
        spare_s=0.5,
        urgent=given.urgent,
    )
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(given.count):
        answer = client.get(given.url, {"verb": "Identify"})
        print(f"{time.monotonic():.3f} {answer.status}", flush=True)


if __name__ == "__main__":
    main()
