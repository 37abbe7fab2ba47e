"""`/arxiv/search`: the form, the papers found, the ways to narrow them; a paper's id, address or DOI goes to the paper."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from coolpapers import taxonomy
from coolpapers.web.addresses import feed_path, paper_path
from coolpapers.web.cards import cards
from coolpapers.web.parameters import BadParameter
from coolpapers.web.query_examples import query_examples
from coolpapers.web.reading import reading
from coolpapers.web.search_request import SearchForm, SearchRequest
from coolpapers.web.search_results import SearchResults, paper_meant
from search import Facet, PageOutOfRange, QuerySyntaxError, Sort

FACET_VALUES = 12


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One way to narrow the search, with the number of papers it leaves."""

    label: str
    title: str
    papers: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SyntaxMark:
    """Where the query cannot be read: what stands before, at and after the place."""

    before: str
    at: str
    after: str
    message: str


@reading
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm.read(request.GET)
    if form.query and (meant := paper_meant(form.query)):
        return HttpResponseRedirect(paper_path(meant))
    try:
        found = SearchResults.of(SearchRequest.read(request.GET))
    except QuerySyntaxError as fault:
        return _refused(request, form, {"mark": _mark(form.query, fault)})
    except BadParameter as fault:
        return _refused(request, form, {"parameter": fault.name, "message": fault.message})
    except PageOutOfRange as fault:
        return _refused(request, form, {"parameter": "page", "message": str(fault)})
    context = {
        "found": found,
        "cards": cards(found.papers, first=found.asked.slice.offset + 1, texts=found.texts),
        "facets": [(_facet_title(facet), _facet_links(form, facet)) for facet in found.facets if found.total],
        "examples": query_examples(found.papers) if not form.query or not found.total else [],
        "feed": feed_path(found.asked.address()),
    }
    return render(request, "search.html", _form_context(form) | context)


def _refused(request: HttpRequest, form: SearchForm, why: dict[str, object]) -> HttpResponse:
    return render(request, "search.html", _form_context(form) | why, status=400)


def _form_context(form: SearchForm) -> dict[str, object]:
    # No order named is the best match, or the newest when there are no words to match.
    sorts = {Sort.NEWEST: _("newest"), Sort.OLDEST: _("oldest"), Sort.UPDATED: _("last updated")}
    if form.query:
        sorts = {Sort.RELEVANCE: _("best match"), **sorts}
    unnamed = next(iter(sorts))
    matches = {"all": _("all of the words"), "any": _("any of the words")}
    return {
        "form": form,
        "matches": [(value, label, value == (form.match or "all")) for value, label in matches.items()],
        "sorts": [
            (
                label,
                form.address(sort="" if sort is unnamed else sort.value),
                sort.value == (form.sort or unnamed.value),
            )
            for sort, label in sorts.items()
        ],
        "categories": [category for category in taxonomy.CATEGORIES.values() if category.shown],
        "unnarrowed": form.address(category="", start="", until=""),
    }


def _mark(query: str, fault: QuerySyntaxError) -> SyntaxMark:
    place = min(fault.position, len(query))
    return SyntaxMark(
        query[max(0, place - 60) : place],
        query[place : place + 1],
        query[place + 1 : place + 61],
        fault.message,
    )


def _facet_title(facet: Facet) -> str:
    return _("Category") if facet.name == "category" else _("Year")


def _facet_links(form: SearchForm, facet: Facet) -> list[FacetLink]:
    counts = facet.counts[:FACET_VALUES]
    if facet.name == "year":
        return [_year_link(form, value, papers) for value, papers in sorted(counts, reverse=True)]
    return [_category_link(form, value, papers) for value, papers in counts]


def _category_link(form: SearchForm, category: str, papers: int) -> FacetLink:
    known, chosen = taxonomy.CATEGORIES.get(category), form.category == category
    return FacetLink(
        category,
        known.name if known else category,
        papers,
        form.address(category="" if chosen else category),
        chosen,
    )


def _year_link(form: SearchForm, year: str, papers: int) -> FacetLink:
    first, last = f"{year}-01-01", f"{year}-12-31"
    chosen = (form.start, form.until) == (first, last)
    return FacetLink(
        year, year, papers, form.address(start="" if chosen else first, until="" if chosen else last), chosen
    )
