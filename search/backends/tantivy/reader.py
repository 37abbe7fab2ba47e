"""Point-in-time views of the index: follows swaps and commits of every process by looking at two files.

No watcher thread, so it survives a fork: a child opens its own view at its first search. A look costs two `stat`
calls, 4 µs.
"""

import hashlib
import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

import tantivy

from search.backends.lookups import FieldToken
from search.backends.tantivy.generations import POINTER, Build, current_build
from search.backends.tantivy.guard import engine_guard
from search.backends.tantivy.integrity import check_files
from search.errors import BackendUnavailable, IndexMissing

KEPT_VIEWS = 16  # that a cursor may come back to
KEPT_S = 900.0
_TRIES = 5

_Mark = tuple[int, int, int]


def _mark(path: str) -> _Mark:
    found = os.stat(path)  # noqa: PTH116 - a Path costs half as much again, and every search asks twice
    return found.st_mtime_ns, found.st_ino, found.st_size


@dataclass(frozen=True, slots=True)
class View:
    """The index at one moment. `token` is the same in every process that sees the same moment."""

    searcher: tantivy.Searcher
    build: Build
    token: str
    frequencies: dict[FieldToken, int] = field(default_factory=dict)  # those asked for so far


class Reader:
    """The newest view of the index under `root`, and the recent ones that cursors still need."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._pointer = str(root / POINTER)
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, View]] = OrderedDict()
        self._now: tuple[_Mark, _Mark, str, View] | None = None
        self._opened: tuple[Path, tantivy.Index] | None = None

    def view(self) -> View:
        """The index as it is now. IndexMissing, SchemaMismatch, BackendUnavailable."""
        if self._pid != os.getpid():
            self._reset()
        now = self._now
        if now is not None:
            try:
                if _mark(self._pointer) == now[0] and _mark(now[2]) == now[1]:
                    return now[3]
            except OSError:
                pass  # swapped or gone; opening tells which
        with self._lock:
            return self._open()

    def _open(self) -> View:
        for attempt in range(_TRIES):
            try:
                return self._open_once()
            except BackendUnavailable:
                # The build may have been replaced between reading the pointer and opening its files.
                if attempt + 1 == _TRIES:
                    self._now = self._opened = None
                    raise
                time.sleep(0.01 * attempt)
        raise AssertionError

    def _open_once(self) -> View:
        build = current_build(self._root)
        meta = str(build.path / "meta.json")
        try:
            pointer_mark, meta_mark = _mark(self._pointer), _mark(meta)
            content = Path(meta).read_bytes()
        except OSError as error:
            raise IndexMissing(f"The search index {build.path} is damaged or gone.") from error
        with engine_guard(self._root):
            if self._opened is None or self._opened[0] != build.path:
                check_files(build)
                index = tantivy.Index.open(str(build.path))
                index.config_reader("manual")
                self._opened = (build.path, index)
            index = self._opened[1]
            index.reload()
            searcher = index.searcher()
        digest = hashlib.blake2b(content, digest_size=6, key=build.path.name.encode()[-16:]).hexdigest()
        view = View(searcher, build, digest)
        try:
            unchanged = _mark(meta) == meta_mark
        except OSError:
            unchanged = False
        # Committed while we looked: good for this search, but the next one opens again.
        self._now = (pointer_mark, meta_mark, meta, view) if unchanged else None
        return view if unchanged else View(searcher, build, "")

    def keep(self, view: View) -> None:
        """Holds a view for cursors that name its token."""
        if not view.token:
            return
        with self._lock:
            self._kept[view.token] = (time.monotonic() + KEPT_S, view)
            self._kept.move_to_end(view.token)
            while len(self._kept) > KEPT_VIEWS:
                self._kept.popitem(last=False)

    def recall(self, token: str) -> View | None:
        """The view of a cursor, if it is still held or still the present one."""
        now = self.view()
        if now.token == token:
            return now if token else None
        with self._lock:
            for old in [key for key, (until, _) in self._kept.items() if until < time.monotonic()]:
                del self._kept[old]
            found = self._kept.get(token)
        return found[1] if found else None
