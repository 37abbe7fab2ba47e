"""arXiv's addresses as sources, with this process's one client; nothing of it where COOLPAPERS_OFFLINE says so."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

from django.conf import settings

from worker.day_lists import DayLists
from worker.http import PoliteClient
from worker.leases import Clock
from worker.missed_days import MissedDays, WeekLists
from worker.sources.announcements import AnnouncementSource
from worker.sources.api import ApiSource
from worker.sources.base import HarvestSource, SourceUnavailable
from worker.sources.listings import MonthList, month_ids
from worker.sources.oai import OaiSource
from worker.sources.oai_records import OaiRecords
from worker.stopping import pause

_FEED_ETAGS: dict[str, str] = {}
OFFLINE_MESSAGE: Final = "COOLPAPERS_OFFLINE is set: no request leaves this machine."


def require_network() -> None:
    """Raises SourceUnavailable where nothing may be asked of the network."""
    if settings.OFFLINE:
        raise SourceUnavailable(OFFLINE_MESSAGE)


@cache
def client(*, urgent: bool = False) -> PoliteClient:
    """This process's client, or its one for what a reader waits for; a wish to stop ends its waiting."""
    return PoliteClient(
        interval_s=settings.REQUEST_INTERVAL_S,
        contact=settings.CONTACT_EMAIL,
        offline=settings.OFFLINE,
        urgent=urgent,
        clock=Clock(sleep=pause),
    )


def oai(*, since: date | None = None, until: date | None = None, set_name: str = "") -> OaiSource:
    """arXiv's OAI-PMH server."""
    require_network()
    return OaiSource(settings.OAI_URL, client(), since=since, until=until, set_name=set_name)


def announcements(categories: Sequence[str]) -> AnnouncementSource:
    """The daily feeds of the categories."""
    require_network()
    return AnnouncementSource(settings.FEED_URL, client(), categories, etags=_FEED_ETAGS)


def day_lists(categories: Sequence[str]) -> DayLists:
    """The listing pages of the categories' newest day. Raises SourceUnavailable where there are none."""
    _require_pages()
    return DayLists(settings.LISTING_URL, client(), categories)


def week_lists(missed: MissedDays) -> WeekLists:
    """The listing pages of the past week, of the categories that miss days of it. Raises SourceUnavailable as `day_lists`."""
    _require_pages()
    return WeekLists(settings.LISTING_URL, client(), missed)


def month_list(category: str, month: date) -> MonthList:
    """What the listing page of a category's month names. Raises SourceUnavailable, SourceRefused, SourceDamaged."""
    _require_pages()
    return month_ids(settings.LISTING_URL, client(), category, f"{month:%Y-%m}")


def _require_pages() -> None:
    require_network()
    if not has_pages():
        raise SourceUnavailable("COOLPAPERS_LISTING_URL names no listing pages to ask.")


def has_pages() -> bool:
    """Whether there are listing pages to ask; else the feeds alone tell the days."""
    return bool(settings.LISTING_URL)


def api(query: str) -> ApiSource:
    """What a query finds in the Atom API. Raises SourceUnavailable where there is none."""
    require_network()
    if not settings.ARXIV_API_URL:
        raise SourceUnavailable("COOLPAPERS_ARXIV_API_URL names no API to ask.")
    return ApiSource(settings.ARXIV_API_URL, client(), query=query)


def papers(ids: Sequence[str], *, urgent: bool = False) -> HarvestSource:
    """Single papers: from the Atom API, and where there is none from the OAI-PMH server."""
    require_network()
    if settings.ARXIV_API_URL:
        return ApiSource(settings.ARXIV_API_URL, client(urgent=urgent), ids=ids)
    return OaiRecords(settings.OAI_URL, client(urgent=urgent), ids)
