"""Recorded answers of arXiv's own servers: as worlds of papers, and as trees to compare ours with."""

from collections.abc import Iterator
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from pathlib import Path

import urllib3
from lxml import etree

from tests.arxiv.papers import HeldPaper, HeldVersion
from tests.arxiv.server import ArxivServer

OAI = "{http://www.openarchives.org/OAI/2.0/}"
RAW = "{http://arxiv.org/OAI/arXivRaw/}"
ARXIV = "{http://arxiv.org/OAI/arXiv/}"

# What differs from one answer to the next for no reason of content.
_PASSING = {"responseDate", "lastBuildDate", "updated"}

Tree = tuple[str, tuple[tuple[str, str], ...], str, tuple["Tree", ...]]


def papers(folder: Path) -> list[HeldPaper]:
    """The 504 papers of the recorded OAI-PMH answers; one is older than what lists hold."""
    forms = [("ListRecords_arXiv_all", "ListRecords_arXivRaw_all")]
    forms += [("GetRecord_arXiv_0906.5504", "GetRecord_arXivRaw_0906.5504")]
    found = []
    for named, raw in forms:
        names = dict(_names(folder / f"{named}.xml"))
        root = etree.parse(folder / f"{raw}.xml").getroot()
        found += [_paper(record, names) for record in root.iter(f"{OAI}record")]
    return found


def asked(arxiv: ArxivServer, address: str, status: int = 200) -> bytes:
    """The body of the test arXiv's answer, which has that status."""
    response = urllib3.request("GET", f"{arxiv.url}{address}", timeout=10)
    assert response.status == status
    return response.data


def tree(xml: bytes, *, texts: bool = True) -> Tree:
    """The answer's elements with attributes and (where `texts`) words, namespaces resolved, white space evened out."""
    return _tree(etree.fromstring(xml), texts)


def _tree(node: etree._Element, texts: bool) -> Tree:
    name = str(node.tag)
    attributes = tuple(sorted((str(key), str(value) if texts else "") for key, value in node.attrib.items()))
    passing = etree.QName(node).localname in _PASSING or name in {f"{OAI}request", f"{OAI}responseDate"}
    words = "" if passing or not texts else " ".join((node.text or "").split())
    return (name, attributes, words, tuple(_tree(child, texts) for child in node))


def _paper(record: etree._Element, names: dict[str, tuple[tuple[str, str, str], ...]]) -> HeldPaper:
    raw = record.find(f"{OAI}metadata/{RAW}arXivRaw")
    assert raw is not None

    def said(name: str) -> str:
        return raw.findtext(f"{RAW}{name}") or ""

    return HeldPaper(
        id=said("id"),
        title=said("title"),
        abstract=said("abstract"),
        authors=said("authors"),
        categories=tuple(said("categories").split()),
        versions=tuple(_version(version) for version in raw.iter(f"{RAW}version")),
        datestamp=date.fromisoformat(record.findtext(f"{OAI}header/{OAI}datestamp") or ""),
        names=names[said("id")],
        submitter=said("submitter"),
        comments=said("comments"),
        proxy=said("proxy"),
        report_no=said("report-no"),
        acm_class=said("acm-class"),
        msc_class=said("msc-class"),
        journal_ref=said("journal-ref"),
        doi=said("doi"),
        license=said("license"),
    )


def _version(node: etree._Element) -> HeldVersion:
    return HeldVersion(
        int(node.attrib["version"][1:]),
        parsedate_to_datetime(node.findtext(f"{RAW}date") or "").astimezone(UTC),
        node.findtext(f"{RAW}size") or "",
        node.findtext(f"{RAW}source_type") or "",
    )


def _names(path: Path) -> Iterator[tuple[str, tuple[tuple[str, str, str], ...]]]:
    for record in etree.parse(path).getroot().iter(f"{ARXIV}arXiv"):
        people = record.iter(f"{ARXIV}author")
        parts = (
            tuple(p.findtext(f"{ARXIV}{name}") or "" for name in ("keyname", "forenames", "suffix"))
            for p in people
        )
        yield record.findtext(f"{ARXIV}id") or "", tuple((key, fore, suffix) for key, fore, suffix in parts)
