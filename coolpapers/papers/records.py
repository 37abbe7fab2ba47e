"""What the store takes and keeps: one paper as plain values, the same from every source."""

from dataclasses import dataclass
from datetime import date, datetime


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

    @property
    def primary_category(self) -> str:
        return self.categories[0]
