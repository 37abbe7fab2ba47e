"""POST `/arxiv/ID/fetch`: a reader asks for a paper that is not held; the page of the paper then says what becomes of it."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coolpapers.identifiers import looks_like_identifier
from coolpapers.papers.models import Paper
from coolpapers.web.addresses import paper_path
from coolpapers.web.client_limit import wait_s
from coolpapers.web.not_found import Lack, NotHere
from coolpapers.web.parameters import shown
from coolpapers.web.same_origin import same_origin
from coolpapers.web.wishes import TooManyWanted, ask_for, wish_for

PER_CLIENT: Final = 20
PER_S: Final = 600
FULL_RETRY_S: Final = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fetch(request: HttpRequest, address: str) -> HttpResponse:
    """303 to the paper's page. 403 for a form of another site's, 429 and 503 with Retry-After beyond the limits."""
    identifier = looks_like_identifier(address)
    if identifier is None or (settings.OFFLINE and request.method == "POST"):
        message = _("“%(given)s” cannot be fetched.") % {"given": shown(address)}
        raise NotHere(Lack(_("No such paper"), message))
    if request.method == "POST":
        if not same_origin(request):
            return _refused(request, 403, _("Papers are asked for from this site's own pages only."))
        if wait := wait_s(request, "fetch", most=PER_CLIENT, per_s=PER_S):
            message = _("You have asked for %(most)d papers within %(minutes)d minutes; wait a little.") % {
                "most": PER_CLIENT,
                "minutes": PER_S // 60,
            }
            return _refused(request, 429, message, wait)
        if not Paper.objects.filter(pk=identifier.value).exists() and wish_for(identifier).may_ask:
            try:
                ask_for(identifier)
            except TooManyWanted:
                message = _("Many papers are being fetched just now; try again in a minute.")
                return _refused(request, 503, message, FULL_RETRY_S)
    answer = HttpResponseRedirect(paper_path(identifier.versioned))
    answer.status_code = 303
    return answer


def _refused(request: HttpRequest, status: int, message: str, retry_s: int = 0) -> HttpResponse:
    answer = render(request, "refused.html", {"message": message}, status=status)
    if retry_s:
        answer["Retry-After"] = str(retry_s)
    return answer
