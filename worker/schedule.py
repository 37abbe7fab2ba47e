"""What the worker does by itself, and when: one table for Celery's beat and for `manage.py work`.

Times are US/Eastern wall-clock times, arXiv's own: lists are out at 20:00, OAI-PMH follows at about 22:30, the feeds at midnight.
Every day counts, holidays and weekends too: the calendar sets expectations, never the polling.
Source of truth: https://info.arxiv.org/help/availability.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Final

from coolpapers.schedule import EASTERN

_DAY_S: Final = 86_400
LONGEST_SLEEP_S: Final = 60.0


class Queue(StrEnum):
    """Celery's queues by urgency; a worker empties the first before it looks at the next."""

    READER = "reader"  # somebody waits for the answer
    TODAY = "today"  # what arXiv has just announced
    HISTORY = "history"  # what may take all night


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` to `end` (over midnight when that is earlier), every `every_s` seconds."""

    start: time
    end: time
    every_s: int

    def holds(self, moment: time) -> bool:
        """Whether the moment lies in the window."""
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every `every_s` seconds, `offset_s` after midnight and so on; in `busy` as that says."""

    every_s: int
    offset_s: int = 0
    busy: Window | None = None

    def slot(self, moment: datetime) -> tuple[int, int]:
        """The stretch of time that `moment` lies in; work is due once in each.

        Counted on the wall clock, so that a day of 23 or 25 hours shifts nothing.
        """
        every_s, wall_s = self._every(moment), _wall_s(moment)
        return every_s, (wall_s - self._offset(every_s)) // every_s

    def is_due(self, last: datetime, now: datetime) -> bool:
        """Whether a new stretch has begun since `last`."""
        return self.slot(last) != self.slot(now)

    def wait_s(self, now: datetime) -> float:
        """Seconds after which to look again: until the next stretch, at most LONGEST_SLEEP_S since a window may begin before."""
        every_s = self._every(now)
        return min(every_s - (_wall_s(now) - self._offset(every_s)) % every_s, LONGEST_SLEEP_S)

    def _every(self, moment: datetime) -> int:
        local = moment.astimezone(EASTERN).time()
        return self.busy.every_s if self.busy and self.busy.holds(local) else self.every_s

    def _offset(self, every_s: int) -> int:
        return self.offset_s % every_s


@dataclass(frozen=True, slots=True)
class Job:
    """A task, its queue and its rhythm; `at_start` jobs run when the worker starts too, `network` ones never offline."""

    task: str
    queue: Queue
    rhythm: Rhythm
    at_start: bool = True
    network: bool = True

    @property
    def name(self) -> str:
        return self.task.rpartition(".")[2]


_EVENING: Final = Window(time(20), time(2), 300)
"""From the announcement until the feeds are surely there; readers expect a list within ten minutes."""


def _at(hour: int, minute: int) -> int:
    return hour * 3_600 + minute * 60


JOBS: Final = (
    Job("worker.tasks.fetch_wanted", Queue.READER, Rhythm(every_s=5)),
    Job("worker.tasks.sync_index", Queue.TODAY, Rhythm(every_s=60), network=False),
    Job("worker.tasks.harvest_announcements", Queue.TODAY, Rhythm(3_600, _at(0, 15), _EVENING)),
    Job("worker.tasks.harvest_oai", Queue.TODAY, Rhythm(3_600, _at(0, 30))),
    Job("worker.tasks.reconcile", Queue.HISTORY, Rhythm(_DAY_S, _at(3, 15)), at_start=False),
    Job("worker.tasks.tidy_book", Queue.HISTORY, Rhythm(_DAY_S, _at(5, 45)), at_start=False, network=False),
)


def jobs(*, offline: bool) -> Iterator[Job]:
    """What is to be done here."""
    yield from (job for job in JOBS if not (offline and job.network))


def _wall_s(moment: datetime) -> int:
    local = moment.astimezone(EASTERN)
    return local.toordinal() * _DAY_S + local.hour * 3_600 + local.minute * 60 + local.second
