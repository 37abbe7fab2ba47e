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
from worker.sources.base import SourceUnavailable
from worker.sources.oai import OaiSource
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
    """The listing pages of the categories' newest day."""
    require_network()
    return DayLists(settings.LISTING_URL, client(), categories)


def week_lists(missed: MissedDays) -> WeekLists:
    """The listing pages of the past week, of the categories that miss days of it."""
    require_network()
    return WeekLists(settings.LISTING_URL, client(), missed)


def api(*, query: str = "", ids: Sequence[str] = (), urgent: bool = False) -> ApiSource:
    """The Atom API: what a query finds, or single papers."""
    require_network()
    return ApiSource(settings.ARXIV_API_URL, client(urgent=urgent), query=query, ids=ids)
