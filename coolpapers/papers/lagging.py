"""Which papers of a list of arXiv's the store lacks, or holds as of an earlier day."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from coolpapers.papers.models import Paper

_ASKED: Final = 500  # ids a question to the store


def lagging(listed: Mapping[str, date]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(missing, outdated) of the papers listed with the day of their last change, in the list's order."""
    missing: list[str] = []
    outdated: list[str] = []
    ids = list(listed)
    for at in range(0, len(ids), _ASKED):
        some = ids[at : at + _ASKED]
        held = dict(Paper.objects.filter(pk__in=some).values_list("pk", "datestamp"))
        missing += [key for key in some if key not in held]
        outdated += [key for key in some if key in held and held[key] < listed[key]]
    return tuple(missing), tuple(outdated)
