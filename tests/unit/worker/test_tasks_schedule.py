"""The worker's timetable: once in each stretch, on arXiv's clock, through the days that have 23 and 25 hours."""

import pickle
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from worker import tasks
from worker.celery import VISIBILITY_S, Beat, app
from worker.schedule import JOBS, Queue, Rhythm, Window, jobs

EASTERN = ZoneInfo("America/New_York")
NIGHT = Window(time(20), time(2), 300)


def played(rhythm: Rhythm, start: datetime, hours: float, step_s: int = 5) -> list[datetime]:
    """When the work is done between `start` and so many hours later, by a clock that looks every few seconds."""
    done = [start]
    now = start
    while now < start + timedelta(hours=hours):
        now += timedelta(seconds=step_s)
        if rhythm.is_due(done[-1], now):
            done.append(now)
    return [moment.astimezone(EASTERN) for moment in done[1:]]


def eastern(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=EASTERN).astimezone(UTC)


def test_the_evening_is_busy_and_the_day_is_not():
    done = played(Rhythm(3_600, 900, NIGHT), eastern(2026, 11, 23, 17, 20), 10)
    assert [f"{m:%H:%M:%S}" for m in done[:4]] == ["18:15:00", "19:15:00", "20:00:00", "20:05:00"]
    evening = [m for m in done if m.time() >= time(20) or m.time() < time(2)]
    assert len(evening) == 72
    assert [f"{m:%H:%M}" for m in done[-2:]] == ["02:15", "03:15"] or f"{done[-1]:%H:%M}" == "03:15"


@pytest.mark.parametrize("day, hours", [((2026, 3, 8), 23), ((2026, 11, 1), 25), ((2026, 11, 22), 24)])
def test_a_nightly_job_comes_once_however_long_the_day(day, hours):
    for minute in (150, 195):  # 02:30 does not exist in March and 01:30 comes twice in November
        rhythm = Rhythm(86_400, minute * 60)
        done = played(rhythm, eastern(*day, 0, 0), hours, step_s=60)
        assert len(done) == 1, (day, minute, done)


def test_hourly_work_is_never_left_out_when_the_clocks_change():
    for day, hours in (((2026, 3, 8), 23), ((2026, 11, 1), 25)):
        done = played(Rhythm(3_600, 1_800), eastern(*day, 0, 0), hours, step_s=30)
        moments = [moment.astimezone(UTC) for moment in done]
        gaps = [b - a for a, b in pairwise(moments)]
        assert set(gaps) <= {timedelta(hours=1), timedelta(minutes=30)}
        assert gaps.count(timedelta(minutes=30)) <= 2, (
            "the hour that is missing or doubled brings one look more"
        )


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(hours=-30), timedelta(days=400)])
def test_a_clock_that_jumps_brings_work_once_and_stops_none(jump):
    now = eastern(2026, 11, 23, 12, 0)
    for job in JOBS:
        assert job.rhythm.is_due(now, now + jump)
        assert not job.rhythm.is_due(now + jump, now + jump)
        assert job.rhythm.is_due(now + jump, now + jump + timedelta(seconds=job.rhythm.every_s))


def test_waiting_ends_at_the_next_stretch():
    rhythm = Rhythm(3_600, 900, NIGHT)
    for minute in range(0, 24 * 60, 7):
        now = eastern(2026, 11, 23, 0, 0) + timedelta(minutes=minute, seconds=minute % 60)
        wait_s = rhythm.wait_s(now)
        assert 0 < wait_s <= 60
        later = now + timedelta(seconds=wait_s)
        assert wait_s == 60 or rhythm.is_due(now, later)


def test_every_job_is_a_task_on_its_queue():
    assert len({job.task for job in JOBS}) == len(JOBS)
    for job in JOBS:
        assert job.task in app.tasks
        assert callable(getattr(tasks, job.name))
        assert app.conf.task_routes[job.task]["queue"] == job.queue.value
        assert app.conf.beat_schedule[job.name]["options"]["queue"] == job.queue.value
    assert [queue.name for queue in app.conf.task_queues] == [queue.value for queue in Queue]


def test_offline_keeps_the_index_up_and_asks_nobody():
    assert {job.name for job in jobs(offline=True)} == {"sync_index", "tidy_book"}


def test_messages_are_kept_until_their_work_is_done():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.accept_content == ["json"]
    options = app.conf.broker_transport_options
    assert options["visibility_timeout"] == VISIBILITY_S > app.conf.task_time_limit
    assert options["queue_order_strategy"] == "priority"


def test_beat_keeps_its_timetable_over_a_restart():
    beat = Beat(Rhythm(3_600, 1_800))
    again = pickle.loads(pickle.dumps(beat))
    assert again == beat
    assert again != Beat(Rhythm(3_600))
    due, wait_s = beat.is_due(datetime.now(UTC) - timedelta(hours=1, minutes=1))
    assert due
    assert 0 < wait_s <= 60
    assert not beat.is_due(datetime.now(UTC)).is_due or datetime.now(UTC).minute == 30
