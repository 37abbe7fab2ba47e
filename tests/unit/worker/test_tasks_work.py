"""The worker without a broker: lanes that wait for nobody, that outlive their failures and end with a signal or their parent."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from worker import stopping
from worker.lanes import run_lanes
from worker.schedule import Job, Queue, Rhythm


@pytest.fixture(autouse=True)
def _go_on():
    yield
    stopping.go_on()


def job(name: str, queue: Queue = Queue.TODAY, every_s: int = 1, *, at_start: bool = True) -> Job:
    return Job(f"worker.tasks.{name}", queue, Rhythm(every_s), at_start=at_start)


def played(work, seconds: float, *, while_pid: int | None = None) -> list[tuple[str, object]]:
    """What the jobs told in so many seconds."""
    told: list[tuple[str, object]] = []
    timer = threading.Timer(seconds, stopping.stop)
    timer.start()
    try:
        run_lanes(work, lambda job, result: told.append((job.name, result)), while_pid=while_pid)
    finally:
        timer.cancel()
    return told


def test_a_reader_does_not_wait_behind_a_harvest():
    release = threading.Event()
    long = (job("harvest", Queue.HISTORY), lambda: {"waited": release.wait(20)})
    quick = (job("wish", Queue.READER), lambda: {"n": 1})
    told: list[str] = []

    def done(one, result):
        told.append(one.name)
        if told.count("wish") == 3:
            stopping.stop()
            release.set()

    run_lanes([long, quick], done, while_pid=None)
    assert told[:3] == ["wish"] * 3
    assert "harvest" in told


def test_a_job_that_fails_comes_again():
    calls: list[int] = []

    def fails():
        calls.append(1)
        raise ValueError("the engine is away")

    told = played([(job("bad"), fails), (job("good"), lambda: {"n": 1})], 3.5)
    assert len(calls) >= 2
    assert [name for name, _ in told].count("good") >= 2


def test_only_what_should_is_done_at_the_start():
    told = played(
        [(job("now", every_s=3600), dict), (job("later", every_s=86_400, at_start=False), dict)], 1.5
    )
    assert [name for name, _ in told] == ["now"]


def test_it_ends_with_the_process_it_was_started_for():
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1)"]) as other:
        began = time.monotonic()
        threading.Thread(target=other.wait).start()
        run_lanes([(job("now"), dict)], lambda job, result: None, while_pid=other.pid)
        assert time.monotonic() - began < 15


def test_a_signal_is_a_wish_and_a_second_ctrl_c_is_not():
    with stopping.stopped_by_signals():
        os.kill(os.getpid(), signal.SIGTERM)
        assert stopping.stopping()
        with pytest.raises(KeyboardInterrupt):
            stopping.pause(60)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(1)
    assert not stopping.stopping()


FORKS = """
import os, time
from worker.stopping import stop, stopping
child = os.fork()
if child == 0:
    while not stopping():
        time.sleep(0.02)
    os._exit(7)
stop()
os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_forked_processes_see_the_wish():
    assert subprocess.run([sys.executable, "-c", FORKS], timeout=30, check=False).returncode == 7
