"""manage.py index: bring the index up to the store, or build it anew."""

import argparse
from typing import Any

from django.core.management.base import CommandError

from worker.management.service_command import ServiceCommand
from worker.pipeline import rebuild_index, sync_index
from worker.progress import progress


class Command(ServiceCommand):
    help = "Brings the index up to the store: indexes every paper that changed since it was last indexed."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--rebuild", action="store_true", help="build a new index beside the old one, then swap"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = progress("index", "papers")
        report = rebuild_index(progress=bar) if options["rebuild"] else sync_index(progress=bar)
        self.stdout.write(f"index: {report.indexed:,} papers brought in")
        for key, reason in list(report.failures.items())[:10]:
            self.stderr.write(f"  {key}: {reason}")
        if report.failures:
            raise CommandError(f"{len(report.failures):,} papers could not be indexed; they stay queued.")
