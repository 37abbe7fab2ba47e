"""The worker's timetable in one process, without a broker: a thread a queue, so that no reader waits behind a harvest."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from django.db import close_old_connections

from worker.schedule import Job, Queue
from worker.stopping import Why, stop, stopping

log = structlog.get_logger("worker.lanes")

LOOK_S: Final = 1.0  # how often the timetable, the wish to stop and the parent are looked at
STOP_WAIT_S: Final = 30.0

Work = Callable[[], Mapping[str, Any]]


@dataclass(slots=True)
class Lane:
    """One queue's jobs, one after another, each when its rhythm says."""

    jobs: tuple[tuple[Job, Work], ...]
    done: Callable[[Job, Mapping[str, Any]], None]
    last: dict[str, datetime] = field(default_factory=dict)

    def run(self, idle: threading.Event) -> None:
        """Until the wish to stop; a job that fails is logged and comes again at its next time."""
        now = datetime.now(UTC)
        self.last = {job.name: now for job, _ in self.jobs if not job.at_start}
        while not stopping():
            for job, work in self.jobs:
                if self._is_due(job) and not stopping():
                    self._do(job, work)
            idle.wait(LOOK_S)

    def _is_due(self, job: Job) -> bool:
        last = self.last.get(job.name)
        return last is None or job.rhythm.is_due(last, datetime.now(UTC))

    def _do(self, job: Job, work: Work) -> None:
        self.last[job.name] = datetime.now(UTC)
        try:
            self.done(job, work())
        except KeyboardInterrupt:
            stop()
        except Exception:
            # The outermost frame of a task: the store or the engine may be away now and back at the next time.
            log.exception("job failed", job=job.name)
        finally:
            close_old_connections()


def run_lanes(
    jobs: Iterable[tuple[Job, Work]], done: Callable[[Job, Mapping[str, Any]], None], *, while_pid: int | None
) -> None:
    """Does the jobs until the wish to stop, or until the process `while_pid` has ended."""
    all_jobs = tuple(jobs)
    ended = threading.Event()
    threads = []
    for queue in Queue:
        lane = Lane(tuple(pair for pair in all_jobs if pair[0].queue == queue), done)
        threads.append(threading.Thread(target=lane.run, args=(ended,), name=queue.value, daemon=True))
    for thread in threads:
        thread.start()
    try:
        while not stopping():
            if while_pid is not None and not _lives(while_pid):
                stop(Why.LEFT_ALONE)
            ended.wait(LOOK_S)
    finally:
        stop()
        ended.set()
        # What hangs in a request longer than this is left behind: a page is stored whole or not at all.
        give_up = time.monotonic() + STOP_WAIT_S
        for thread in threads:
            thread.join(max(0.0, give_up - time.monotonic()))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, so not the one that was meant
        return False
    return True
