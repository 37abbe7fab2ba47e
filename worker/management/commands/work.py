"""manage.py work: the worker without a broker, in one process."""

import argparse
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings

from worker import tasks
from worker.announcing import FIRST
from worker.lanes import Work, run_lanes
from worker.management.service_command import ServiceCommand, canonical_categories
from worker.schedule import Job, jobs
from worker.stopping import stopped_by_signals, stopping


class Command(ServiceCommand):
    is_service = True
    help = (
        "Follows arXiv and keeps the index up, in this one process, until SIGTERM or Ctrl-C. Where COOLPAPERS_BROKER_URL is set, "
        "Celery's worker and beat do the same (deploy/README.md)."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--first",
            action="store_true",
            help=f"only the announcements of a few busy categories ({', '.join(FIRST)}), as on a first visit",
        )
        parser.add_argument(
            "--while", dest="while_pid", type=int, metavar="PID", help="end when this process has ended"
        )
        parser.add_argument("categories", nargs="*", metavar="CATEGORY", help="only these categories")

    def handle(self, *args: Any, **options: Any) -> None:
        categories = FIRST if options["first"] else canonical_categories(options["categories"])
        if settings.OFFLINE:
            self.stdout.write(
                "COOLPAPERS_OFFLINE is set: nothing is asked of arXiv, only the index is kept up."
            )
        with stopped_by_signals():
            run_lanes(self._work(categories), self._tell, while_pid=options["while_pid"])

    def _work(self, categories: tuple[str, ...]) -> list[tuple[Job, Work]]:
        """What is to be done: of arXiv's changes and lists as a whole nothing, where only some categories are followed."""
        work: list[tuple[Job, Work]] = []
        for job in jobs(offline=settings.OFFLINE):
            if categories and job.name in {"harvest_oai", "reconcile"}:
                continue
            task: Work = getattr(tasks, job.name)
            if categories and job.name == "harvest_announcements":
                task = partial(self._one_by_one, job, categories)
            work.append((job, task))
        return work

    def _one_by_one(self, job: Job, categories: tuple[str, ...]) -> Mapping[str, Any]:
        """A category with all its papers before the next, so that there is something to read after some seconds."""
        for category in categories:
            if not stopping():
                self._tell(job, tasks.harvest_announcements([category]), category)
        return {}

    def _tell(self, job: Job, told: Mapping[str, Any], category: str = "") -> None:
        """A line when something came; the log has the rest."""
        new = told.get("created") or told.get("held") or told.get("repaired")
        if new:
            self.stdout.write(f"{new:,} new papers from arXiv ({category or job.name})")
            self.stdout.flush()
