"""Which of arXiv's daily lists are held whole: their lines' papers as they come, and the moment a list was complete first.

Called in the transaction that wrote a paper, took one out or kept a list. Source of truth: `Announcement` and `AnnouncedList`.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime

from django.db.models import Exists, OuterRef

from coolpapers.papers.models import AnnouncedList, Announcement


def settle(ids: Collection[str]) -> None:
    """Notes that the papers need not be fetched any more, and which lists are complete by that."""
    lines = Announcement.objects.filter(arxiv_id__in=ids, held=False)
    lists = set(lines.values_list("category", "day"))
    if lists:
        lines.update(held=True)
        note_complete(lists)


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
