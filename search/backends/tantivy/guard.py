"""Tantivy's own failures as errors of this package, each with its mend."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.errors import REBUILD_HINT, BackendUnavailable, SearchError


@contextmanager
def engine_guard(root: Path) -> Iterator[None]:
    """Runs engine calls; whatever they raise leaves as BackendUnavailable that names the index and the mend."""
    try:
        yield
    except (SearchError, GeneratorExit, KeyboardInterrupt, SystemExit):
        raise
    except (ValueError, OSError, RuntimeError, OverflowError) as error:
        raise BackendUnavailable(
            f"The search index in {root} cannot be read: {error}. {REBUILD_HINT}"
        ) from error
    except BaseException as error:
        # A panic inside the engine arrives as a class that is no Exception and cannot be imported.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise BackendUnavailable(f"The search index in {root} is damaged: {error}. {REBUILD_HINT}") from error
