"""A process that writes to a Tantivy index until it is killed, from outside or by itself at a chosen step.

    index ROOT FIRST    adds twenty papers a time, from number FIRST on, and prints the number behind each that is done
    rebuild ROOT        builds anew, again and again, and prints a line before each
    swap ROOT STEP      builds anew and dies before the STEP-th step in the file system behind the build itself

The audit events of Python are the steps: opening, renaming, removing, locking.
"""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from search import SearchBackend, SearchDocument, open_backend
from tests.contract.search.papers import made_papers

BATCH = 20
REBUILT = 700
_STEPS = ("open", "os.", "shutil.", "fcntl.")


def papers(number: int, first: int = 0) -> list[SearchDocument]:
    """The made papers under ids that follow each other: 2401.00000, 2401.00001, …"""
    made = enumerate(made_papers(number, first=first), first)
    return [replace(paper, id=f"2401.{at:05d}") for at, paper in made]


def index(backend: SearchBackend, first: int) -> None:
    while True:
        backend.index(papers(BATCH, first))
        first += BATCH
        print(first, flush=True)


def rebuild(backend: SearchBackend) -> None:
    while True:
        print("building", flush=True)
        with backend.rebuild() as build:
            build.add(papers(REBUILT, 5_000))


def swap(backend: SearchBackend, root: str, last: int) -> None:
    left = last

    def step(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if counting and event.startswith(_STEPS) and root in repr(arguments):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    counting = False
    sys.addaudithook(step)
    with backend.rebuild() as build:
        build.add(papers(REBUILT, 5_000))
        counting = True
    print("swapped", flush=True)


def main(what: str, root: str, number: str = "0") -> None:
    backend = open_backend(f"tantivy://{Path(root)}")
    if what == "index":
        index(backend, int(number))
    elif what == "rebuild":
        rebuild(backend)
    else:
        swap(backend, root, int(number))


if __name__ == "__main__":
    main(*sys.argv[1:])
