"""`/arxiv/…`: to the view of a paper, of several or of a list; other spellings are sent to the canonical address by 301."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _

from coolpapers.category_lists import CategoryList
from coolpapers.web.addresses import list_path, paper_path, related_list_path
from coolpapers.web.arxiv_address import parse_address, parse_list
from coolpapers.web.not_found import Lack, NotHere
from coolpapers.web.parameters import shown
from coolpapers.web.reading import reading
from coolpapers.web.views.feeds import list_feed
from coolpapers.web.views.listing import listing
from coolpapers.web.views.one_paper import one_paper
from coolpapers.web.views.related import related_papers
from coolpapers.web.views.several_papers import several_papers


@reading
def papers_or_list(request: HttpRequest, address: str) -> HttpResponse:
    meant = parse_address(address)
    if isinstance(meant, CategoryList):
        return listing(request, meant) if meant.text == address else _moved(request, list_path(meant.text))
    if meant.text != address:
        return _moved(request, paper_path(meant.text))
    if len(meant.ids) == 1 and not meant.strange:
        return one_paper(request, meant.ids[0])
    return several_papers(request, meant)


@reading
def feed_of_list(request: HttpRequest, address: str) -> HttpResponse:
    categories = parse_list(address)
    if categories.text != address:
        return _moved(request, f"{list_path(categories.text)}/feed")
    return list_feed(request, categories)


@reading
def related(request: HttpRequest, address: str) -> HttpResponse:
    meant = parse_address(address)
    if isinstance(meant, CategoryList) or meant.strange:
        strange = address if isinstance(meant, CategoryList) else meant.strange[0]
        message = _("“%(given)s” is not an arXiv identifier.") % {"given": shown(strange)}
        raise NotHere(Lack(_("No such paper"), message))
    ids = ",".join(identifier.value for identifier in meant.ids)
    if ids != address:
        return _moved(request, related_list_path(ids))
    return related_papers(request, meant.ids)


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
