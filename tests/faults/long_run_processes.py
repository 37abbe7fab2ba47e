"""The processes and services of a long run: started, killed, stopped and started again, their words kept in files."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.ingestion_stack import PROJECT, Stack, postgres
from tests.faults.test_ingestion_services import redis_server
from tests.services.elasticsearch import elasticsearch_node

MODULE = "tests.faults.long_run_process"
END_S = 60.0
"""A worker told to end may be within a page whose source answers nothing for seconds, and beside a rebuild."""
LOADED_S = 60.0
"""How long a program may take to set its signals up; one that is still loading simply dies of SIGTERM."""

CELERY = {
    "readers": ("worker", "--concurrency", "1", "--queues", "reader", "--hostname", "readers@%h"),
    "harvesters": (
        "worker",
        "--concurrency",
        "2",
        "--queues",
        "today,history",
        "--hostname",
        "harvesters@%h",
    ),
    "beat": ("beat", "--pidfile", ""),
}


def _catches(pid: int, number: signal.Signals) -> bool:
    """Whether the process handles the signal itself."""
    told = Path(f"/proc/{pid}/status").read_text()
    caught = next(line for line in told.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


@dataclass(slots=True)
class Process:
    """One program of ours, whichever process it is at the moment."""

    name: str
    command: list[str]
    stack: Stack
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0

    @property
    def log(self) -> Path:
        return self.stack.folder / f"{self.name}.log"

    def start(self) -> None:
        self.started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=PROJECT,
                env=self.stack.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_again(self) -> bool:
        """Starts it where it has ended, as the compose file's `restart: unless-stopped` does; whether it had."""
        ended = self.process is not None and self.process.poll() is not None
        if ended:
            self.kill()
            self.start()
        return ended

    def signal(self, number: signal.Signals) -> None:
        """To the main process alone."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """The whole family."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def end(self) -> str:
        """What was wrong with its end after SIGTERM; nothing is."""
        if not self.process or self.process.poll() is not None:
            return f"{self.name} had ended by itself"
        give_up = self.started + LOADED_S
        while (
            self.process.poll() is None
            and not _catches(self.process.pid, signal.SIGTERM)
            and time.monotonic() < give_up
        ):
            time.sleep(0.05)
        self.signal(signal.SIGTERM)
        try:
            code = self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            return f"{self.name} did not end within {END_S:g} s of SIGTERM"
        return f"{self.name} ended with {code}" if code else ""

    def children(self) -> list[int]:
        """The processes of a pool."""
        if not self.process or self.process.poll() is not None:
            return []
        pid = self.process.pid
        with contextlib.suppress(OSError):
            return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []


@dataclass(slots=True)
class Service:
    """A server that may be stopped and started again with its data."""

    name: str
    start: Callable[[], AbstractContextManager[object]]
    _up: ExitStack | None = None

    def up(self) -> None:
        self._up = ExitStack()
        self._up.enter_context(self.start())

    def down(self) -> None:
        if self._up:
            self._up.close()
        self._up = None


@dataclass(slots=True)
class Parts:
    """All that can be struck."""

    stack: Stack
    processes: list[Process] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)


@contextlib.contextmanager
def embedded(stack: Stack) -> Iterator[Parts]:
    """SQLite and Tantivy; two workers without a broker, as when two people start one."""
    names = ("first", "second")
    processes = [Process(name, [sys.executable, "-m", MODULE, "work"], stack) for name in names]
    with _started(Parts(stack, processes)) as parts:
        yield parts


@contextlib.contextmanager
def production(stack: Stack) -> Iterator[Parts]:
    """PostgreSQL, Elasticsearch and Redis; Celery's processes as the compose file has them."""
    with (
        postgres() as server,
        elasticsearch_node() as node,
        redis_server() as (broker, start),
        ExitStack() as up,
    ):
        stack.database = server.address
        stack.engine = f"{node.address}/papers?timeout=5"
        stack.more = {"COOLPAPERS_BROKER_URL": broker}
        services = [
            Service("PostgreSQL", server.running),
            Service("Redis", start),
            Service("Elasticsearch", node.running),
        ]
        for service in services:
            service.up()
            up.callback(service.down)
        program = [sys.executable, "-m", "celery", "--app", MODULE]
        processes = []
        for name, words in CELERY.items():
            schedule = ["--schedule", str(stack.folder / "beat")] if name == "beat" else []
            processes.append(Process(name, [*program, *words, *schedule, "--loglevel", "INFO"], stack))
        with _started(Parts(stack, processes, services)) as parts:
            yield parts


@contextlib.contextmanager
def _started(parts: Parts) -> Iterator[Parts]:
    parts.stack.run("migrate", "--verbosity", "0")
    parts.stack.run("harvest", "oai")
    for process in parts.processes:
        process.start()
    try:
        yield parts
    finally:
        for process in parts.processes:
            process.kill()


def words_of(parts: Parts) -> str:
    """All that the processes have said."""
    return "".join(
        process.log.read_text(errors="replace") for process in parts.processes if process.log.exists()
    )
