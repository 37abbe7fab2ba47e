"""RawRecord → PaperRecord, pure: what each source's fields mean, one module a source, what they share in `fields`.

TeX is left as the authors wrote it. Only what cannot be kept goes: characters that neither PostgreSQL nor XML can hold, line
breaks inside a title, codes that strayed into the categories. Line breaks inside an abstract stay as the source sends them:
snapshots and arXivRaw wrap at 80 columns, API and feeds do not, and all keep an indented line as a paragraph.
"""

from collections.abc import Callable, Mapping
from typing import Final

from coolpapers.identifiers import InvalidArxivId
from coolpapers.papers.records import PaperRecord
from worker.normalise import announcements, api, arxiv_raw, snapshot
from worker.normalise.fields import Fields
from worker.sources.base import MalformedRecord, RawRecord

_READERS: Final[Mapping[str, Callable[[Fields], PaperRecord]]] = {
    "snapshot": snapshot.paper,
    "oai": arxiv_raw.paper,
    "api": api.paper,
    "announcements": announcements.paper,
}


def normalise(raw: RawRecord) -> PaperRecord:
    """The record as a paper. Raises MalformedRecord with the field and the fault."""
    try:
        return _READERS[raw.source](raw.fields)
    except (ValueError, TypeError, InvalidArxivId, OverflowError) as error:
        raise MalformedRecord(raw.identifier, str(error)) from error


__all__ = ["normalise"]
