"""manage.py index: bring the index up to the store, or build it anew."""

import argparse
from typing import Any

from django.core.management.base import CommandError

from worker.management.service_command import INDEX_WAIT_S, STOPPED, ServiceCommand
from worker.pipeline import rebuild_index, sync_index
from worker.progress import progress
from worker.stopping import stopped_by_signals, stopping


class Command(ServiceCommand):
    help = "Brings the index up to the store: indexes every paper that changed since it was last indexed."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--rebuild", action="store_true", help="build a new index beside the old one, then swap"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = progress("index", "papers")
        with stopped_by_signals():
            if options["rebuild"]:
                report = self.patiently(lambda wait_s: rebuild_index(wait_s=wait_s, progress=bar))
            else:
                report = self.patiently(
                    lambda wait_s: sync_index(wait_s=wait_s, progress=bar), longest_s=INDEX_WAIT_S
                )
            self.stdout.write(f"index: {report.indexed:,} papers brought in")
            if stopping():
                raise CommandError("Stopped; the rest stays queued: manage.py index", returncode=STOPPED)
        for key, reason in list(report.failures.items())[:10]:
            self.stderr.write(f"  {key}: {reason}")
        if report.failures:
            raise CommandError(f"{len(report.failures):,} papers could not be indexed; they stay queued.")
