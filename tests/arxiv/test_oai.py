"""The test arXiv's OAI-PMH against the recorded answers of arXiv's own server, request for request."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import urllib3
from lxml import etree

from tests.arxiv import ArxivServer, Settings, World, recorded, running
from tests.arxiv.recorded import OAI, asked, tree

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)  # when the answers were recorded
PAGE = 120  # that server's page
RECORDED = [
    "Identify",
    "ListMetadataFormats",
    "ListMetadataFormats_id",
    "ListRecords_arXivRaw_all",
    "ListRecords_arXivRaw_from2015",
    "ListIdentifiers_all",
    "GetRecord_arXivRaw_0906.5504",
    "GetRecord_arXivRaw_withdrawn_0901.3666",
    "GetRecord_arXivRaw_withdrawn_1102.0219",
    "GetRecord_arXivRaw_withdrawn_cond-mat_0703772",
    "error_badVerb",
    "error_badVerb_missing",
    "error_badArgument_missing",
    "error_badArgument_repeated",
    "error_badArgument_date",
    "error_badArgument_granularity",
    "error_badArgument_until_before_from",
    "error_badArgument_future",
    "error_badSet",
    "error_badResumptionToken",
    "error_cannotDisseminateFormat",
    "error_idDoesNotExist",
    "error_idDoesNotExist_malformed",
    "error_noRecordsMatch",
]
# Here arXiv's server sends the texts through its table of accents: only the elements are the same.
ELEMENTS_ALONE = ["ListRecords_arXiv_all", "ListRecords_oai_dc_all", "GetRecord_arXiv_0906.5504"]


@pytest.fixture(scope="module")
def folder(folder: Path) -> Path:
    return folder / "arxiv-oaipmh-server"


@pytest.fixture(scope="module")
def world(folder: Path) -> World:
    return World(recorded.papers(folder))


@pytest.fixture(scope="module")
def server(world: World) -> Iterator[ArxivServer]:
    with running(world, now=NOW) as arxiv:
        yield arxiv


def address_of(folder: Path, name: str) -> str:
    rows = [line.split("\t") for line in (folder / "REQUESTS.tsv").read_text().splitlines()]
    return next(row[1] for row in rows if row[0] == f"{name}.xml")


@pytest.mark.parametrize("name", RECORDED)
def test_answer_is_the_recorded_one(folder: Path, server: ArxivServer, name: str) -> None:
    assert tree(asked(server, address_of(folder, name))) == tree((folder / f"{name}.xml").read_bytes())


@pytest.mark.parametrize("name", ELEMENTS_ALONE)
def test_elements_are_the_recorded_ones(folder: Path, server: ArxivServer, name: str) -> None:
    ours = tree(asked(server, address_of(folder, name)), texts=False)
    assert ours == tree((folder / f"{name}.xml").read_bytes(), texts=False)


def test_sets_are_the_recorded_ones(folder: Path, server: ArxivServer) -> None:
    def sets(xml: bytes) -> list[tuple[str, ...]]:
        return sorted(tuple(n.text or "" for n in node) for node in etree.fromstring(xml).iter(f"{OAI}set"))

    ours = sets(asked(server, "/oai?verb=ListSets"))
    assert len(ours) == 183
    assert ours == sets((folder / "ListSets.xml").read_bytes())


def test_chain_has_the_recorded_tokens_and_records(folder: Path, world: World) -> None:
    def outside_records(xml: bytes) -> tuple[str, list[str], str]:
        root = etree.fromstring(xml)
        request = root.find(f"{OAI}request")
        token = root.find(f"{OAI}ListRecords/{OAI}resumptionToken")
        records = [str(tree(etree.tostring(record))) for record in root.iter(f"{OAI}record")]
        found.setdefault(which, []).extend(records)
        days = [node.text or "" for node in root.iter(f"{OAI}datestamp")]
        return str(sorted(request.attrib.items())), days, f"{token.text} {sorted(token.attrib.items())}"

    found: dict[str, list[str]] = {}
    with running(world, now=NOW, settings=Settings(records_per_page=PAGE)) as arxiv:
        for number in range(1, 6):
            name = f"chain_arXivRaw_page{number}"
            which = "ours"
            ours = outside_records(asked(arxiv, address_of(folder, name)))
            which = "theirs"
            assert ours == outside_records((folder / f"{name}.xml").read_bytes())
    # Within a day arXiv's server has no order of its own, so pages may differ where they cut a day.
    assert sorted(found["ours"]) == sorted(found["theirs"])


def test_chain_of_tokens_gives_every_record_once(server: ArxivServer, world: World) -> None:
    settings = Settings(records_per_page=7, identifiers_per_page=50)
    with running(world, now=NOW, settings=settings) as arxiv:
        for verb in ("ListRecords", "ListIdentifiers"):
            found: list[str] = []
            address = f"/oai?verb={verb}&metadataPrefix=arXivRaw"
            while address:
                root = etree.fromstring(asked(arxiv, address))
                found += [node.text or "" for node in root.iter(f"{OAI}identifier")]
                token = root.findtext(f"{OAI}{verb}/{OAI}resumptionToken")
                address = f"/oai?verb={verb}&resumptionToken={quote(token)}" if token else ""
            assert len(found) == len(set(found)) == 503


def test_token_of_yesterday_is_refused(world: World) -> None:
    with running(world, now=NOW, settings=Settings(records_per_page=100)) as arxiv:
        root = etree.fromstring(asked(arxiv, "/oai?verb=ListRecords&metadataPrefix=arXivRaw"))
        node = root.find(f"{OAI}ListRecords/{OAI}resumptionToken")
        assert node.attrib["expirationDate"] == "2026-11-23T00:00:00Z"
        address = f"/oai?verb=ListRecords&resumptionToken={quote(node.text)}"
        arxiv.clock.advance(timedelta(hours=22))
        assert b"<ListRecords>" in asked(arxiv, address)
        arxiv.clock.advance(timedelta(hours=1))
        assert b"badResumptionToken" in asked(arxiv, address)


def test_form_posted_is_answered_like_a_query(server: ArxivServer) -> None:
    fields = {"verb": "GetRecord", "metadataPrefix": "arXivRaw", "identifier": "oai:arXiv.org:0906.5504"}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    response = urllib3.request("POST", server.oai_url, body=urlencode(fields), headers=form, timeout=10)
    assert tree(response.data) == tree(
        asked(server, "/oai?verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:0906.5504")
    )
