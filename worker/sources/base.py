"""What a source of arXiv metadata promises: pages of raw records, and where to go on after each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from coolpapers.papers.records import AnnouncedListRecord, RemovedRecord

RAW_KEPT: Final = 20_000  # characters of a rejected record that are kept
AHEAD: Final = timedelta(days=2)  # of our clock: a list of a later day would stand as the newest for as long


class HarvestError(Exception):
    """Something kept a harvest from its end.

    HarvestError
    ├ SourceUnavailable(retry_after_s)          not there now
    ├ SourceRefused                             there, and will not answer this question however often it is asked
    ├ SourceDamaged                             there, but broken from some point on
    └ MalformedRecord(identifier, reason)       one record; counted and kept, never fatal
    """


class SourceUnavailable(HarvestError):
    """The source cannot be read now; `retry_after_s` is its own wish, or None."""

    def __init__(self, message: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class SourceRefused(HarvestError):
    """The source does not take the question: a set, a category or a query it does not know, a form it does not speak."""


class SourceDamaged(HarvestError):
    """The source breaks off or cannot be decoded from some point on; everything before it has been handed out."""


class MalformedRecord(HarvestError):
    """A record that cannot become a paper."""

    def __init__(self, identifier: str, reason: str) -> None:
        super().__init__(f"{identifier or '(no id)'}: {reason}")
        self.identifier = identifier
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to resume; JSON-serialisable. `token` is the source's own."""

    since: date | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as the source sent it. `position` says where it stands, in words for people."""

    source: str
    identifier: str
    position: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RejectedRecord:
    """What cannot become a paper: why, where it stood, and its text as sent."""

    identifier: str
    position: str
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some records in the source's order; `next` resumes after them. `done` of `total` is for progress, in the source's unit."""

    records: tuple[RawRecord, ...]
    rejected: tuple[RejectedRecord, ...]
    next: Cursor
    done: int
    total: int | None
    lists: tuple[AnnouncedListRecord, ...] = ()
    removed: tuple[RemovedRecord, ...] = ()


class HarvestSource(Protocol):
    """A source; `target` names what is read: a file, an address."""

    name: str
    target: str

    def pages(self, cursor: Cursor | None) -> Iterator[Page]:
        """Pages from the beginning or after `cursor`. Raises SourceUnavailable, SourceDamaged."""
        ...
