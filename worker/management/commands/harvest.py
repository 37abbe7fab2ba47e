"""manage.py harvest SOURCE …: arXiv metadata into the store, then into the index."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from worker.management.service_command import ServiceCommand
from worker.models import HarvestRun
from worker.pipeline import ingest, sync_index
from worker.progress import progress
from worker.sample import SAMPLE, step_aside
from worker.sources.snapshot import SnapshotSource

SHOWN_REJECTS = 10


class Command(ServiceCommand):
    help = "Reads arXiv metadata into the store and the index. Safe to stop and to repeat: the same records twice change nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        sources = parser.add_subparsers(dest="source", required=True, metavar="SOURCE")
        snapshot = sources.add_parser(
            "snapshot",
            help="files in the Kaggle arXiv schema: .jsonl, .jsonl.gz, .jsonl.zst, or - for standard input",
        )
        snapshot.add_argument("paths", nargs="+", metavar="PATH")
        snapshot.add_argument(
            "--restart",
            action="store_true",
            help="read from the first line even if an earlier run was interrupted",
        )
        snapshot.add_argument("--no-index", action="store_true", help="leave the index for `manage.py index`")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = False
        for path in options["paths"]:
            run = ingest(
                SnapshotSource(path), resume=not options["restart"], progress=progress("harvest", "B")
            )
            self._tell(run)
            if run.state == HarvestRun.State.INTERRUPTED:
                raise CommandError(
                    "Stopped. The same command goes on from here; `manage.py index` makes searchable what was read.",
                    returncode=130,
                )
            failed = failed or run.state == HarvestRun.State.FAILED or run.rejected > 0
            if run.created and Path(path).resolve() != SAMPLE and (removed := step_aside()):
                self.stdout.write(f"the {removed:,} invented sample papers stepped aside")
        if not options["no_index"]:
            report = sync_index(progress=progress("index", "papers"))
            self.stdout.write(f"index: {report.indexed:,} papers brought in")
            failed = failed or bool(report.failures)
        if failed:
            raise CommandError("Not everything could be read; the lines above say what.")

    def _tell(self, run: HarvestRun) -> None:
        self.stdout.write(
            f"{run.target}: {run.created:,} new, {run.updated:,} updated, {run.unchanged:,} unchanged, "
            f"{run.older:,} older than held, {run.rejected:,} rejected"
        )
        for rejected in run.rejections.order_by("pk")[:SHOWN_REJECTS]:
            self.stderr.write(f"  {rejected.position}: {rejected.identifier or '(no id)'}: {rejected.reason}")
        if run.rejected > SHOWN_REJECTS:
            self.stderr.write(
                f"  … and {run.rejected - SHOWN_REJECTS:,} more; all are kept (manage.py status --rejected)"
            )
        if run.error:
            self.stderr.write(f"  {run.error}")
