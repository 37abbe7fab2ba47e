"""A record of OAI-PMH in arXivRaw → a paper, whole: every version with its time and size.

`msc-class` and `acm-class` are not kept: the server writes the one into the other. Withdrawn is a paper whose newest version
has the source type I, or whose comment says so (10 of 11 withdrawn papers of the recorded set have the type, 2026-11). The
server leaves an empty element out, the abstract's too.
"""

import re
from typing import Final

from coolpapers.identifiers import ArxivId
from coolpapers.papers.records import PaperRecord, VersionRecord
from worker.normalise import fields as read
from worker.normalise.fields import Fields

_SIZE: Final = re.compile(r"([0-9]{1,9})\s?kb", re.IGNORECASE)
_NOTHING_THERE: Final = "I"


def paper(fields: Fields) -> PaperRecord:
    """The paper. Raises ValueError with the field and the fault."""
    told = read.text(fields, "id", required=True)
    arxiv_id = ArxivId.parse(told).value
    header = read.text(fields, "identifier", required=True)
    if header != f"oai:arXiv.org:{told}" and ArxivId.parse(header).value != arxiv_id:
        raise ValueError(f"the header says {header[:60]!r}, the metadata {arxiv_id!r}")
    comments = read.line(fields, "comments")
    abstract = read.text(fields, "abstract")
    versions, newest_type = _versions(fields.get("versions"))
    return PaperRecord(
        arxiv_id=arxiv_id,
        title=read.line(fields, "title", required=True),
        abstract=abstract,
        authors=read.authors(fields),
        categories=read.categories(fields),
        versions=versions,
        datestamp=read.day(read.text(fields, "datestamp", required=True), "datestamp"),
        comments=comments,
        journal_ref=read.line(fields, "journal-ref"),
        doi=read.text(fields, "doi"),
        license=read.text(fields, "license"),
        withdrawn=_NOTHING_THERE in newest_type or read.withdrawn(comments, abstract),
    )


def _versions(value: object) -> tuple[tuple[VersionRecord, ...], str]:
    """The versions upwards, and the source type of the newest."""
    if not isinstance(value, list) or not value:
        raise ValueError("field 'versions' is missing or empty")
    versions: dict[int, tuple[VersionRecord, str]] = {}
    for entry in value:
        number = read.version_number(entry.get("version", "")) if isinstance(entry, dict) else None
        if number is None:
            raise ValueError(f"field 'versions' has no version number in {str(entry)[:80]!r}")
        size = _SIZE.fullmatch(str(entry.get("size", "")).strip())
        record = VersionRecord(
            number, read.moment(str(entry.get("date", ""))), int(size[1]) if size else None
        )
        versions[number] = record, str(entry.get("source_type", ""))
    return tuple(versions[number][0] for number in sorted(versions)), versions[max(versions)][1]
