"""`/status`: how fresh and whole this instance is, for everyone to see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coolpapers.papers.selectors import recent_days
from coolpapers.status import status
from coolpapers.web.reading import reading

DAYS = 14


@reading
def status_page(request: HttpRequest) -> HttpResponse:
    return render(request, "status.html", {"status": status(), "days": recent_days(DAYS)})
