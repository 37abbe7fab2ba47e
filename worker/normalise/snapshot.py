"""A line in Kaggle's schema → a paper. `submitter` and `report-no` are not kept. Source of truth: the snapshot's own page."""

from coolpapers.identifiers import ArxivId
from coolpapers.papers.records import AuthorRecord, PaperRecord, VersionRecord
from worker.authors import author
from worker.normalise import fields as read
from worker.normalise.fields import LONGEST_NAME, MOST_AUTHORS, Fields


def paper(fields: Fields) -> PaperRecord:
    """The paper. Raises ValueError with the field and the fault."""
    arxiv_id = ArxivId.parse(read.text(fields, "id", required=True)).value
    comments = read.line(fields, "comments")
    abstract = read.abstract(fields)
    return PaperRecord(
        arxiv_id=arxiv_id,
        title=read.line(fields, "title", required=True),
        abstract=abstract,
        authors=_authors(fields),
        categories=read.categories(fields),
        versions=_versions(fields.get("versions")),
        datestamp=read.day(read.text(fields, "update_date", required=True), "update_date"),
        comments=comments,
        journal_ref=read.line(fields, "journal-ref"),
        doi=read.text(fields, "doi"),
        license=read.text(fields, "license"),
        withdrawn=read.withdrawn(comments, abstract),
    )


def _authors(fields: Fields) -> tuple[AuthorRecord, ...]:
    parsed = fields.get("authors_parsed")
    if not parsed and not fields.get("authors"):
        raise ValueError("fields 'authors' and 'authors_parsed' are missing or empty")
    if parsed is None or parsed == []:
        return read.authors(fields)
    if not isinstance(parsed, list):
        raise ValueError("field 'authors_parsed' must be a list of [last, first, suffix]")
    if len(parsed) > MOST_AUTHORS:
        raise ValueError(f"field 'authors_parsed' has {len(parsed):,} names, more than {MOST_AUTHORS:,}")
    return tuple(_author(parts) for parts in parsed)


def _author(parts: object) -> AuthorRecord:
    if (
        not isinstance(parts, list)
        or not parts
        or not all(isinstance(p, str) and len(p) <= LONGEST_NAME for p in parts)
    ):
        raise ValueError(
            f"field 'authors_parsed' holds {str(parts)[:80]!r} where [last, first, suffix] is due"
        )
    keyname, forenames, suffix, *affiliations = (
        *(" ".join(read.keepable(part).split()) for part in parts),
        "",
        "",
    )
    return author(keyname, forenames, suffix, "; ".join(a for a in affiliations if a))


def _versions(value: object) -> tuple[VersionRecord, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("field 'versions' is missing or empty")
    versions: dict[int, VersionRecord] = {}
    for entry in value:
        if not isinstance(entry, dict):
            raise ValueError("field 'versions' must hold objects with 'version' and 'created'")
        number = read.version_number(entry.get("version", ""))
        if number is None:
            raise ValueError(f"field 'versions' has no version number in {str(entry)[:80]!r}")
        versions[number] = VersionRecord(number, read.moment(str(entry.get("created", ""))))
    return tuple(versions[number] for number in sorted(versions))
