"""What can go wrong in finding: one tree, so a caller catches `SearchError` at its border.

SearchError
├ QuerySyntaxError(message, position)     the reader's words; HTTP 400
├ PageOutOfRange                          offset paging beyond the window; 400
├ CursorError                             a cursor that is broken or belongs to another query; 400
├ BackendUnavailable(retry_after_s)       engine away, locked or damaged; 503
│ └ IndexMissing                          nothing built yet, or its files are gone; 503
├ SchemaMismatch(hint)                    built by other code; 503
└ IndexingError(failures)                 some documents were refused
"""

from collections.abc import Mapping

REBUILD_HINT = "Run: manage.py index --rebuild"


class SearchError(Exception):
    """Base of everything this package raises on purpose."""


class QuerySyntaxError(SearchError):
    """The reader's query cannot be read; `message` says what to write instead."""

    def __init__(self, message: str, position: int) -> None:
        """`position` is a 0-based offset into the string the reader typed."""
        super().__init__(f"{message} (at character {position + 1})")
        self.message = message
        self.position = position


class PageOutOfRange(SearchError):
    """The page asked for lies outside what offsets reach; use the `after` cursor."""


class CursorError(SearchError):
    """The cursor is damaged, or was made by another query."""


class BackendUnavailable(SearchError):
    """The engine cannot answer now."""

    def __init__(self, message: str, *, retry_after_s: int = 10) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class IndexMissing(BackendUnavailable):
    """There is no index to read; `hint` says how to make one."""

    def __init__(self, message: str, *, hint: str = REBUILD_HINT) -> None:
        super().__init__(f"{message} {hint}", retry_after_s=60)
        self.hint = hint


class SchemaMismatch(SearchError):
    """The index was written by another version of this code."""

    def __init__(self, message: str, *, hint: str = REBUILD_HINT) -> None:
        super().__init__(f"{message} {hint}")
        self.hint = hint


class IndexingError(SearchError):
    """Some documents were not indexed: `failures` maps paper id to reason."""

    def __init__(self, failures: Mapping[str, str]) -> None:
        shown = "; ".join(f"{key}: {why}" for key, why in list(failures.items())[:3])
        super().__init__(f"{len(failures)} documents were not indexed: {shown}")
        self.failures = dict(failures)
