"""manage.py harvest SOURCE …: arXiv metadata into the store, then into the index."""

import argparse
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from coolpapers.identifiers import ArxivId, InvalidArxivId
from worker import network
from worker.announcing import FIRST, announce
from worker.fetching import fetch_ids
from worker.increments import harvest_all
from worker.ingestion import ingest
from worker.management.service_command import INDEX_WAIT_S, STOPPED, ServiceCommand, canonical_categories
from worker.models import HarvestRun
from worker.pipeline import sync_index
from worker.progress import progress
from worker.replaying import replay
from worker.sample import SAMPLE, step_aside
from worker.slipped import fetch_slipped
from worker.sources.snapshot import SnapshotSource
from worker.stopping import stopped_by_signals, stopping

SHOWN_REJECTS = 10


class Command(ServiceCommand):
    help = "Reads arXiv metadata into the store and the index. Safe to stop and to repeat: the same records twice change nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        sources = parser.add_subparsers(dest="source", required=True, metavar="SOURCE")
        for add in (_snapshot, _oai, _announcements, _api, _ids, _replay):
            add(sources.add_parser).add_argument(
                "--no-index", action="store_true", help="leave the index for `manage.py index`"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        with stopped_by_signals():
            fault = getattr(self, f"_{options['source']}")(options)
            if stopping():
                raise CommandError(
                    "Stopped. The same command goes on from here; `manage.py index` makes searchable what was read.",
                    returncode=STOPPED,
                )
            if not options["no_index"]:
                report = self.patiently(
                    lambda wait_s: sync_index(wait_s=wait_s, progress=progress("index", "papers")),
                    longest_s=INDEX_WAIT_S,
                )
                self.stdout.write(f"index: {report.indexed:,} papers brought in")
                fault = fault or bool(report.failures)
        if fault:
            raise CommandError("Not everything could be read; the lines above say what.")

    def _snapshot(self, options: dict[str, Any]) -> bool:
        """Whether something failed; so the other sources."""
        fault = False
        for path in options["paths"]:
            source = SnapshotSource(path)
            run = self.patiently(
                lambda wait_s, source=source: ingest(  # type: ignore[misc]
                    source, resume=not options["restart"], wait_s=wait_s, progress=progress("harvest", "B")
                )
            )
            fault = self._tell(run) or fault
            if stopping():
                break
            self._make_way(run.created if Path(path).resolve() != SAMPLE else 0)
        return fault

    def _oai(self, options: dict[str, Any]) -> bool:
        since, until, name, anew = (options[key] for key in ("since", "until", "set", "restart"))
        if since and until and since > until:
            raise CommandError(f"--from {since} lies after --until {until}.")
        bar = progress("harvest")
        if since or until:
            source = network.oai(since=since, until=until, set_name=name)
            run = self.patiently(lambda wait_s: ingest(source, resume=not anew, wait_s=wait_s, progress=bar))
        else:
            run = self.patiently(
                lambda wait_s: harvest_all(restart=anew, set_name=name, wait_s=wait_s, progress=bar)
            )
        self._make_way(run.created)
        fault = self._tell(run)
        if run.state == HarvestRun.State.DONE and not stopping():
            self._hold_against_identifiers()
        return fault

    def _hold_against_identifiers(self) -> None:
        for run in fetch_slipped(bars=partial(progress, "identifiers")):
            if run.created or run.updated:
                self.stdout.write(
                    f"slipped through the list while it was read, fetched by id: {run.created + run.updated:,} papers"
                )
            if run.error:
                self.stderr.write(f"  the next harvest goes on with the identifiers: {run.error}")

    def _announcements(self, options: dict[str, Any]) -> bool:
        categories = FIRST if options["new"] else canonical_categories(options["categories"])
        told = announce(
            categories,
            feeds=True,
            came=self._make_way,
            bars=partial(progress, "announcements"),
        )
        for run in told.runs:
            self._tell(run)
        if told.fetched.held:
            self.stdout.write(f"named by the lists and fetched by id: {len(told.fetched.held):,} papers")
        self._refusals(told.fetched.refused, told.fetched.error)
        if told.fetched.left:
            self.stderr.write(
                f"  named by the lists and still to be fetched, in the next round: {len(told.fetched.left):,}"
            )
        return bool(told.faults or any(run.rejected for run in told.runs))

    def _api(self, options: dict[str, Any]) -> bool:
        run = ingest(network.api(options["query"]), resume=False, progress=progress("harvest"))
        self._make_way(run.created)
        return self._tell(run)

    def _ids(self, options: dict[str, Any]) -> bool:
        try:
            ids = [ArxivId.parse(text).value for text in options["ids"]]
        except InvalidArxivId as fault:
            raise CommandError(str(fault)) from fault
        fetched = fetch_ids(ids, progress=progress("harvest"))
        self.stdout.write(
            f"{len(fetched.held):,} of {len(set(ids)):,} papers are held, {fetched.created:,} of them new"
        )
        self._make_way(fetched.created)
        return self._refusals(fetched.refused, fetched.error)

    def _replay(self, options: dict[str, Any]) -> bool:
        told = replay()
        self.stdout.write(f"{told.passed:,} records pass now, {told.rejected:,} are rejected still")
        if told.beyond:
            more = " …" if len(told.beyond) > SHOWN_REJECTS else ""
            self.stderr.write(
                f"  {len(told.beyond):,} more are beyond replay, for what came of them is no whole record. To fetch them anew: "
                f"manage.py harvest ids {' '.join(told.beyond[:SHOWN_REJECTS])}{more}"
            )
        if told.nameless:
            self.stderr.write(
                f"  {told.nameless:,} more are beyond replay and have no id (manage.py status --rejected); "
                "they leave when their source is harvested from the beginning."
            )
        return bool(told.rejected or told.beyond or told.nameless)

    def _tell(self, run: HarvestRun) -> bool:
        """Prints what the run came to; whether something failed."""
        parts = [
            f"{run.created:,} new, {run.updated:,} updated, {run.unchanged:,} unchanged, {run.older:,} older than held"
        ]
        parts += [f"{run.removed:,} removed"] if run.removed else []
        parts += [f"{run.announced:,} announced"] if run.announced else []
        self.stdout.write(f"{run.target}: {', '.join(parts)}, {run.rejected:,} rejected")
        for rejected in run.rejections.order_by("pk")[:SHOWN_REJECTS]:
            self.stderr.write(f"  {rejected.position}: {rejected.identifier or '(no id)'}: {rejected.reason}")
        if run.rejected > SHOWN_REJECTS:
            self.stderr.write(
                f"  … and {run.rejected - SHOWN_REJECTS:,} more; all are kept (manage.py status --rejected)"
            )
        if run.error:
            self.stderr.write(f"  {run.error}")
        return run.state == HarvestRun.State.FAILED or run.rejected > 0

    def _refusals(self, refused: dict[str, str], error: str) -> bool:
        for key, reason in list(refused.items())[:SHOWN_REJECTS]:
            self.stderr.write(f"  {key}: {reason}")
        if error:
            self.stderr.write(f"  {error}")
        return bool(refused or error)

    def _make_way(self, created: int) -> None:
        if created and (removed := step_aside()):
            self.stdout.write(f"the {removed:,} invented sample papers stepped aside")


Add = Callable[..., argparse.ArgumentParser]


def _snapshot(add: Add) -> argparse.ArgumentParser:
    parser = add(
        "snapshot",
        help="files in the Kaggle arXiv schema: .jsonl, .jsonl.gz, .jsonl.zst, or - for standard input",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH")
    return _restartable(parser)


def _oai(add: Add) -> argparse.ArgumentParser:
    parser = add(
        "oai", help="OAI-PMH: everything the first time, then what changed; goes on where it stopped"
    )
    parser.add_argument(
        "--from", dest="since", type=_day, metavar="DAY", help="changes from this day on (YYYY-MM-DD)"
    )
    parser.add_argument("--until", type=_day, metavar="DAY", help="changes until this day, included")
    parser.add_argument("--set", default="", metavar="SET", help="cs, math, physics:hep-th, cs:cs:AI, …")
    return _restartable(parser)


def _announcements(add: Add) -> argparse.ArgumentParser:
    parser = add(
        "announcements", help="the newest daily lists and their papers; all categories when none is named"
    )
    parser.add_argument("--new", action="store_true", help=f"a few busy categories only: {', '.join(FIRST)}")
    parser.add_argument("categories", nargs="*", metavar="CATEGORY")
    return parser


def _api(add: Add) -> argparse.ArgumentParser:
    parser = add("api", help="what a query in arXiv's own query language finds, up to the API's limit")
    parser.add_argument("query", metavar="QUERY", help="cat:cs.LG AND ti:teapot")
    return parser


def _ids(add: Add) -> argparse.ArgumentParser:
    parser = add("ids", help="single papers by id")
    parser.add_argument("ids", nargs="+", metavar="ID")
    return parser


def _replay(add: Add) -> argparse.ArgumentParser:
    return add("replay", help="rejected records again, from the text that was kept")


def _restartable(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--restart", action="store_true", help="from the beginning, whatever earlier runs have read"
    )
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-11-22") from error
