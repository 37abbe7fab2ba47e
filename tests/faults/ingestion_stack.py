"""What the fault tests of the ingestion share: real processes of ours over a test arXiv, and a look at what they left behind."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

import psycopg

from search import SearchQuery, Sort, open_backend
from tests.arxiv import ArxivServer, HeldPaper, HeldVersion, World
from tests.services.postgresql import answers, programs
from tests.services.program import as_ordinary_user, free_port, private_folder, running

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_S = 90.0


def papers(count: int, day: date = date(2026, 11, 17), first: int = 1) -> list[HeldPaper]:
    """So many invented papers of one day."""
    submitted = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
    return [
        HeldPaper(
            id=f"2611.{n:05d}",
            title=f"On teapot number {n}",
            abstract=f"We pour {n} cups.",
            authors="Ada Kettle and Bo Saucer",
            categories=("cs.LG",) if n % 3 else ("hep-ph", "cs.LG"),
            versions=(HeldVersion(1, submitted),),
            datestamp=day,
        )
        for n in range(first, first + count)
    ]


def world(count: int) -> World:
    """A world of so many papers."""
    made = World()
    made.tell(*papers(count))
    return made


@dataclass(slots=True)
class Stack:
    """Our program as configured for one test. `database` and `engine` are addresses as in the environment."""

    folder: Path
    arxiv: ArxivServer
    database: str = ""
    engine: str = ""
    more: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.database = self.database or f"sqlite:///{self.folder / 'store.sqlite3'}"
        self.engine = self.engine or f"tantivy://{self.folder / 'index'}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process: nothing of ours but what is said here."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("COOLPAPERS_", "DJANGO_"))}
        given = {
            "COOLPAPERS_DATA_DIR": str(self.folder),
            "COOLPAPERS_DATABASE_URL": self.database,
            "COOLPAPERS_SEARCH_URL": self.engine,
            "COOLPAPERS_REQUEST_INTERVAL_S": "0",
        }
        return kept | given | self.arxiv.environment() | self.more

    def start(
        self, *words: str, program: str = "hurried", output: IO[str] | None = None
    ) -> "subprocess.Popen[str]":
        """The process, running; manage.py's words, or Celery's. What it says goes to `output`, or into a pipe."""
        if program == "celery":
            command = [sys.executable, "-m", "celery", "--app", "tests.faults.hurried", *words]
        else:
            command = [sys.executable, "-m", f"tests.faults.{program}", *words]
        return subprocess.Popen(
            command,
            cwd=PROJECT,
            env=self.environment,
            text=True,
            stdout=output or subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def run(self, *words: str, code: int | None = 0) -> str:
        """What the finished command printed; `code` None takes any end."""
        process = self.start(*words)
        try:
            told, _ = process.communicate(timeout=PATIENCE_S)
        finally:
            kill(process)
        assert code is None or process.returncode == code, (words, process.returncode, told[-3000:])
        return told

    def struck(self, place: str, *words: str) -> None:
        """Runs a command that is killed at that call."""
        self.run("--strike", place, *words, code=-signal.SIGKILL)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of the store that answer a query."""
        if self.database.startswith("sqlite"):
            with contextlib.closing(
                sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=30)
            ) as store:
                rows = store.execute(query).fetchall()
                store.commit()
                return rows
        with psycopg.connect(self.database) as server:
            return server.execute(query).fetchall()

    def stored(self) -> dict[str, tuple[str, int, bool]]:
        """Every paper of the store: title, newest version, whether it counts as indexed."""
        query = "SELECT arxiv_id, title, version, revision = indexed_revision FROM papers_paper"
        return {key: (title, version, bool(indexed)) for key, title, version, indexed in self.ask(query)}

    def indexed(self) -> list[str]:
        """The ids in the index, each as often as the engine gives it."""
        backend = open_backend(self.engine)
        page = backend.search(SearchQuery(limit=100, sort=Sort.OLDEST))
        ids = [hit.id for hit in page.hits]
        while page.next:
            page = backend.search(SearchQuery(limit=100, sort=Sort.OLDEST, after=page.next))
            ids += [hit.id for hit in page.hits]
        assert page.total == len(ids)
        return ids

    def is_whole(self) -> None:
        """Store and index hold exactly what arXiv holds, once, and nothing waits."""
        there = self.arxiv.world.held(self.arxiv.clock.now()).by_id
        told = {key: (paper.title, paper.newest.number, True) for key, paper in there.items()}
        assert self.stored() == told
        assert sorted(self.indexed()) == sorted(told)


def kill(process: "subprocess.Popen[str]", number: signal.Signals = signal.SIGKILL) -> None:
    """Sends the signal to a process of ours that still runs, and takes its leave."""
    if process.poll() is None:
        process.send_signal(number)
    if number == signal.SIGKILL:
        process.wait()
        if process.stdout:
            process.stdout.close()


def until(condition: Callable[[], bool], what: str, within_s: float = PATIENCE_S) -> None:
    """Waits until it holds."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, f"not within {within_s} s: {what}"
        time.sleep(0.05)


class Postgres:
    """A PostgreSQL server of a test's own, to be stopped and started again with its data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self.address = f"postgresql://coolpapers@127.0.0.1:{self._port}/coolpapers"
        self._initialise()

    def _initialise(self) -> None:
        words = ["--username=coolpapers", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        command = [str(programs() / "initdb"), "--pgdata", str(self._folder / "data"), *words]
        subprocess.run(as_ordinary_user(command), cwd=self._folder, check=True, capture_output=True)
        with self.running(), psycopg.connect(self._at("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE coolpapers")

    def _at(self, database: str) -> str:
        return self.address.rpartition("/")[0] + f"/{database}"

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """The server while the block runs; its data stay."""
        settings = ("listen_addresses=127.0.0.1", f"port={self._port}", "unix_socket_directories=")
        words = [word for setting in settings for word in ("-c", setting)]
        command = [str(programs() / "postgres"), "-D", str(self._folder / "data"), *words]
        with running(command, self._folder, lambda: answers(self._at("postgres")), within_s=30):
            yield


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    """A server ready to be started, removed afterwards."""
    with private_folder("postgresql") as folder:
        yield Postgres(folder)
