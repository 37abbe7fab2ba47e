"""Atom of exactly what a list or a search shows."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from coolpapers.category_lists import CategoryList
from coolpapers.papers.models import Paper
from coolpapers.web.addresses import absolute, feed_path
from coolpapers.web.atom import CONTENT_TYPE, FeedHead, atom
from coolpapers.web.context import NAME
from coolpapers.web.day_list import DayList, DayListRequest
from coolpapers.web.parameters import BadParameter
from coolpapers.web.reading import reading
from coolpapers.web.search_filters import filters_in_force
from coolpapers.web.search_request import SearchRequest
from coolpapers.web.search_results import SearchResults
from search import PageOutOfRange, QuerySyntaxError

MAX_AGE_S = 300


def list_feed(request: HttpRequest, categories: CategoryList) -> HttpResponse:
    found = DayList(DayListRequest.read(categories, request.GET))
    title = f"{categories.title} · {found.day:%Y-%m-%d}" if found.asked.day else categories.title
    return _feed(request, title, found.asked.address(), found.pages.next, found.papers)


@reading
def search_feed(request: HttpRequest) -> HttpResponse:
    """A query that cannot be read is answered with a page: a feed reader shows its user that the address is wrong."""
    asked = SearchRequest.read(request.GET)
    try:
        found = SearchResults.of(asked)
    except QuerySyntaxError as fault:
        raise BadParameter("query", f"{fault}.") from fault
    except PageOutOfRange as fault:
        raise BadParameter("page", str(fault)) from fault
    return _feed(request, _search_title(found), asked.address(), found.pages.next, found.papers)


def _search_title(found: SearchResults) -> str:
    """The search with its filters, as a feed reader lists it; it says when the papers have only some of the words."""
    form = found.asked.form
    title = _("Search: %(query)s") % {"query": form.query} if form.query else _("Newest papers")
    bounds = [f"{one.label} {one.value}" for one in filters_in_force(form)]
    if found.relaxed:
        bounds.append(_("no paper has all of the words, these have some"))
    return " · ".join([title, *bounds])


def _feed(request: HttpRequest, title: str, page: str, following: str, papers: list[Paper]) -> HttpResponse:
    head = FeedHead(
        title=f"{title} · {NAME}",
        page=absolute(request, page),
        address=absolute(request, feed_path(page)),
        home=absolute(request, "/"),
        next=absolute(request, feed_path(following)) if following else "",
    )
    response = HttpResponse(atom(head, papers), content_type=CONTENT_TYPE)
    patch_cache_control(response, public=True, max_age=MAX_AGE_S)
    return response
