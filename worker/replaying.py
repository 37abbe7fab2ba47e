"""Rejected records again, from the text that was kept: those that pass now become papers and leave the list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import orjson
from django.db import transaction

from coolpapers.papers.store import upsert
from worker.models import Rejected
from worker.normalise import normalise
from worker.sources.base import MalformedRecord, RawRecord

BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many pass now, how many are rejected still, and the ids of those whose text is none that could be read again."""

    passed: int = 0
    rejected: int = 0
    unreadable: tuple[str, ...] = ()


def replay() -> Replayed:
    """Normalises and stores every rejected record anew; the reason of one that fails again is the new one."""
    passed = rejected = 0
    unreadable: list[str] = []
    for batch in _batches():
        good, records = [], []
        for one in batch:
            raw = _raw(one)
            if raw is None:
                unreadable.append(one.identifier)
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
    return Replayed(passed, rejected, tuple(unreadable))


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
