"""What waits to be done about papers: fetching those readers asked for, taking removed ones out of the index."""

from dataclasses import dataclass

from coolpapers.papers.models import Removed, Wanted


@dataclass(frozen=True, slots=True)
class Waiting:
    """Papers wanted and not fetched yet; removed papers that the index still has to forget."""

    wanted: int
    removals: int


def waiting() -> Waiting:
    """The lengths now; each is one read of an index that holds the waiting rows alone."""
    return Waiting(
        wanted=Wanted.objects.filter(state=Wanted.State.WAITING).count(),
        removals=Removed.objects.filter(unindexed=False).count(),
    )
