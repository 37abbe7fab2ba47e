"""manage.py status: how fresh and whole this instance is; `--check` makes a fault the exit code.

A part that is away is told, and telling it is no failure of the command; only a store that is away leaves nothing to tell.
"""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import CommandError

from coolpapers.freshness import Freshness
from coolpapers.harvest_book import Pulse, RunStatus
from coolpapers.metrics.broker import Depths, queue_depths
from coolpapers.migrated import migrations_lacking
from coolpapers.status import Status, status
from worker.management.service_command import ServiceCommand
from worker.models import Rejected

SHOWN = 10  # categories that miss papers


class Command(ServiceCommand):
    needs_migrated = False  # it tells what is wrong as far as it can
    help = "Shows papers, newest announcement, stale documents, last harvests and the engine."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object")
        parser.add_argument(
            "--rejected", action="store_true", help="list the records that could not become papers"
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="end with 1 and the faults when the engine or the broker is away, the worker is silent or a listing late",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rejected"]:
            for rejected in Rejected.objects.order_by("pk").iterator():
                self.stdout.write(
                    f"{rejected.position}\t{rejected.identifier or '(no id)'}\t{rejected.reason}"
                )
            return
        now = status()
        broker = queue_depths(settings.CELERY_BROKER_URL) if settings.CELERY_BROKER_URL else None
        if options["json"]:
            self.stdout.write(orjson.dumps(asdict(now)).decode())
        else:
            self._tell(now, broker)
        if options["check"] and (faults := _faults(now, broker)):
            raise CommandError("; ".join(faults))

    def _tell(self, now: Status, broker: Depths | None) -> None:
        engine = now.engine
        self.stdout.write(f"papers               {now.papers:,} ({now.withdrawn:,} withdrawn)")
        self.stdout.write(f"newest announcement  {now.newest_announcement or 'none'}")
        self.stdout.write(f"stale documents      {now.stale_documents:,}")
        self.stdout.write(
            f"waiting              {now.waiting.wanted:,} wanted papers, {now.waiting.removals:,} removals"
        )
        if engine.ok:
            self.stdout.write(
                f"engine               {engine.backend}, {engine.documents:,} documents, "
                f"schema {engine.schema_version}, built {engine.built_at}"
            )
        else:
            self.stdout.write(f"engine               away: {engine.fault}")
        if broker is not None:
            queues = ", ".join(f"{name} {count:,}" for name, count in broker.waiting.items())
            self.stdout.write(f"broker               {queues if broker.up else 'away'}")
        seen = f", last seen {now.worker.seen:%Y-%m-%d %H:%M} UTC" if now.worker.seen else ""
        self.stdout.write(
            f"worker               {now.worker.pulse}{seen}{' (offline)' if now.offline else ''}"
        )
        missing = [one for one in now.categories if one.missing]
        for one in missing[:SHOWN]:
            self.stdout.write(
                f"missing              {one.category} {one.newest_day}: {one.missing:,} of {one.expected:,}"
            )
        if len(missing) > SHOWN:
            self.stdout.write(f"missing              … in {len(missing) - SHOWN:,} more categories")
        for run in now.runs:
            self.stdout.write(_run_line(run))


def _faults(now: Status, broker: Depths | None) -> list[str]:
    """What an operator has to look at now, in words; what mends itself within hours is none."""
    faults = [] if now.engine.ok else [f"The search engine is away: {now.engine.fault}"]
    if lacking := migrations_lacking():
        faults.append(f"The store lacks {', '.join(lacking)}: run manage.py migrate")
    if broker is not None and not broker.up:
        faults.append("The broker (COOLPAPERS_BROKER_URL) does not answer")
    if now.offline:  # by choice: then nobody harvests, and every listing grows late
        return faults
    if now.worker.pulse is Pulse.SILENT:
        faults.append(f"No worker has left a sign of life since {now.worker.seen:%Y-%m-%d %H:%M} UTC")
    if late := [one.category for one in now.categories if one.freshness is Freshness.LATE]:
        more = f" and {len(late) - SHOWN:,} more" if len(late) > SHOWN else ""
        faults.append(f"arXiv's newest listing is late in {', '.join(late[:SHOWN])}{more}")
    return faults


def _run_line(run: RunStatus) -> str:
    lag = datetime.now(UTC) - (run.finished or run.started)
    line = f"last {run.source:<15} {run.state}, {run.started:%Y-%m-%d %H:%M} UTC, {lag.days} d {lag.seconds // 3600} h ago: "
    line += f"{run.created:,} new, {run.updated:,} updated, {run.unchanged:,} unchanged, {run.rejected:,} rejected"
    return line + (f" ({run.error})" if run.error else "")
