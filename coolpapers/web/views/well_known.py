"""What programs ask every site for: robots.txt, opensearch.xml, and the sitemap of the newest days."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_cache_control

from coolpapers.papers.selectors import ALL, Section, day_entries, recent_days
from coolpapers.web.addresses import absolute, paper_path
from coolpapers.web.not_found import Lack, NotHere
from coolpapers.web.reading import reading

SITEMAP_DAYS = 60
MAX_AGE_S = 3600


@reading
def robots(request: HttpRequest) -> HttpResponse:
    """Papers and lists may be read; every search is a new address without end, so it may not."""
    return _kept(
        render(
            request,
            "robots.txt",
            {"sitemap": absolute(request, "/sitemap.xml")},
            content_type="text/plain; charset=utf-8",
        )
    )


@reading
def opensearch(request: HttpRequest) -> HttpResponse:
    """The description with which a browser adds this search to its own."""
    context = {
        "search": absolute(request, "/arxiv/search"),
        "icon": absolute(request, static("img/icon.svg")),
    }
    return _kept(
        render(
            request,
            "opensearch.xml",
            context,
            content_type="application/opensearchdescription+xml; charset=utf-8",
        )
    )


@reading
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """One sitemap a day, newest first."""
    days = [(day, absolute(request, f"/sitemap/{day}.xml")) for day in recent_days(SITEMAP_DAYS)]
    return _kept(
        render(request, "sitemap_index.xml", {"days": days}, content_type="application/xml; charset=utf-8")
    )


@reading
def sitemap_day(request: HttpRequest, day: str) -> HttpResponse:
    """The papers announced on one day."""
    try:
        entries = day_entries(ALL, ALL, date.fromisoformat(day))
    except ValueError as fault:
        raise NotHere(Lack(day, str(fault))) from fault
    papers = [
        absolute(request, paper_path(entry.arxiv_id))
        for entry in entries
        if entry.section is not Section.REPLACEMENT
    ]
    return _kept(
        render(request, "sitemap_day.xml", {"papers": papers}, content_type="application/xml; charset=utf-8")
    )


def _kept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=MAX_AGE_S)
    return response
