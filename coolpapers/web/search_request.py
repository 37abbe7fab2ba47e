"""A search page's query string → one SearchQuery; the page and its feed read it here, so that they ask the same.

What the reader typed is kept as typed (`SearchForm`), for the form has to show it again when it is refused.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from django.http import QueryDict
from django.utils.translation import gettext as _

from coolpapers.category_lists import CategoryList, InvalidCategoryList
from coolpapers.reader_query import read_query
from coolpapers.web.addresses import search_path
from coolpapers.web.paging import Slice
from coolpapers.web.parameters import BadParameter, choice, day, text
from search import DateRange, SearchQuery, Sort

REACH: Final = 10_000  # results that page numbers lead to; engines find deeper pages only by walking there
LONGEST_KEPT: Final = 2_000  # characters of a field that a page repeats; all fields are refused long before
MATCHES: Final = ("all", "any")
# As other programs write it in addresses made for Cool Papers.
_OLD_SORTS: Final = {"0": "", "1": Sort.NEWEST.value}


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The fields as typed."""

    query: str
    match: str
    category: str
    start: str
    until: str
    sort: str
    show: str
    literal: str = ""  # the words as they stand, whatever they may be meant to be

    @classmethod
    def read(cls, params: QueryDict) -> "SearchForm":
        """The fields, cut where they are too long to be repeated in a page."""
        names = ("query", "match", "category", "from", "until", "sort", "show", "literal")
        query, match, category, start, until, sort, show, literal = (
            text(params, name)[:LONGEST_KEPT] for name in names
        )
        return cls(query, match, category, start, until, _OLD_SORTS.get(sort, sort), show, literal)

    @property
    def narrowed(self) -> bool:
        """True when anything but the words themselves bounds the result."""
        return bool(self.category or self.start or self.until)

    def address(self, slice_: Slice | None = None, **changed: str) -> str:
        """The search with some fields changed, on the first page unless another is given; other words are not `literal`."""
        form = replace(self, **({"literal": ""} if "query" in changed else {}), **changed)
        fields = {
            "match": form.match if form.match != "all" else "",
            "category": form.category,
            "from": form.start,
            "until": form.until,
            "sort": form.sort,
            "literal": form.literal,
        }
        pages = slice_.params() if slice_ else {"show": form.show}
        return search_path(form.query, **fields, **pages)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """The fields understood."""

    form: SearchForm
    match: Literal["all", "any"]
    categories: CategoryList | None
    dates: tuple[DateRange, ...]
    sort: Sort
    slice: Slice

    @classmethod
    def read(cls, params: QueryDict) -> "SearchRequest":
        """Raises BadParameter; the words themselves are read in `query`."""
        form = SearchForm.read(params)
        choice(params, "match", default="all", allowed=MATCHES)
        choice(params, "literal", default="", allowed=("1",))
        if text(params, "sort") not in _OLD_SORTS:
            choice(params, "sort", default="", allowed=list(Sort))
        slice_ = Slice.read(params)
        if slice_.offset + slice_.show > REACH and slice_.page > 1:
            raise BadParameter(
                "page",
                _("Page numbers lead through the first %(reach)d papers; narrow the search instead.")
                % {"reach": REACH},
            )
        return cls(
            form=form,
            match="any" if form.match == "any" else "all",
            categories=read_categories(form.category),
            dates=read_dates(params),
            sort=Sort(form.sort) if form.sort else Sort.RELEVANCE if form.query else Sort.NEWEST,
            slice=slice_,
        )

    def query(self, match: Literal["all", "any"]) -> SearchQuery:
        """The engine's question; raises QuerySyntaxError."""
        return SearchQuery(
            clause=read_query(self.form.query, match=match),
            categories=self.categories.include if self.categories else frozenset(),
            exclude_categories=self.categories.exclude if self.categories else frozenset(),
            dates=self.dates,
            sort=self.sort,
            offset=self.slice.offset,
            limit=self.slice.show,
            facets=("category", "year"),
        )

    def address(self, slice_: Slice | None = None) -> str:
        return self.form.address(slice_ or self.slice)


def read_categories(typed: str) -> CategoryList | None:
    """The `category` of a page's query string; raises BadParameter."""
    try:
        return CategoryList.parse(typed) if typed else None
    except InvalidCategoryList as fault:
        message = str(fault)
        raise BadParameter("category", message if message.endswith("?") else f"{message}.") from fault


def read_dates(params: QueryDict) -> tuple[DateRange, ...]:
    """The announcement days between `from` and `until`, empty when neither is given; raises BadParameter."""
    start, until = day(params, "from"), day(params, "until")
    if start and until and start > until:
        raise BadParameter("until", _("It lies before the day the search begins with."))
    return (DateRange("announced", start, until),) if start or until else ()
