"""The shapes of answers, as OpenAPI tells them. They document: answers are built as plain values and not validated again.

Source of truth for programs; `tests/api` checks every answer against the document made from these.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """An object with exactly these members."""

    model_config = ConfigDict(extra="forbid")


class Author(Shape):
    """One name of the author list; not a person."""

    name: str = Field(description="the name as it is printed", examples=["Paul Erdős"])
    keyname: str = Field(
        description="the part it is sorted by; empty when the source does not tell", examples=["Erdős"]
    )
    forenames: str = Field(description="the rest of the name", examples=["Paul"])
    affiliation: str | None = Field(description="as the authors wrote it; null when the source does not tell")


class Version(Shape):
    """One version of a paper."""

    number: int = Field(ge=1, description="1 is the first")
    submitted: datetime = Field(description="when it was submitted, UTC")
    size_kb: int | None = Field(description="size of the source in kB, where it is known")


class Paper(Shape):
    """One arXiv paper: text and metadata of its newest version."""

    id: str = Field(description="arXiv identifier without version", examples=["2401.01234", "hep-th/9901001"])
    version: int = Field(ge=1, description="the newest version, or the one asked for")
    title: str = Field(description="the authors' TeX")
    abstract: str = Field(description="the authors' TeX")
    title_html: str = Field(
        description='sanitised HTML; a formula is `<span class="math notranslate" translate="no">\\(…\\)</span>`'
    )
    abstract_html: str = Field(
        description="sanitised phrasing content with links; displayed formulas in `\\[…\\]`"
    )
    authors: list[Author] = Field(description="in the paper's order")
    primary_category: str = Field(description="the first of `categories`", examples=["cs.CL"])
    categories: list[str] = Field(
        description="canonical names, the primary one first", examples=[["cs.CL", "cs.LG"]]
    )
    announced: date = Field(description="arXiv's listing day of version 1")
    announced_source: Literal["estimated", "listing", "rss"] = Field(
        description="how that day is known: estimated from the submission time and arXiv's schedule, or read from "
        "arXiv's listing or daily feed"
    )
    submitted: datetime = Field(description="time of version 1, UTC")
    updated: datetime = Field(description="time of `version`, UTC")
    versions: list[Version] = Field(description="all versions held, the oldest first")
    comments: str | None = Field(description="the authors' remarks", examples=["12 pages, 3 figures"])
    journal_ref: str | None = Field(
        description="where it was published", examples=["J. Phys. A 57 (2024) 12"]
    )
    doi: str | None = Field(description="of the published version; several are separated by blanks")
    license: str | None = Field(
        description="address of the licence", examples=["http://creativecommons.org/licenses/by/4.0/"]
    )
    withdrawn: bool = Field(description="the authors or arXiv have withdrawn the newest version")
    url: str = Field(description="the paper's page on this site")
    pdf_url: str = Field(description="the PDF on arxiv.org", examples=["https://arxiv.org/pdf/2401.01234"])


Span = Annotated[
    list[int],
    Field(
        min_length=2,
        max_length=2,
        description="[start, end) in Unicode code points, not UTF-16 units or bytes",
    ),
]


class Highlights(Shape):
    """Where the query's words stand, as spans of code points into `title` and `abstract`; a formula is marked whole."""

    title: list[Span] = Field(description="in order, without overlaps")
    abstract: list[Span] = Field(description="in order, without overlaps")


class ScoredPaper(Paper):
    """A paper and how well it fits."""

    score: float = Field(description="comparable within one answer only; 0 where the order is by date")


class Reason(Shape):
    """A field in which words of the query stand."""

    field: Literal["title", "abstract", "author", "comment", "journal", "doi", "id", "category"]
    words: list[str] = Field(description="of the query, as they were asked for")


class FoundPaper(ScoredPaper):
    """A paper found by a search."""

    highlights: Highlights | None = Field(description="null unless `highlight` was asked for")
    reasons: list[Reason] | None = Field(
        description="why the paper was found, field by field; null unless `highlight` was asked for"
    )


class RelatedPaper(ScoredPaper):
    """A paper about the same."""

    shared: list[str] = Field(
        description="keywords of what was asked about that this paper has too, strongest first; may be empty",
        examples=[["graph neural network", "message passing"]],
    )


class FacetCount(Shape):
    """How many of the matching papers carry a value."""

    value: str
    count: int


class SpellingOffer(Shape):
    """A word that hardly any paper has, and the nearest that many have."""

    word: str = Field(description="as it stands in `q`")
    offer: str
    papers: int | None = Field(
        description="that have the offered word; null where a category's name is offered"
    )
    address: str = Field(description="of this search with the offered word, all else as it was")


class CorrectionOffer(Shape):
    """The whole query with its misspelt words put right; the answer itself is never that of another query."""

    query: str = Field(description="a reading of `q` in which every word asked for is one that papers have")
    papers: int = Field(ge=0, description="that it finds, within the same filters")
    address: str = Field(description="of this search with that query, all else as it was")


class DemandOffer(Shape):
    """One thing that the search demands, a word or a filter, and what the search finds without it."""

    texts: list[str] = Field(
        description="the demand in the query language, categories as they were given; several where only dropping them all "
        "leaves something",
        examples=[["title:kettle"], ["announced:2026-01-01..2026-06-30"]],
    )
    alone: int = Field(ge=0, description="papers that meet this demand, whatever else is asked")
    without: int = Field(ge=0, description="papers that meet all the other demands")
    address: str = Field(description="of this search without the demand")


class Suggestions(Shape):
    """What to ask instead."""

    corrections: list[CorrectionOffer] = Field(
        description="what the whole query may be meant to be, the reading that finds most first; several only where several "
        "are plausible; at most four"
    )
    spellings: list[SpellingOffer] = Field(description="for words that hardly any paper has; at most eight")
    demands: list[DemandOffer] = Field(
        description="the search taken apart, its words first: a demand of which `alone` is 0 or `without` is not 0 is what "
        "leaves the answer empty; at most twelve"
    )


class SearchAnswer(Shape):
    """One page of a search."""

    query: str = Field(description="`q` as it was received")
    total: int = Field(ge=0, description="papers that match")
    total_exact: bool = Field(description="false: at least `total`")
    results: list[FoundPaper]
    facets: dict[Literal["category", "year"], list[FacetCount]] = Field(
        description="the facets asked for, over all matching papers, the most frequent value first"
    )
    suggestions: Suggestions | None = Field(
        description="what to ask instead, on the first page of an answer of at most three papers; null on others"
    )
    next: str | None = Field(description="address of the next page; null on the last one")
    took_ms: float = Field(description="time the engine took; not part of the ETag")


class PapersAnswer(Shape):
    """One page of a list of papers."""

    total: int = Field(ge=0, description="papers in the list, on all pages")
    results: list[Paper]
    next: str | None = Field(description="address of the next page; null on the last one")


class BatchAnswer(Shape):
    """The papers asked for, in the order asked for."""

    papers: list[Paper | None] = Field(description="null where no such paper or version is held")


class Keyword(Shape):
    """A word or phrase that stands for what was asked about."""

    text: str = Field(description="as people write it")
    weight: float = Field(gt=0, le=1, description="1 is the strongest")


class RelatedAnswer(Shape):
    """Papers about the same, and the words that say what that is."""

    keywords: list[Keyword] = Field(description="strongest first")
    results: list[RelatedPaper] = Field(description="best first; never a paper that was asked about")


class RelatedToManyAnswer(RelatedAnswer):
    """As RelatedAnswer, and what was asked in vain."""

    unknown: list[str] = Field(description="identifiers asked about that are not held; they were passed over")


class Category(Shape):
    """A category under its one shown name."""

    id: str = Field(examples=["eess.SY"])
    name: str = Field(examples=["Systems and Control"])
    names: list[str] = Field(
        description="every name that finds it, `id` first", examples=[["eess.SY", "cs.SY"]]
    )


class Archive(Shape):
    """An archive; naming it in `category` means all its categories, those shown elsewhere included."""

    id: str
    name: str
    categories: list[Category] = Field(description="those native to it")


class Group(Shape):
    """A group of archives; its id may be used in `category` too."""

    id: str
    name: str
    archives: list[Archive]


class CategoriesAnswer(Shape):
    """arXiv's taxonomy in the order arxiv.org shows it."""

    groups: list[Group]


class Day(Shape):
    """One listing day that has papers."""

    date: date
    count: int = Field(ge=1, description="papers listed that day, new and cross-listed, each once")
    complete: bool = Field(
        description="true when arXiv's own lists of every category asked for were read whole and nothing of them is "
        "missing here"
    )


class DaysAnswer(Shape):
    """The listing days of one month."""

    month: str = Field(examples=["2026-11"])
    days: list[Day] = Field(description="in order of date; a day without papers is left out")


class Batch(Shape):
    """Which papers to return."""

    ids: list[Annotated[str, Field(max_length=500)]] = Field(
        min_length=1,
        max_length=500,
        description="arXiv identifiers, with or without version; the same may stand twice",
        examples=[["2401.01234", "hep-th/9901001v2"]],
    )


class ProblemFault(Shape):
    """One thing wrong with the call."""

    param: str = Field(description="the parameter, or the path to a value of the body")
    message: str
    position: int | None = Field(
        description="0-based offset into the value, in code points, where one place is wrong"
    )


class ProblemAnswer(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(description="where this documentation describes the kind of problem, or about:blank")
    title: str
    status: int
    detail: str
    instance: str = Field(description="path of the call")
    errors: list[ProblemFault] = Field(default=[], description="what is wrong, value by value")
