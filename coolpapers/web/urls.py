"""Addresses of the pages. Below /arxiv/ an address may hold slashes (`hep-th/9901001`), so the special endings come first."""

from django.urls import path, re_path

from coolpapers.web.views import arxiv, feeds, fetch, home, render_check, search, status, well_known

urlpatterns = [
    path("", home.home, name="home"),
    path("arxiv/search", search.search, name="search"),
    path("arxiv/search/feed", feeds.search_feed, name="search-feed"),
    re_path(r"^arxiv/(?P<address>.+)/feed$", arxiv.feed_of_list, name="list-feed"),
    re_path(r"^arxiv/(?P<address>.+)/fetch$", fetch.fetch, name="fetch"),
    re_path(r"^arxiv/(?P<address>.+)/related$", arxiv.related, name="related"),
    re_path(r"^arxiv/(?P<address>.+)$", arxiv.papers_or_list, name="papers-or-list"),
    path("status", status.status_page, name="status"),
    path("render-check", render_check.render_check, name="render-check"),
    path("robots.txt", well_known.robots, name="robots"),
    path("opensearch.xml", well_known.opensearch, name="opensearch"),
    path("sitemap.xml", well_known.sitemap_index, name="sitemap"),
    re_path(
        r"^sitemap/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\.xml$", well_known.sitemap_day, name="sitemap-day"
    ),
]
