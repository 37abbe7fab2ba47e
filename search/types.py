"""The plain values that go into finding and come out of it; every engine speaks these and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from search.clauses import Clause, DateField


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One paper as the engine sees it: its latest version, text in the authors' TeX."""

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...]  # "Forenames Keyname", in the paper's order
    categories: tuple[str, ...]  # canonical names, primary first
    announced: date
    submitted: datetime  # UTC
    updated: datetime  # UTC
    comments: str = ""
    journal_ref: str = ""
    doi: str = ""


class Sort(StrEnum):
    """The order of a page. Ties, and papers of one day, are told apart by id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `start` to `end`, both included, in UTC; None leaves that side open."""

    field: DateField
    start: date | None = None
    end: date | None = None


FacetName = Literal["category", "year"]


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """All of one page's question; pages, feeds and the API build the same one."""

    clause: Clause | None = None  # None: every paper
    categories: frozenset[str] = frozenset()  # any of; empty: no bound
    exclude_categories: frozenset[str] = frozenset()
    dates: tuple[DateRange, ...] = ()
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    after: str | None = None  # `SearchPage.next` of an earlier page
    limit: int = 25
    facets: tuple[FacetName, ...] = ()
    ids: frozenset[str] | None = None  # only these papers; empty: none


class SearchHit(NamedTuple):
    """One paper found. No text: the page reads the paper from the store. A tuple, since every page makes 25."""

    id: str
    score: float  # 0.0 where the order is by date


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the matching papers carry each value, most frequent first."""

    name: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of an answer."""

    hits: tuple[SearchHit, ...]
    total: int
    total_exact: bool
    facets: tuple[Facet, ...]
    cursor: Callable[[], str] | None = field(repr=False, compare=False)  # None on the last page
    took_ms: float
    backend: str

    @property
    def next(self) -> str | None:
        """The cursor for `SearchQuery.after`, made when it is asked for; None on the last page."""
        return self.cursor() if self.cursor else None


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word or short phrase that stands for a paper, as people write it."""

    text: str
    weight: float  # 0 < weight <= 1, the strongest is 1


@dataclass(frozen=True, slots=True)
class Linked:
    """A paper about the same as those asked about, and what links them."""

    id: str
    score: float
    words: tuple[str, ...]  # keywords of the papers asked about that this one has too, strongest first


@dataclass(frozen=True, slots=True)
class Related:
    """What papers, or a reader's words, are about, and other papers about that, best first."""

    keywords: tuple[Keyword, ...] = ()
    hits: tuple[Linked, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryPart:
    """One demand of a query, and what it does to the answer."""

    text: str  # in the query language, canonical spelling
    kind: Literal["word", "filter"]
    alone: int  # papers that meet this demand
    without: int  # papers that meet all the others
    rest: SearchQuery  # the query without this demand, from its first page


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word that hardly any paper has, and the nearest that many have."""

    word: str  # as the reader typed it
    offer: str  # in lower case, without accents
    papers: int  # that have the offered word
    known: int = 0  # papers that have the word as typed
    others: tuple[str, ...] = ()  # words as near and nearly as common, the commonest first; at most two


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a query finds what it finds."""

    parts: tuple[QueryPart, ...] = ()  # in the query's order, its words before its filters
    spellings: tuple[Spelling, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one call of `index` or one rebuild did."""

    indexed: int
    deleted: int = 0
    failures: Mapping[str, str] = field(default_factory=dict)  # paper id → reason


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What an index holds."""

    backend: str
    documents: int
    schema_version: int
    built_at: datetime | None  # UTC; when the present build was begun
    size_bytes: int | None = None
