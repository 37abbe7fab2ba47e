"""An entry of the Atom API → a paper at its newest version, with the times of that and of the first one alone."""

from coolpapers.identifiers import ArxivId
from coolpapers.papers.records import AuthorRecord, Detail, PaperRecord, VersionRecord
from worker.authors import parse_name
from worker.normalise import fields as read
from worker.normalise.fields import MOST_AUTHORS, Fields


def paper(fields: Fields) -> PaperRecord:
    """The paper; its datestamp is the day of its newest version. Raises ValueError with the field and the fault."""
    known = ArxivId.parse(read.text(fields, "id", required=True))
    comments = read.line(fields, "comments")
    abstract = read.abstract(fields)
    updated = read.moment(read.text(fields, "updated", required=True), "updated")
    published = read.moment(read.text(fields, "published", required=True), "published")
    if known.version is None:
        raise ValueError(f"field 'id' carries no version: {known.value!r}")
    versions = {1: VersionRecord(1, published), known.version: VersionRecord(known.version, updated)}
    return PaperRecord(
        arxiv_id=known.value,
        title=read.line(fields, "title", required=True),
        abstract=abstract,
        authors=_authors(fields.get("authors")),
        categories=read.categories(fields),
        versions=tuple(versions.values()),
        datestamp=updated.date(),
        comments=comments,
        journal_ref=read.line(fields, "journal-ref"),
        doi=read.text(fields, "doi"),
        withdrawn=read.withdrawn(comments, abstract),
        detail=Detail.CURRENT,
    )


def _authors(value: object) -> tuple[AuthorRecord, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("field 'authors' is missing or empty")
    if len(value) > MOST_AUTHORS:
        raise ValueError(f"field 'authors' has {len(value):,} names, more than {MOST_AUTHORS:,}")
    names = []
    for entry in value:
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"field 'authors' holds {str(entry)[:80]!r} where a name is due")
        affiliation = " ".join(read.keepable(str(entry.get("affiliation") or "")).split())
        names.append(parse_name(" ".join(read.keepable(name).split()), affiliation))
    return read.checked(tuple(names))
