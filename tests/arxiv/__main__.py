"""The test arXiv by hand: python -m tests.arxiv --papers FILE.jsonl[.zst] [--port N]; Ctrl-C ends it."""

import argparse
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.arxiv import Rule, Settings, faults, running
from tests.arxiv.kaggle import held_papers, today_of
from tests.arxiv.world import World, mailing_of


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.arxiv", description=__doc__)
    words.add_argument("--papers", type=Path, required=True, help="Kaggle-schema lines, .jsonl or .jsonl.zst")
    words.add_argument("--limit", type=int, help="take the first so many papers")
    words.add_argument("--port", type=int, default=0)
    words.add_argument(
        "--now",
        type=datetime.fromisoformat,
        help="the server's time, UTC; the newest paper's day unless given",
    )
    words.add_argument(
        "--speed", type=float, default=1.0, help="how many times as fast as ours its time runs"
    )
    words.add_argument("--page", type=int, default=Settings().records_per_page, help="records a page")
    words.add_argument(
        "--failing", type=float, default=0.0, help="share of requests answered 503 with Retry-After: 1"
    )
    given = words.parse_args()
    papers = held_papers(given.papers, given.limit)
    world = World(papers)
    for day in sorted({paper.datestamp for paper in papers})[-30:]:
        world.mailings |= mailing_of([paper for paper in papers if paper.datestamp == day], day)
    now = given.now.replace(tzinfo=UTC) if given.now else today_of(papers)
    rules = (Rule(faults.status(503, "1"), chance=given.failing),)
    settings = Settings(records_per_page=given.page)
    with running(world, now=now, speed=given.speed, rules=rules, settings=settings, port=given.port) as arxiv:
        print(
            f"{len(papers):,} papers at {arxiv.url}; it is {now:%Y-%m-%d %H:%M} UTC there. For our own programs:",
            flush=True,
        )
        for name, value in (arxiv.environment() | {"COOLPAPERS_REQUEST_INTERVAL_S": "0"}).items():
            print(f"export {name}={value}", flush=True)
        # Set here, for a shell that starts it in the background has SIGINT ignored.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print(f"{len(arxiv.asked)} requests answered by process {os.getpid()}")


if __name__ == "__main__":
    main()
