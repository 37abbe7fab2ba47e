"""`/arxiv/search`: the form, the papers found, the ways to narrow them; a paper's id, address or DOI goes to the paper."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from coolpapers.search_advice import Advice
from coolpapers.web.addresses import feed_path, paper_path
from coolpapers.web.cards import cards
from coolpapers.web.category_options import category_options
from coolpapers.web.marked_papers import MarkedPapers
from coolpapers.web.parameters import BadParameter
from coolpapers.web.query_examples import newest_examples, query_examples
from coolpapers.web.reading import reading
from coolpapers.web.search_filters import facet_rows, filters_in_force
from coolpapers.web.search_offers import offers
from coolpapers.web.search_request import SearchForm, SearchRequest
from coolpapers.web.search_results import SearchResults, paper_meant
from search import PageOutOfRange, QuerySyntaxError, Sort

_AROUND: Final = 60  # characters shown on each side of a place that cannot be read


@dataclass(frozen=True, slots=True)
class SyntaxMark:
    """Where the query cannot be read: what stands before, at and after the place."""

    before: str
    at: str
    after: str
    message: str
    position: int  # counted from 1, as people count

    @classmethod
    def of(cls, query: str, fault: QuerySyntaxError) -> "SyntaxMark":
        place = min(fault.position, len(query))
        first, last = max(0, place - _AROUND), place + 1 + _AROUND
        return cls(
            before=("…" if first else "") + query[first:place],
            at=query[place : place + 1],
            after=query[place + 1 : last] + ("…" if last < len(query) else ""),
            message=fault.message,
            position=place + 1,
        )


@reading
def search(request: HttpRequest) -> HttpResponse:
    form = typed = SearchForm.read(request.GET)
    if form.query and (meant := paper_meant(form.query)):
        return HttpResponseRedirect(paper_path(meant))
    try:
        found = SearchResults.of(SearchRequest.read(request.GET))
    except QuerySyntaxError as fault:
        return _refused(request, form, {"mark": SyntaxMark.of(form.query, fault)})
    except BadParameter as fault:
        return _refused(request, form, {"parameter": fault.name, "message": fault.message})
    except PageOutOfRange as fault:
        return _refused(request, form, {"parameter": "page", "message": str(fault)})
    advised = found.advice()
    if corrected := found.as_meant(advised):
        # All links lead on from the words as they are meant; the box keeps them as they were typed.
        found, advised, form = corrected, Advice(), corrected.asked.form
    marked = MarkedPapers(found.clause)
    context = {
        "found": found,
        "literal": typed.address(literal="1") if corrected else "",
        "cards": cards(found.papers, first=found.asked.slice.offset + 1, texts=marked.texts, why=marked.why),
        "facets": facet_rows(form, found.facets) if found.total and form.query else [],
        "offers": offers(found.asked, advised),
        "examples": query_examples(found.papers) or newest_examples(),
        "feed": feed_path(found.asked.address()),
        "news": "" if found.asked.sort is Sort.NEWEST else feed_path(form.address(sort=Sort.NEWEST.value)),
    }
    return render(request, "search.html", _form_context(form) | context | {"typed": typed.query})


def _refused(request: HttpRequest, form: SearchForm, why: dict[str, object]) -> HttpResponse:
    context = _form_context(form) | {"examples": newest_examples()} | why
    return render(request, "search.html", context, status=400)


def _form_context(form: SearchForm) -> dict[str, object]:
    # No order named is the best match, or the newest when there are no words to match.
    sorts = {Sort.NEWEST: _("newest"), Sort.OLDEST: _("oldest"), Sort.UPDATED: _("last updated")}
    if form.query:
        sorts = {Sort.RELEVANCE: _("best match"), **sorts}
    unnamed = next(iter(sorts))
    matches = {"all": _("all words"), "any": _("any words")}
    return {
        "form": form,
        "typed": form.query,
        "filters": filters_in_force(form),
        "matches": [(value, label, value == (form.match or "all")) for value, label in matches.items()],
        "sorts": [
            (
                label,
                form.address(sort="" if sort is unnamed else sort.value),
                sort.value == (form.sort or unnamed.value),
            )
            for sort, label in sorts.items()
        ],
        "category_options": category_options(),
        "unnarrowed": form.address(category="", start="", until=""),
    }
