"""A second process that turns documents into tokens while this one writes them: for long builds.

A plain child that speaks pickles over its pipes, so it needs no guarded main module, forks no threads and works inside
daemonic task workers. One batch is under way at a time, so neither side can block the other. Should the child fail, the
batch is analysed here and nothing is lost.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from search.fields import IndexedPaper, prepare
from search.types import SearchDocument

_HOME = str(Path(__file__).resolve().parents[2])
_PROGRAM = f"import sys; sys.path.insert(0, {_HOME!r}); from search.backends.analyst import serve; serve()"
_GRACE_S = 5.0


def serve() -> None:
    """The child's life: batches of documents in, their tokens out, until the input ends."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            batch: list[SearchDocument] = pickle.load(source)  # noqa: S301 - our own parent writes it
        except EOFError:
            return
        papers = [prepare(document) for document in batch]
        try:
            pickle.dump(papers, target, pickle.HIGHEST_PROTOCOL)
            target.flush()
        except BrokenPipeError:  # the build was given up; nothing is left to flush or to tell
            os._exit(0)


class Analyst:
    """Tokens of one batch after another, each handed back when the next is given."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._alone = len(os.sched_getaffinity(0)) < 2
        self._pending: Sequence[SearchDocument] = ()

    def submit(self, batch: Sequence[SearchDocument]) -> list[IndexedPaper]:
        """Takes a batch; gives the tokens of the one before, nothing at the first."""
        done = self.finish()
        if self._alone:
            return done + [prepare(document) for document in batch]
        self._pending = batch
        try:
            if self._process is None:
                self._process = subprocess.Popen(  # noqa: S603 - this interpreter, a constant program
                    [sys.executable, "-c", _PROGRAM],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    start_new_session=True,  # Ctrl-C is the parent's to handle
                )
            pipe = self._pipe(self._process.stdin)
            pickle.dump(list(batch), pipe, pickle.HIGHEST_PROTOCOL)
            pipe.flush()
        except OSError:
            self._give_up()
        return done

    def finish(self) -> list[IndexedPaper]:
        """The tokens of the last batch given."""
        batch, self._pending = self._pending, ()
        if not batch:
            return []
        if self._process is not None:
            try:
                papers: list[IndexedPaper] = pickle.load(self._pipe(self._process.stdout))  # noqa: S301 - our own child
            except (OSError, EOFError, pickle.UnpicklingError):
                self._give_up()
            else:
                return papers
        return [prepare(document) for document in batch]

    def close(self) -> None:
        """Ends the child."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            try:
                self._pipe(pipe).close()
            except OSError:  # the child went first, with our last batch unread
                continue
        try:
            process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _give_up(self) -> None:
        self.close()
        self._alone = True

    @staticmethod
    def _pipe(pipe: object) -> BinaryIO:
        assert pipe is not None
        return pipe  # type: ignore[return-value]
