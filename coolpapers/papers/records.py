"""What the store takes and keeps: one paper as plain values, the same from every source."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum


class Detail(IntEnum):
    """How much of a paper its source tells; a telling with more detail is not undone by one with less.

    FEED knows neither times nor sizes, CURRENT (the Atom API) the times of the first and the newest version alone, WHOLE
    (arXivRaw, snapshot files) everything.
    """

    FEED = 1
    CURRENT = 2
    WHOLE = 3


class AnnounceKind(StrEnum):
    """What an announcement says of a paper in one category, in arXiv's words."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """One name of a paper's author list; not a person."""

    name: str
    keyname: str = ""
    forenames: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version: number from 1, time of submission (UTC), size in kB where the source tells it."""

    number: int
    submitted: datetime
    size_kb: int | None = None


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """One paper as of `datestamp`, the day its source last changed it.

    `title` and `abstract` are the authors' TeX. `categories` are canonical names, primary first, each once. `versions` run
    upwards and are never empty. A record whose datestamp is older than the stored one is ignored by the store.
    """

    arxiv_id: str
    title: str
    abstract: str
    authors: tuple[AuthorRecord, ...]
    categories: tuple[str, ...]
    versions: tuple[VersionRecord, ...]
    datestamp: date
    comments: str = ""
    journal_ref: str = ""
    doi: str = ""
    license: str = ""
    withdrawn: bool = False
    detail: Detail = Detail.WHOLE

    @property
    def primary_category(self) -> str:
        return self.categories[0]


@dataclass(frozen=True, slots=True)
class RemovedRecord:
    """A paper that its source has deleted, and the day it did so."""

    arxiv_id: str
    datestamp: date


@dataclass(frozen=True, slots=True)
class AnnouncementRecord:
    """One line of arXiv's daily list of a category; `version` where the list tells it."""

    arxiv_id: str
    kind: AnnounceKind
    version: int | None = None


@dataclass(frozen=True, slots=True)
class AnnouncedListRecord:
    """arXiv's own list of one canonical category on one listing day.

    `source` is "feed" or "listing". `whole` is False where entries may be missing (a union cut at its limit).
    """

    category: str
    day: date
    source: str
    entries: tuple[AnnouncementRecord, ...]
    whole: bool = True
