"""Single papers by id from arXiv into the store, and which of them arXiv does not have."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from coolpapers.papers.models import Paper
from worker import network
from worker.ingestion import ingest
from worker.models import HarvestRun, Rejected
from worker.progress import Progress

_ASKED: Final = 500  # ids a question to the store


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of each id: held now, or the reason why not, or `left` because of `error`; `created` papers are new."""

    held: frozenset[str] = frozenset()
    refused: dict[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    error: str = ""
    created: int = 0

    def __add__(self, later: "Fetched") -> "Fetched":
        return Fetched(
            self.held | later.held,
            self.refused | later.refused,
            self.left + later.left,
            self.error or later.error,
            self.created + later.created,
        )


def fetch_ids(ids: Iterable[str], *, urgent: bool = False, progress: Progress | None = None) -> Fetched:
    """Asks for the papers, in order and each once, up to the first failure; before all others when `urgent`.

    Raises LeaseTaken, SourceUnavailable when offline.
    """
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        return Fetched()
    run = ingest(network.papers(wanted, urgent=urgent), resume=False, progress=progress)
    held = _held(wanted)
    absent = tuple(key for key in wanted if key not in held)
    if run.state != HarvestRun.State.DONE:
        return Fetched(held, {}, absent, run.error, run.created)
    return Fetched(held, _reasons(run, absent), (), "", run.created)


def _held(ids: tuple[str, ...]) -> frozenset[str]:
    held: set[str] = set()
    for at in range(0, len(ids), _ASKED):
        held |= set(Paper.objects.filter(pk__in=ids[at : at + _ASKED]).values_list("pk", flat=True))
    return frozenset(held)


def _reasons(run: HarvestRun, absent: tuple[str, ...]) -> dict[str, str]:
    told = dict(Rejected.objects.filter(run=run).values_list("identifier", "reason"))
    return {
        key: f"arXiv's record of it cannot be read: {told[key]}" if key in told else "arXiv does not have it"
        for key in absent
    }
