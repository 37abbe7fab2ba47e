"""Faults at random moments: processes killed, frozen and ended, commands killed, servers away, a source that answers wrongly."""

import contextlib
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import psycopg

from tests.arxiv import Rule, faults
from tests.faults.ingestion_stack import kill
from tests.faults.long_run_processes import Parts, Process

SPOILT = {
    "503": faults.status(503, "1"),
    "429": faults.status(429),
    "500": faults.status(500),
    "late": faults.delay(2),
    "hang-up": faults.disconnect,
    "half headers": faults.half_headers,
    "half body": faults.half_body,
    "half document": faults.cut_body,
    "half chunks": faults.half_chunks,
    "empty": faults.empty,
    "broken gzip": faults.broken_gzip,
    "bad XML": faults.bad_xml,
    "entity bomb": faults.entity_bomb,
    "200 MB": faults.huge(200, announced=True),
    "gzip bomb": faults.compressed_bomb(200),
    "wrong charset": faults.wrong_charset,
    "expired token": faults.expired_token,
    "duplicated": faults.duplicated,
    "out of order": faults.out_of_order,
}
COMMANDS = (("index", "--rebuild"), ("harvest", "oai", "--restart"), ("reconcile",), ("index",))
AWAY_S = 8.0
FROZEN_S = 4.0  # longer than a lease of `hurried`
JUMPS = (timedelta(days=-2), timedelta(hours=-3), timedelta(hours=5), timedelta(days=2))


class Strikes:
    """Strikes `parts` by chance; `counts` is what was done."""

    def __init__(self, parts: Parts, seed: int) -> None:
        self.parts = parts
        self.counts: Counter[str] = Counter()
        self._random = random.Random(seed)
        kinds: list[tuple[Callable[[], str], int]] = [
            (self._kill, 5),
            (self._freeze, 2),
            (self._end, 2),
            (self._command, 4),
            (self._spoil, 6),
            (self._jump, 1),
        ]
        if parts.services:
            kinds += [(self._kill_child, 5), (self._away, 5), (self._cut, 2)]
        self._kinds = [kind for kind, _ in kinds]
        self._weights = [weight for _, weight in kinds]

    def strike(self) -> None:
        """One fault, and what it takes to be over it: servers up, processes started; then some peace."""
        began = time.monotonic()
        name = self._random.choices(self._kinds, self._weights)[0]()
        self.counts[name] += 1
        print(
            f"{time.strftime('%H:%M:%S')} {name} ({time.monotonic() - began:.1f} s)",
            file=sys.stderr,
            flush=True,
        )
        time.sleep(self._random.expovariate(0.5))
        self.revive()

    def revive(self) -> None:
        """Starts again what ended by itself."""
        for process in self.parts.processes:
            if process.start_again():
                self.counts[f"{process.name} ended by itself, started again"] += 1

    def _one(self) -> Process:
        return self._random.choice(self.parts.processes)

    def _pause(self, longest_s: float = 3.0) -> None:
        time.sleep(self._random.uniform(0, longest_s))

    def _kill(self) -> str:
        """The whole family at once, or, of Celery's, the main process alone; another takes its place."""
        process = self._one()
        if process.children() and self._random.random() < 0.5:
            process.signal(signal.SIGKILL)
            self._pause()
            process.kill()
        else:
            process.kill()
        self._pause()
        process.start()
        return f"{process.name} killed"

    def _kill_child(self) -> str:
        children = [pid for process in self.parts.processes for pid in process.children()]
        if children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._random.choice(children), signal.SIGKILL)
        return "a child of the pool killed"

    def _freeze(self) -> str:
        """Stopped for longer than its leases last, then on as if nothing had been."""
        process = self._one()
        pids = [*process.children(), process.process.pid if process.process else 0]
        for number in (signal.SIGSTOP, signal.SIGCONT):
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            if number == signal.SIGSTOP:
                time.sleep(FROZEN_S)
        return f"{process.name} frozen"

    def _end(self) -> str:
        process = self._one()
        if fault := process.end():
            raise AssertionError(fault)
        process.start()
        return f"{process.name} ended and started"

    def _command(self) -> str:
        """A command beside the workers, killed in most cases before it is done."""
        words = self._random.choice(COMMANDS)
        with (self.parts.stack.folder / "commands.log").open("a") as log:
            command = self.parts.stack.start(*words, output=log)
        self._pause(6.0)
        state = "done" if command.poll() is not None else "killed"
        kill(command)
        return f"{' '.join(words)} {state}"

    def _spoil(self) -> str:
        """Some or all answers of the source are wrong for a while."""
        name = self._random.choice(list(SPOILT))
        script = self.parts.stack.arxiv.script
        path = "resumptionToken" if name == "expired token" else ""
        script.rules.append(Rule(SPOILT[name], path=path, chance=self._random.choice((0.2, 0.5, 1.0))))
        self._pause(AWAY_S)
        script.rules.clear()
        return f"source: {name}"

    def _jump(self) -> str:
        """The source's clock is wrong for a while."""
        step = self._random.choice(JUMPS)
        clock = self.parts.stack.arxiv.clock
        clock.advance(step)
        self._pause(AWAY_S)
        clock.advance(-step)
        return f"source: clock wrong by {step.total_seconds() / 3600:g} h"

    def _away(self) -> str:
        service = self._random.choice(self.parts.services)
        service.down()
        self._pause(AWAY_S)
        service.up()
        return f"{service.name} away"

    def _cut(self) -> str:
        """PostgreSQL drops every connection."""
        with psycopg.connect(self.parts.stack.database, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        return "PostgreSQL: connections cut"
