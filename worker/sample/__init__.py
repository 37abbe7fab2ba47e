"""The invented papers of a first start: where they are, and how they step aside for real ones."""

from pathlib import Path
from typing import Final

from coolpapers.engine import search_backend
from coolpapers.papers.models import Paper
from coolpapers.papers.store import fingerprint
from worker.normalise import normalise
from worker.sources.snapshot import SnapshotSource

SAMPLE: Final = Path(__file__).resolve().parent / "papers.jsonl"


def step_aside() -> int:
    """Removes the sample from index and store; the number of papers that were there. A real paper of the same id stays."""
    raws = [raw for page in SnapshotSource(str(SAMPLE)).pages(None) for raw in page.records]
    told = {raw.identifier: fingerprint(normalise(raw)) for raw in raws}
    rows = Paper.objects.filter(pk__in=told).values_list("pk", "fingerprint")
    held = [key for key, print_ in rows if print_ == told[key]]
    if held:
        # The index first: a paper that is only in the store is found by the next call.
        search_backend().delete(held)
        Paper.objects.filter(pk__in=held).delete()
    return len(held)
