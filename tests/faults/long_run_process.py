"""manage.py, or Celery, with an hour of the timetable in seconds, beside what `hurried` shortens:

python -m tests.faults.long_run_process work
celery --app tests.faults.long_run_process worker
"""

import importlib
import sys
from datetime import timedelta

from worker import schedule
from worker.schedule import Rhythm

EVERY_S = {
    "fetch_wanted": 2,
    "sync_index": 2,
    "harvest_oai": 4,
    "harvest_announcements": 10,
    "reconcile": 25,
    "tidy_book": 60,
}
EMPTY_FOR = timedelta(seconds=5)
"""After so long an empty list is read again: in the long run a category's list is empty until it is announced."""


def shorten() -> None:
    """The timetable in seconds. Before Celery's beat is made of it."""
    schedule.JOBS = tuple(  # type: ignore[assignment]
        schedule.Job(job.task, job.queue, Rhythm(EVERY_S[job.name]), job.at_start, job.network)
        for job in schedule.JOBS
    )


shorten()
app = importlib.import_module("tests.faults.hurried").app
importlib.import_module("worker.announcing").EMPTY_FOR = EMPTY_FOR

__all__ = ["app"]

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", *sys.argv[1:]])
