"""Which of arXiv's daily lists are held whole: their lines' papers as they come, and the moment a list was complete first.

Called in the transaction that wrote a paper, took one out or kept a list. Source of truth: `Announcement` and `AnnouncedList`.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime

from django.db.models import Exists, OuterRef

from coolpapers.papers.arrivals import count_arrivals
from coolpapers.papers.models import AnnouncedList, Announcement
from coolpapers.papers.records import AnnounceKind


def settle(ids: Collection[str], *, came: bool) -> None:
    """Notes that the papers need not be fetched any more, and which lists are complete by that.

    Those that came, and were not taken out instead, arrive by it.
    """
    waiting = Announcement.objects.filter(arxiv_id__in=ids, held=False)
    lines = list(waiting.values_list("category", "day", "kind"))
    if lines:
        waiting.update(held=True)
        note_complete({(category, day) for category, day, _ in lines})
        if came:
            count_arrivals([day for _, day, kind in lines if kind == AnnounceKind.NEW])


def note_complete(lists: Collection[tuple[str, date]]) -> None:
    """Keeps the moment for those lists, by category and day, that were read whole and lack no paper; the first one stays.

    An empty list has none: it may be that arXiv's page was late.
    """
    lacking = Announcement.objects.filter(category=OuterRef("category"), day=OuterRef("day"), held=False)
    # Categories and days are taken apart for a query of constant shape; what else it finds is complete as well.
    found = AnnouncedList.objects.filter(
        ~Exists(lacking),
        category__in={category for category, _ in lists},
        day__in={day for _, day in lists},
        whole=True,
        entries__gt=0,
        completed=None,
    )
    found.update(completed=datetime.now(UTC))
