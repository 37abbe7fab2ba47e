"""One Atom answer of arXiv's API → its entries as raw records, and how many the whole answer has.

Today's layout and the one before 2026 (`title type="html"`, comments and categories anywhere). An error is a feed as well, with
one entry titled "Error". Source of truth: the API manual and the recorded answers.
"""

from dataclasses import dataclass
from typing import Final

from lxml import etree

from coolpapers.identifiers import ArxivId, InvalidArxivId
from worker.sources.base import RawRecord, RejectedRecord, SourceRefused, SourceUnavailable
from worker.sources.xml_documents import Document, local, text

_ERRORS: Final = "/api/errors"


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """Entries from `start` of `total`; `error` in the server's words, or empty."""

    records: tuple[RawRecord, ...]
    rejected: tuple[RejectedRecord, ...]
    total: int
    error: str

    @property
    def received(self) -> int:
        """Entries that arrived, readable or not."""
        return len(self.records) + len(self.rejected)


def read(document: Document, what: str) -> ApiAnswer:
    """The answer. Raises SourceRefused when it is no Atom feed, SourceUnavailable when it lacks the total."""
    root = document.root
    if local(root) != "feed":
        raise SourceRefused(f"{what} answers with <{local(root)}>, not with an Atom feed")
    entries = root.findall("{*}entry")
    if len(entries) == 1 and _ERRORS in text(entries[0].find("{*}id")):
        return ApiAnswer((), (), 0, " ".join(text(entries[0].find("{*}summary")).split())[:300] or "an error")
    total = text(root.find("{*}totalResults")).strip()
    if not (total.isascii() and total.isdecimal() and len(total) < 12):
        raise SourceUnavailable(f"{what} answers without a total of results")
    return ApiAnswer(
        tuple(_record(entry, what) for entry in entries), document.rejected(what), int(total), ""
    )


def _record(entry: etree._Element, what: str) -> RawRecord:
    identifier = text(entry.find("{*}id")).strip()
    dois = (link.get("href", "") for link in entry.iterfind("{*}link") if link.get("title") == "doi")
    primary = entry.find("{*}primary_category")
    names = [primary.get("term", "")] if primary is not None else []
    names += [category.get("term", "") for category in entry.iterfind("{*}category")]
    fields = {
        "id": identifier,
        "published": text(entry.find("{*}published")).strip(),
        "updated": text(entry.find("{*}updated")).strip(),
        "title": text(entry.find("{*}title")),
        "abstract": text(entry.find("{*}summary")),
        "authors": [_author(author) for author in entry.iterfind("{*}author")],
        "categories": " ".join(dict.fromkeys(names)),
        "comments": text(entry.find("{*}comment")),
        "journal-ref": text(entry.find("{*}journal_ref")),
        "doi": text(entry.find("{*}doi")) or next(dois, ""),
    }
    try:
        known = ArxivId.parse(identifier).value
    except InvalidArxivId:
        known = identifier[:100]
    return RawRecord("api", known, what, fields)


def _author(author: etree._Element) -> dict[str, str]:
    affiliations = (text(place).strip() for place in author.iterfind("{*}affiliation"))
    return {"name": text(author.find("{*}name")), "affiliation": "; ".join(a for a in affiliations if a)}
