"""How long after arXiv's announcement new papers stood in their day's list here: a histogram that the store keeps.

A paper is counted once, when its line as a new paper and the paper itself are both here, whichever came last. The counts lie in
the store because whoever harvests is another process than whoever is asked for metrics.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from django.db.models import F

from coolpapers.papers.models import Arrival
from coolpapers.schedule import announced_at

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
BOUNDS_S: Final = (
    *(minutes * _MINUTE for minutes in (5, 10, 20, 30)),
    *(hours * _HOUR for hours in (1, 2, 4, 8, 16)),
    *(days * _DAY for days in (1, 2, 7)),
)
"""Seconds, rising. The pages of the evening are read within minutes, the feeds four hours later, a missed week afterwards."""
_EVER: Final = 2_147_483_647  # the bound of those past all others


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Papers that came within each of BOUNDS_S, those of smaller bounds included; all papers; their delays added up."""

    within: tuple[int, ...]
    papers: int
    seconds: int


def count_arrivals(days: Collection[date]) -> None:
    """Adds a paper for each of the listing days: it is here from now on. In the transaction that made it so, in one's turn."""
    now = datetime.now(UTC)
    for day, papers in Counter(days).items():
        seconds = max(0, int((now - announced_at(day)).total_seconds()))
        bound = next((bound for bound in BOUNDS_S if seconds <= bound), _EVER)
        bucket = Arrival.objects.filter(within_s=bound)
        if not bucket.update(papers=F("papers") + papers, seconds=F("seconds") + papers * seconds):
            Arrival.objects.create(within_s=bound, papers=papers, seconds=papers * seconds)


def arrivals() -> Arrivals:
    """All that was counted since the store was made."""
    kept = list(Arrival.objects.all())
    return Arrivals(
        tuple(sum(row.papers for row in kept if row.within_s <= bound) for bound in BOUNDS_S),
        sum(row.papers for row in kept),
        sum(row.seconds for row in kept),
    )
