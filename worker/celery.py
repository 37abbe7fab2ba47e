"""The Celery application: queues by urgency, the worker's timetable, a shutdown that ends at the page.

The database is the truth of what is to be done, never a message: one that is lost is sent again by the timetable, one that
comes twice finds its work done or a lease taken. Without COOLPAPERS_BROKER_URL tasks run in the calling process.
"""

import logging
import os
from typing import Any, Final

from celery import Celery
from celery.schedules import schedstate, schedule
from celery.signals import beat_init, setup_logging, worker_init, worker_shutting_down
from django.conf import settings
from kombu import Queue as KombuQueue

from worker.malloc import few_arenas
from worker.schedule import JOBS, Job, Queue, Rhythm, jobs
from worker.stopping import stop

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coolpapers.settings")

LONGEST_TASK_S: Final = 3 * 3_600
"""A rebuild of arXiv's 2.5 million papers: 130 µs each to Tantivy (2026-11-22), several times that to a busy Elasticsearch."""
VISIBILITY_S: Final = LONGEST_TASK_S + 1_800
"""When Redis hands out again what a vanished worker took; sooner, and a long task would run twice."""


class Beat(schedule):
    """A Rhythm as Celery's beat asks for it."""

    def __init__(self, rhythm: Rhythm, app: Celery | None = None) -> None:
        super().__init__(run_every=rhythm.every_s, app=app)
        self.rhythm = rhythm

    def is_due(self, last_run_at: Any) -> schedstate:
        """Whether a new stretch of the rhythm has begun, and when to ask again."""
        now = self.now()
        return schedstate(self.rhythm.is_due(last_run_at, now), self.rhythm.wait_s(now))

    def __reduce__(self) -> tuple[type["Beat"], tuple[Rhythm]]:
        return Beat, (self.rhythm,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Beat) and other.rhythm == self.rhythm

    __hash__ = None  # type: ignore[assignment]  # as Celery's own schedules


def _message(job: Job) -> dict[str, Any]:
    # A message that no worker took in time is not worth keeping: the next one asks for the same.
    return {"queue": job.queue.value, "expires": max(job.rhythm.every_s, 60)}


app = Celery("coolpapers")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_queues=[KombuQueue(queue.value) for queue in Queue],
    task_default_queue=Queue.HISTORY.value,
    task_routes={job.task: {"queue": job.queue.value} for job in JOBS},
    task_time_limit=LONGEST_TASK_S,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_S,
        "queue_order_strategy": "priority",  # the order of task_queues: a reader's wish before all else
        "socket_keepalive": True,
        "health_check_interval": 30,
    },
    beat_schedule={
        job.name: {"task": job.task, "schedule": Beat(job.rhythm), "options": _message(job)}
        for job in jobs(offline=settings.OFFLINE)
    },
)
app.autodiscover_tasks(["worker"])


@setup_logging.connect
def _keep_our_logging(**kwargs: Any) -> None:
    """The settings have set logging up. Celery's line a message would be 20,000 a day; each stage tells what it did."""
    for name in ("celery.app.trace", "celery.worker.strategy", "celery.beat"):
        logging.getLogger(name).setLevel(logging.WARNING)


@worker_init.connect
def _keep_memory_small(**kwargs: Any) -> None:
    """Before the pool is forked, which inherits it."""
    few_arenas()


@worker_shutting_down.connect
def _end_at_the_page(**kwargs: Any) -> None:
    """SIGTERM of the main process: the pool's children see the wish between two pages."""
    stop()


@beat_init.connect
def _begin_at_once(**kwargs: Any) -> None:
    """What a start should not wait an hour for."""
    for job in jobs(offline=settings.OFFLINE):
        if job.at_start:
            app.send_task(job.task, **_message(job))
