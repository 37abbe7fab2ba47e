"""What slipped through a long list of OAI-PMH while it was read: found by the server's identifiers, fetched by id.

arXiv's tokens say how many records of a day were told. One of them that changes before the next page is asked for moves to the
end of the list, and a record behind it is told by no page. Identifiers come 20,000 an answer, records 2,500 (46 of 9,500 papers
slipped through 95 pages during which 500 changed, none through the identifiers; arXiv's own server, 2026-11-23).
"""

import time
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.conf import settings

from coolpapers.papers.lagging import lagging
from worker import network
from worker.ingestion import ingest
from worker.models import HarvestRun, Rejected
from worker.progress import Bars, Silent
from worker.sources.base import Cursor, Page
from worker.sources.oai import ListedWindow, OaiSource, listed_in
from worker.sources.oai_chain import Place, answers
from worker.sources.oai_records import OaiRecords
from worker.sources.xml_documents import Client

NAME: Final = "oai identifiers"


class SlippedRecords:
    """The records of a list that the store lacks or holds as of an earlier day, those left out that could not be read before."""

    name = NAME

    def __init__(self, base_url: str, client: Client, window: ListedWindow) -> None:
        parts = {"from": window.since, "until": window.until, "set": window.set_name}
        self.target = " ".join([base_url, *(f"{name}={value}" for name, value in parts.items() if value)])
        self._base_url, self._client, self._window = base_url, client, window

    def pages(self, cursor: Cursor | None) -> Iterator[Page]:
        """A page a record, and one behind each answer. Raises SourceUnavailable, SourceRefused, SourceDamaged."""
        window = self._window
        place = Place.of(cursor, window.since)
        count = 0
        chain = answers(
            self._client,
            self._base_url,
            "ListIdentifiers",
            place,
            until=window.until,
            set_name=window.set_name,
        )
        for answer, behind in chain:
            listed = dict(listed_in(answer))
            count += len(listed)
            for page in OaiRecords(self._base_url, self._client, _slipped(listed)).pages(None):
                yield Page(page.records, page.rejected, place.cursor, count, None, removed=page.removed)
            yield Page((), (), behind.cursor, count, None)
            place = behind


def _slipped(listed: dict[str, date]) -> list[str]:
    missing, outdated = lagging(listed)
    refused = Rejected.objects.filter(run__source__in=(OaiSource.name, NAME), identifier__in=missing)
    known = set(refused.values_list("identifier", flat=True)) if missing else set()
    return [*(key for key in missing if key not in known), *outdated]


def fetch_slipped(*, budget_s: float | None = None, bars: Bars = Silent) -> list[HarvestRun]:
    """Holds each long list that was read to its end against the server's identifiers, once; the runs that this took.

    One that is stopped, paused after `budget_s` or failed goes on with the next call. Raises LeaseTaken, SourceUnavailable.
    """
    network.require_network()
    end = time.monotonic() + budget_s if budget_s is not None else None
    runs: list[HarvestRun] = []
    lists = HarvestRun.objects.filter(source=OaiSource.name, target__startswith=settings.OAI_URL)
    for read in lists.exclude(token="").order_by("pk"):
        window = ListedWindow.unproven(read.token)
        if window is None:
            continue
        left_s = max(end - time.monotonic(), 0.0) if end is not None else None
        source = SlippedRecords(settings.OAI_URL, network.client(), window)
        runs.append(ingest(source, budget_s=left_s, progress=bars()))
        if runs[-1].state != HarvestRun.State.DONE:
            break
        HarvestRun.objects.filter(pk=read.pk).update(token="")
    return runs
