"""Rejected records again, from the text that was kept: those that pass now become papers and leave the book.

Text that is no record (broken XML, half a line) is beyond replay; the paper has to be fetched anew, and leaves the book then.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import orjson
from django.db import transaction

from coolpapers.identifiers import ArxivId, InvalidArxivId
from coolpapers.papers.store import upsert
from worker.models import Rejected
from worker.normalise import normalise
from worker.sources.base import MalformedRecord, RawRecord

BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many pass now, how many are rejected still; the papers that are beyond replay, and how many more have no id."""

    passed: int = 0
    rejected: int = 0
    beyond: tuple[str, ...] = ()
    nameless: int = 0


def replay() -> Replayed:
    """Normalises and stores every rejected record anew; the reason of one that fails again is the new one."""
    passed = rejected = nameless = 0
    beyond: dict[str, None] = {}
    for batch in _batches():
        good, records = [], []
        for one in batch:
            raw = _raw(one)
            if raw is None:
                if key := _arxiv_id(one.identifier):
                    beyond[key] = None
                else:
                    nameless += 1
                continue
            try:
                records.append(normalise(raw))
                good.append(one.pk)
            except MalformedRecord as fault:
                Rejected.objects.filter(pk=one.pk).update(reason=fault.reason)
                rejected += 1
        with transaction.atomic():
            upsert(records)
            Rejected.objects.filter(pk__in=good).delete()
        passed += len(good)
    return Replayed(passed, rejected, tuple(beyond), nameless)


def forget_beyond_replay(ids: Collection[str]) -> None:
    """Takes out of the book what of these papers, which were told well meanwhile, is beyond replay."""
    kept = Rejected.objects.filter(identifier__in=ids).select_related("run")
    Rejected.objects.filter(pk__in=[one.pk for one in kept if _raw(one) is None]).delete()


def _arxiv_id(text: str) -> str:
    try:
        return ArxivId.parse(text).value
    except InvalidArxivId:
        return ""


def _raw(one: Rejected) -> RawRecord | None:
    """The record as its source handed it on; None for what never was one, such as half a line."""
    try:
        fields = orjson.loads(one.raw)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(fields, dict):
        return None
    return RawRecord(one.run.source, one.identifier or str(fields.get("id") or ""), one.position, fields)


def _batches() -> Iterator[list[Rejected]]:
    last = 0
    while batch := list(Rejected.objects.filter(pk__gt=last).select_related("run").order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
