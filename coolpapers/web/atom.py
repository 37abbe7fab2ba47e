"""Papers → an Atom document (RFC 4287), with arXiv's elements for what Atom has no word for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from coolpapers.identifiers import ArxivId
from coolpapers.papers.models import Paper
from coolpapers.web.addresses import paper_path
from render import plain_text

ATOM: Final = "http://www.w3.org/2005/Atom"
ARXIV: Final = "http://arxiv.org/schemas/atom"
CONTENT_TYPE: Final = "application/atom+xml; charset=utf-8"

# Whatever XML 1.0 cannot say, escaped or not.
_UNSPEAKABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

register_namespace("", ATOM)
register_namespace("arxiv", ARXIV)


@dataclass(frozen=True, slots=True)
class FeedHead:
    """The feed itself; addresses are absolute, `next` is empty on the last page."""

    title: str
    page: str
    address: str
    home: str
    next: str = ""


def atom(head: FeedHead, papers: Iterable[Paper]) -> bytes:
    """The document in UTF-8; the same papers give the same bytes, so a reader's second question costs a 304."""
    listed = list(papers)
    feed = Element(f"{{{ATOM}}}feed")
    _add(feed, "id", head.address)
    _add(feed, "title", head.title)
    _add(
        feed,
        "updated",
        _time(max((paper.updated for paper in listed), default=datetime(1991, 8, 14, tzinfo=UTC))),
    )
    _add(feed, "link", rel="self", type="application/atom+xml", href=head.address)
    _add(feed, "link", rel="alternate", type="text/html", href=head.page)
    if head.next:
        _add(feed, "link", rel="next", type="application/atom+xml", href=head.next)
    _add(feed, "rights", "Metadata: CC0 1.0. Thank you to arXiv for use of its open access interoperability.")
    for paper in listed:
        _add_entry(feed, paper, head.home)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _add_entry(feed: Element, paper: Paper, home: str) -> None:
    identifier = ArxivId(paper.arxiv_id)
    entry = SubElement(feed, f"{{{ATOM}}}entry")
    # Without version: a replaced paper is the same entry, updated.
    _add(entry, "id", identifier.abs_url)
    _add(entry, "title", plain_text(paper.title))
    _add(entry, "published", _time(paper.submitted))
    _add(entry, "updated", _time(paper.updated))
    _add(entry, "link", rel="alternate", type="text/html", href=home.rstrip("/") + paper_path(paper.arxiv_id))
    _add(entry, "link", rel="related", type="application/pdf", title="pdf", href=identifier.pdf_url)
    for author in paper.authors:
        _add(SubElement(entry, f"{{{ATOM}}}author"), "name", author.name)
    for category in paper.category_list:
        _add(entry, "category", term=category, scheme=ARXIV)
    SubElement(entry, f"{{{ARXIV}}}primary_category", term=_speakable(paper.primary_category))
    for name, value in (("comment", paper.comments), ("journal_ref", paper.journal_ref), ("doi", paper.doi)):
        if value:
            SubElement(entry, f"{{{ARXIV}}}{name}").text = _speakable(value)
    _add(entry, "summary", plain_text(paper.abstract), type="text")


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    element = SubElement(
        parent, f"{{{ATOM}}}{name}", {key: _speakable(value) for key, value in attributes.items()}
    )
    element.text = _speakable(text) or None


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _speakable(text: str) -> str:
    return _UNSPEAKABLE.sub("", text)
