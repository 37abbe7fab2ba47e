"""manage.py reconcile: the store against arXiv's own lists, what is missing, and its repair."""

import argparse
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.management.base import CommandError

from worker.management.service_command import INDEX_WAIT_S, ServiceCommand, canonical_categories
from worker.pipeline import sync_index
from worker.progress import progress
from worker.reconciling import Reconciliation, reconcile_month, reconcile_recent
from worker.stopping import stopped_by_signals

SHOWN = 20


class Command(ServiceCommand):
    help = "Compares the ids held with arXiv's lists: the last days' announcements and changes, or a month's listings."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--month", type=_month, metavar="YYYY-MM", help="the listings of this month")
        parser.add_argument(
            "--category",
            action="append",
            default=[],
            metavar="CATEGORY",
            help="only this one; may be repeated",
        )
        parser.add_argument("--repair", action="store_true", help="fetch what is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        categories = canonical_categories(options["category"])
        bars = partial(progress, "reconcile")
        with stopped_by_signals():
            if options["month"]:
                told = reconcile_month(options["month"], categories, repair=options["repair"], bars=bars)
            else:
                told = reconcile_recent(categories, repair=options["repair"], bars=bars)
            if told.repaired:
                report = self.patiently(lambda wait_s: sync_index(wait_s=wait_s), longest_s=INDEX_WAIT_S)
                self.stdout.write(f"index: {report.indexed:,} papers brought in")
        self._tell(told)
        if not told.clean:
            raise CommandError(_fault(told, repair=options["repair"]))

    def _tell(self, told: Reconciliation) -> None:
        for gap in told.gaps:
            line = f"{gap.name}: {gap.listed:,} listed, {len(gap.missing):,} missing"
            line += f", {len(gap.outdated):,} older than arXiv's" if gap.outdated else ""
            self.stdout.write(line + (f" ({gap.incomplete})" if gap.incomplete else ""))
            for key in (*gap.missing, *gap.outdated)[:SHOWN]:
                self.stdout.write(f"  {key}" + (f": {told.refused[key]}" if key in told.refused else ""))
            if (more := len(gap.missing) + len(gap.outdated) - SHOWN) > 0:
                self.stdout.write(f"  … and {more:,} more")
        self.stdout.write(f"{len(told.missing):,} papers missing, {told.repaired:,} repaired")
        if told.error:
            self.stderr.write(f"  {told.error}")


def _fault(told: Reconciliation, *, repair: bool) -> str:
    if not any(gap.open for gap in told.gaps):
        return "Not everything was compared; the lines above say why."
    hint = "" if repair else " --repair fetches what is missing."
    return f"The store and arXiv's lists differ; the lines above say where.{hint}"


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no time zone
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no month such as 2026-11") from error
