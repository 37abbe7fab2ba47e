"""Ingestion under random faults for a long time, on real processes; at the end exactly what arXiv holds, once, in store and index.

    python -m tests.faults.long_run --minutes 20 --seed 1 [--on embedded|production]

Exit code 1 with the differences when they are still there QUIET_S after the last fault.
"""

import argparse
import contextlib
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from search import SearchError
from tests.arxiv import Settings, running
from tests.faults.ingestion_stack import Stack
from tests.faults.long_run_end import differences, leases_left, unexplained
from tests.faults.long_run_processes import Parts, embedded, production, words_of
from tests.faults.long_run_story import Story
from tests.faults.long_run_strikes import Strikes

QUIET_S = 150.0
"""In which the workers, left alone, have to mend everything; on this timetable each job comes round several times."""
PAPERS = 400
SETS: dict[str, Callable[[Stack], AbstractContextManager[Parts]]] = {
    "embedded": embedded,
    "production": production,
}


def long_run(name: str, seconds: float, seed: int, folder: Path) -> tuple[list[str], Counter[str]]:
    """(what was wrong at the end, what was done)."""
    story = Story(seed)
    story.begin(PAPERS)
    settings = Settings(records_per_page=100, identifiers_per_page=1_000)
    with running(story.world, now=datetime.now(UTC), speed=1.0, settings=settings, seed=seed) as arxiv:
        stack = Stack(folder, arxiv)
        with SETS[name](stack) as parts:
            strikes = Strikes(parts, seed)
            teller = threading.Thread(target=story.run, args=(arxiv,), daemon=True)
            teller.start()
            end = time.monotonic() + seconds
            try:
                while time.monotonic() < end and teller.is_alive():
                    strikes.strike()
                wrong = [] if teller.is_alive() else ["the story broke off"]
            except AssertionError as fault:
                wrong = [str(fault)]
            story.ended.set()
            teller.join()
            began = time.monotonic()
            wrong += _when_quiet(stack, story, strikes)
            wrong += [told for process in parts.processes if (told := process.end())]
            wrong += differences(stack, story) + leases_left(stack) + unexplained(stack)
            counts = strikes.counts
            counts["papers"] = len(stack.stored())
            counts["requests"] = len(arxiv.asked)
            counts["seconds until whole"] = round(time.monotonic() - began)
            counts |= Counter({f"said: {line}": words_of(parts).count(line) for line in SAID})
            return wrong, counts


SAID = (
    "source failed",
    "store away",
    "lease lost",
    "left to another",
    "job failed",
    "raised unexpected",
    "request failed",
    "request given up",
)


def _when_quiet(stack: Stack, story: Story, strikes: Strikes) -> list[str]:
    """The differences, as soon as there are none or after QUIET_S."""
    end = time.monotonic() + QUIET_S
    while True:
        strikes.revive()
        try:
            wrong = differences(stack, story)
        except (SearchError, AssertionError) as fault:  # a swap of the index between two pages of a search
            wrong = [repr(fault)]
        if not wrong or time.monotonic() > end:
            return [f"after {QUIET_S:g} s: {line}" for line in wrong]
        time.sleep(2)


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.faults.long_run", description=__doc__)
    words.add_argument("--minutes", type=float, default=20.0)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--on", choices=SETS, default="embedded")
    words.add_argument("--keep", type=Path, help="a folder for store, index and logs, kept afterwards")
    given = words.parse_args()
    with contextlib.ExitStack() as folders:
        folder = given.keep or Path(folders.enter_context(tempfile.TemporaryDirectory(prefix="coolpapers-")))
        folder.mkdir(parents=True, exist_ok=True)
        wrong, counts = long_run(given.on, 60 * given.minutes, given.seed, folder)
    for what, times in sorted(counts.items()):
        print(f"{times:6,} {what}")
    print("\n".join(wrong) or "Store and index hold exactly what arXiv holds.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
