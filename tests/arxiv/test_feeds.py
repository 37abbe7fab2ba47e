"""The test arXiv's feeds against recorded ones: the same items, types and elements."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import urllib3
from lxml import etree

from tests.arxiv import Announced, ArxivServer, HeldPaper, HeldVersion, World, running
from tests.arxiv.papers import lists_of
from tests.arxiv.recorded import asked, tree

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = date(2011, 2, 3)  # of the recorded mailing
NOON = datetime(2011, 2, 3, 17, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[ArxivServer]:
    """The mailing of the recorded feeds: what stands in /rss/hep-ph, announced again."""
    papers, actions = _mailing(folder / "arxiv-feed-server")
    with running(World(papers, {DAY: actions}), now=NOON) as arxiv:
        yield arxiv


def _mailing(folder: Path) -> tuple[list[HeldPaper], list[Announced]]:
    """Papers and actions as the items of the recorded feed of everything tell them.

    Into which of its categories a paper was cross-listed that day, no feed says: those whose archives' feeds have it.
    """
    of_archive = {path.stem[4:]: path.read_text() for path in folder.glob("rss_*.xml")}
    papers, actions = [], []
    for item in etree.parse(folder / "rss_all.xml").getroot().iter("item"):
        said = {etree.QName(node).localname: node.text or "" for node in item}
        arxiv_id, _, version = said["guid"].removeprefix("oai:arXiv.org:").rpartition("v")
        categories = tuple(node.text or "" for node in item.iter("category"))
        action = {"new": "new", "cross": "cross"}.get(said["announce_type"], "rep")
        absent = {archive for archive, feed in of_archive.items() if said["guid"] not in feed}
        into = [category for category in categories if not lists_of(category) & absent]
        actions.append(Announced(arxiv_id, int(version), action, tuple(into) if action == "cross" else ()))
        papers.append(
            HeldPaper(
                id=arxiv_id,
                title=said["title"],
                abstract=said["description"].partition("Abstract: ")[2],
                authors=said["creator"],
                categories=categories,
                versions=tuple(HeldVersion(n, NOON) for n in range(1, int(version) + 1)),
                datestamp=DAY,
                license=said.get("rights", ""),
                doi=said.get("DOI", ""),
                journal_ref=said.get("journal_reference", ""),
            )
        )
    return papers, actions


def items(xml: bytes, tag: str) -> dict[str, tuple[str, ...]]:
    """guid or id → the item's elements in order; those that only some items have, in any order."""
    found = {}
    for item in etree.fromstring(xml).iter(tag):
        key = item.findtext("guid") or item.findtext(f"{ATOM}id") or ""
        found[key] = tuple(etree.QName(node).localname for node in item)
    return found


@pytest.mark.parametrize("form, tag", [("rss", "item"), ("atom", f"{ATOM}entry")])
@pytest.mark.parametrize("wanted", ["cs", "math", "hep-ph"])
def test_feed_has_the_recorded_items_and_types(
    folder: Path, server: ArxivServer, form: str, tag: str, wanted: str
) -> None:
    theirs = (folder / "arxiv-feed-server" / f"{form}_{wanted}.xml").read_bytes()
    ours = asked(server, f"/{form}/{wanted}")
    assert set(items(ours, tag)) == set(items(theirs, tag))
    for key, elements in items(theirs, tag).items():
        assert sorted(items(ours, tag)[key]) == sorted(elements), key
    assert _types(ours) == _types(theirs)


def _types(xml: bytes) -> list[tuple[str, str]]:
    root = etree.fromstring(xml)
    kinds = [node.text or "" for node in root.iter("{http://arxiv.org/schemas/atom}announce_type")]
    keys = [node.text or "" for node in root.iter("guid")] or [
        entry.findtext(f"{ATOM}id") or "" for entry in root.iter(f"{ATOM}entry")
    ]
    return list(zip(kinds, keys, strict=True))


@pytest.mark.parametrize(
    "name, address, status",
    [
        ("rss_empty_econ", "/rss/econ", 200),
        ("atom_empty_econ", "/atom/econ", 200),
        ("error_rss_bad_subject", "/rss/cs.ZZ", 400),
        ("error_rss_bad_archive", "/rss/nosuch", 400),
        ("error_atom_bad_archive", "/atom/nosuch", 400),
    ],
)
def test_feed_without_items_is_the_recorded_one(
    folder: Path, server: ArxivServer, name: str, address: str, status: int
) -> None:
    theirs = (folder / "arxiv-feed-server" / f"{name}.xml").read_bytes()
    ours = asked(server, address, status)
    assert tree(ours, texts=False) == tree(theirs, texts=False)
    if name.startswith("rss"):
        assert etree.fromstring(ours).findtext("channel/pubDate") == "Thu, 03 Feb 2011 00:00:00 -0500"


def test_feed_of_another_day_is_empty_and_has_another_etag(server: ArxivServer) -> None:
    first = urllib3.request("GET", f"{server.url}/rss/cs", timeout=10)
    same = urllib3.request(
        "GET", f"{server.url}/rss/cs", headers={"If-None-Match": first.headers["ETag"]}, timeout=10
    )
    assert (same.status, same.data) == (304, b"")
    server.clock.set(datetime(2011, 2, 4, 5, 1, tzinfo=UTC))  # a minute past midnight in New York
    try:
        later = urllib3.request(
            "GET", f"{server.url}/rss/cs", headers={"If-None-Match": first.headers["ETag"]}, timeout=10
        )
        assert later.status == 200
        assert b"<item>" not in later.data
    finally:
        server.clock.set(NOON)
