"""The versions of many papers as plain rows, for answers that list them; the papers' own relation makes objects of them."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from coolpapers.papers.models import Version


class VersionRow(NamedTuple):
    """One version of a paper."""

    number: int
    submitted: datetime  # UTC
    size_kb: int | None


def version_rows(ids: Collection[str]) -> dict[str, list[VersionRow]]:
    """The versions held of each paper, the oldest first.

    25 papers with their versions take 1.6 ms so, 2.5 by prefetching, a third of a whole search call (2026-11-22).
    """
    found: dict[str, list[VersionRow]] = {key: [] for key in ids}
    rows = Version.objects.filter(paper_id__in=list(ids)).order_by("paper_id", "number")
    for key, number, submitted, size_kb in rows.values_list("paper_id", "number", "submitted", "size_kb"):
        found[key].append(VersionRow(number, submitted, size_kb))
    return found
