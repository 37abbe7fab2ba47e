"""400, 404 and 500 pages: what happened, what the reader can do. None of them asks store or engine."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coolpapers.web.not_found import Lack, NotHere
from coolpapers.web.parameters import BadParameter


def refused(request: HttpRequest, fault: BadParameter) -> HttpResponse:
    """400 that names the parameter and what it takes."""
    return render(request, "400.html", {"parameter": fault.name, "message": fault.message}, status=400)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for a request that Django itself refuses, such as one with too many parameters."""
    return render(
        request, "400.html", {"parameter": "", "message": _("The request cannot be read.")}, status=400
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with the ways that the view knows."""
    lack = (
        exception.lack
        if isinstance(exception, NotHere)
        else Lack(_("No such page"), _("There is nothing at this address."))
    )
    response = render(request, "404.html", {"lack": lack}, status=404)
    response["Cache-Control"] = "no-store"  # what is missing now may be here in a moment
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a mistake of ours; the log has it under the request's id."""
    return render(request, "500.html", status=500)
