"""A process that indexes where there is no room, and tells what became of it: one JSON object a line.

    mount FOLDER    a file system of 8 MB in a mount namespace of its own (run under `unshare --user --mount`), filled by a file
    limit FOLDER    a limit on the size of every file the process writes (RLIMIT_FSIZE)

Each attempt is made with so many kilobytes left, by a backend that lives on and is looked at by one opened anew.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from search import SearchBackend, SearchError, SearchQuery, open_backend
from tests.faults.tantivy_writing import papers

ROOM_KB = (0, 4, 8, 16, 32, 64, 128, 4_000)
HELD, MORE = 200, 900
_EVERYTHING = SearchQuery(limit=9_999)


@contextmanager
def filled(folder: Path, room_kb: int) -> Iterator[None]:
    """No more than `room_kb` are left on the disk while the block runs."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass
        os.truncate(filler, max(filler.stat().st_size - 1024 * room_kb, 0))
        yield
    finally:
        filler.unlink()


@contextmanager
def limited(folder: Path, room_kb: int) -> Iterator[None]:
    """No file can grow beyond `room_kb` while the block runs."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room_kb * 1024, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


def index(backend: SearchBackend) -> None:
    backend.index(papers(MORE, HELD))


def rebuild(backend: SearchBackend) -> None:
    with backend.rebuild() as build:
        build.add(papers(MORE))


def delete(backend: SearchBackend) -> None:
    backend.delete([f"2401.{at:05d}" for at in range(10)])


def main(way: str, folder: Path) -> None:
    if way == "mount":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], check=True)
    short_of_room = filled if way == "mount" else limited
    root = folder / "index"
    backend = open_backend(f"tantivy://{root}")
    attempts: tuple[Callable[[SearchBackend], None], ...] = (index, rebuild, delete)
    for room_kb in ROOM_KB:
        for attempt in attempts:
            with backend.rebuild() as build:
                build.add(papers(HELD))
            kept: SearchError | None = (
                None  # whoever holds an error holds its traceback, and the writer in that
            )
            with short_of_room(folder, room_kb):
                try:
                    attempt(backend)
                except SearchError as error:
                    kept = error
                pages = [each.search(_EVERYTHING) for each in (backend, open_backend(f"tantivy://{root}"))]
            index(backend)  # there is room again
            healed = backend.search(_EVERYTHING).total
            told = {
                "what": attempt.__name__,
                "room_kb": room_kb,
                "error": None if kept is None else str(kept),
                "kind": type(kept).__name__,
                "served": [sorted(hit.id for hit in page.hits) for page in pages],
                "healed": healed,
                "builds": len(list(root.glob("gen-*"))),
            }
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
