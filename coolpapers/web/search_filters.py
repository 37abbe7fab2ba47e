"""The filters of a search as links: those in force, each with the address without it, and those the facets offer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from coolpapers import taxonomy
from coolpapers.web.search_request import SearchForm
from search import Facet

FACET_VALUES: Final = 12


@dataclass(frozen=True, slots=True)
class FilterInForce:
    """A filter beside the words; `address` is the same search without it."""

    label: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One way to narrow the search, with the number of papers it leaves; the address of a chosen one takes it back."""

    label: str
    title: str
    papers: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One facet's links."""

    title: str
    links: list[FacetLink]


def filters_in_force(form: SearchForm) -> list[FilterInForce]:
    filters = bounds_in_force(form.category, form.start, form.until, form.address)
    if form.match == "any":
        filters.append(FilterInForce(_("match"), _("any words"), form.address(match="")))
    return filters


def bounds_in_force(
    category: str, start: str, until: str, address: Callable[..., str]
) -> list[FilterInForce]:
    """The bounds as typed; `address` gives the page's address with fields changed."""
    filters = []
    if category:
        filters.append(FilterInForce(_("category"), category, address(category="")))
    if start or until:
        filters.append(FilterInForce(_("announced"), days_shown(start, until), address(start="", until="")))
    return filters


def days_shown(start: str, until: str) -> str:
    """`2024`, `2024-01-01 to 2024-06-30`, `from 2024-01-01`, `until 2024-06-30`."""
    year, days = start[:4], {"start": start, "until": until}
    if (start, until) == (f"{year}-01-01", f"{year}-12-31"):
        return year
    if start and until:
        return _("%(start)s to %(until)s") % days
    return _("from %(start)s") % days if start else _("until %(until)s") % days


def facet_rows(form: SearchForm, facets: tuple[Facet, ...]) -> list[FacetRow]:
    """The most frequent categories, and the years, the latest first; a facet without values is left out."""
    rows = []
    for facet in facets:
        counts = facet.counts[:FACET_VALUES]
        if facet.name == "year":
            links = [_year(form, value, papers) for value, papers in sorted(counts, reverse=True)]
            rows.append(FacetRow(_("Year"), links))
        else:
            rows.append(FacetRow(_("Category"), [_category(form, value, papers) for value, papers in counts]))
    return [row for row in rows if row.links]


def _category(form: SearchForm, category: str, papers: int) -> FacetLink:
    known, chosen = taxonomy.CATEGORIES.get(category), form.category == category
    return FacetLink(
        category,
        known.name if known else category,
        papers,
        form.address(category="" if chosen else category),
        chosen,
    )


def _year(form: SearchForm, year: str, papers: int) -> FacetLink:
    first, last = f"{year}-01-01", f"{year}-12-31"
    chosen = (form.start, form.until) == (first, last)
    return FacetLink(
        year, year, papers, form.address(start="" if chosen else first, until="" if chosen else last), chosen
    )
