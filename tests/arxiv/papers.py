"""A paper as the test arXiv holds it: the fields of an arXivRaw record, free text as the authors gave it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from coolpapers.taxonomy import CATEGORIES

EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """One version; `source_type` is arXiv's letters for the upload's form, "I" among them when it was withdrawn."""

    number: int
    submitted: datetime
    size: str = "10kb"
    source_type: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class HeldPaper:
    """What arXiv tells of one paper from `since` on. `authors` is free text; `names` its (keyname, forenames, suffix)."""

    id: str
    title: str
    abstract: str
    authors: str
    categories: tuple[str, ...]
    versions: tuple[HeldVersion, ...]
    datestamp: date
    names: tuple[tuple[str, str, str], ...] = ()
    submitter: str = ""
    comments: str = ""
    proxy: str = ""
    report_no: str = ""
    acm_class: str = ""
    msc_class: str = ""
    journal_ref: str = ""
    doi: str = ""
    license: str = ""
    since: datetime = EVER
    deleted: bool = False  # as other servers tell it; arXiv's own never has

    @property
    def primary(self) -> str:
        return self.categories[0]

    @property
    def newest(self) -> HeldVersion:
        return self.versions[-1]

    @property
    def month(self) -> str:
        """YYMM of its id."""
        return self.id.rpartition("/")[2][:4]


def native(category: str) -> str:
    """The archive that a category's own name belongs to: cs.LG → cs, hep-th → hep-th."""
    return category.partition(".")[0]


def listed_under(paper: HeldPaper, wanted: str) -> bool:
    """Whether the paper stands in the list of `wanted`, a category or an archive."""
    return any(matches(category, wanted) for category in paper.categories)


def matches(category: str, wanted: str) -> bool:
    """Whether a category, by any of its names, is `wanted` or in that archive."""
    return wanted in lists_of(category)


@cache
def lists_of(category: str) -> frozenset[str]:
    """The categories and archives in whose lists a category's papers stand."""
    known = CATEGORIES.get(category)
    names = {category}
    if known is not None:
        names |= {
            other.id for other in CATEGORIES.values() if other.active and other.canonical == known.canonical
        }
    return frozenset(names | {native(name) for name in names})
