"""Tantivy's own failures as errors of this package, each with its mend."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from search.errors import REBUILD_HINT, BackendUnavailable, SearchError

# A writer thread that met a full disk only says that it was killed; less room than this is taken for the reason. Tantivy asks
# for at least this much with the first paper it writes.
_NO_ROOM: Final = 1_000_000  # bytes
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_RETRY_AFTER_S: Final = 60


@contextmanager
def engine_guard(root: Path) -> Iterator[None]:
    """Runs reading calls; whatever they raise leaves as BackendUnavailable that names the index and the mend."""
    try:
        yield
    except (SearchError, GeneratorExit, KeyboardInterrupt, SystemExit):
        raise
    except (ValueError, OSError, RuntimeError, OverflowError) as error:
        raise BackendUnavailable(
            f"The search index in {root} cannot be read: {error}. {REBUILD_HINT}"
        ) from error
    except BaseException as error:
        _raise_panic(root, error)


@contextmanager
def write_guard(root: Path) -> Iterator[None]:
    """Runs writing calls; whatever they raise leaves as BackendUnavailable that says what to mend: the disk or the index."""
    try:
        yield
    except (SearchError, GeneratorExit, KeyboardInterrupt, SystemExit):
        raise
    except (ValueError, OSError, RuntimeError, OverflowError) as error:
        if _is_full(root, error):
            raise BackendUnavailable(
                f"The disk of the search index in {root} is full: {error}. What was indexed before is still served. "
                "Make room, then run: manage.py index",
                retry_after_s=_RETRY_AFTER_S,
            ) from error
        raise BackendUnavailable(
            f"The search index in {root} cannot be written: {error}. See to room on the disk and rights on the folder, "
            "then run: manage.py index; if it fails again: manage.py index --rebuild",
            retry_after_s=_RETRY_AFTER_S,
        ) from error
    except BaseException as error:
        _raise_panic(root, error)


def _raise_panic(root: Path, error: BaseException) -> None:
    # A panic inside the engine arrives as a class that is no Exception and cannot be imported.
    if type(error).__module__ != "pyo3_runtime":
        raise error
    raise BackendUnavailable(f"The search index in {root} is damaged: {error}. {REBUILD_HINT}") from error


def _is_full(root: Path, error: Exception) -> bool:
    """Whether no room on the disk, by quota or by limit is the reason."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    if any(f"os error {number})" in str(error) or f"code: {number}," in str(error) for number in _FULL):
        return True
    try:
        return shutil.disk_usage(root).free < _NO_ROOM
    except OSError:
        return False
