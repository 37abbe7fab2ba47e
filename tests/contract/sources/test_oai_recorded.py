"""OAI-PMH as arXiv's own server, its predecessor and others have answered."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.contract.sources.replayed import Replayed, always, in_turn
from worker.normalise import normalise
from worker.sources.base import Cursor, Page, SourceRefused, SourceUnavailable
from worker.sources.oai import OaiSource, identifiers

BASE = "http://localhost/oai"
SINCE = Cursor(since=date(2026, 11, 1))


def ids(pages: list[Page]) -> list[str]:
    return [record.identifier for page in pages for record in page.records]


def get_record(path: Path) -> Replayed:
    """A list of the one record of a GetRecord answer."""
    return in_turn([path.read_bytes().replace(b"GetRecord>", b"ListRecords>")])


def recorded(folder: Path) -> Replayed:
    """arXiv's own server over its test data, five pages of 120 records."""
    pages = {"skip%3D2": 2, "2012-05-09": 3, "2015-03-18": 4, "2016-12-02": 5}

    def reply(url: str, params: dict[str, str]) -> bytes:
        if params["verb"] != "ListRecords":
            return (
                folder / f"{params['verb'].replace('ListIdentifiers', 'ListIdentifiers_all')}.xml"
            ).read_bytes()
        token = params.get("resumptionToken", "")
        page = next((n for mark, n in reversed(pages.items()) if mark in token), 1)
        return (folder / f"chain_arXivRaw_page{page}.xml").read_bytes()

    return Replayed(reply)


def test_arxivs_own_chain_gives_each_of_its_500_papers_once(real_data):
    folder = real_data / "recorded" / "arxiv-oaipmh-server"
    pages = list(OaiSource(BASE, recorded(folder)).pages(None))
    assert Counter(ids(pages)).total() == len(set(ids(pages))) == 500
    assert [page.rejected for page in pages] == [()] * 5
    for page in pages:
        for record in page.records:
            normalise(record)
    for number, page in enumerate(pages[:-1], 1):
        assert ids(list(OaiSource(BASE, recorded(folder)).pages(page.next))) == ids(pages[number:])
    assert len(list(identifiers(BASE, recorded(folder)))) == 503


@pytest.mark.parametrize(
    "name, wrong",
    [
        ("error_badArgument_future", SourceRefused),
        ("error_badArgument_missing", SourceRefused),
        ("error_badSet", SourceRefused),
        ("error_badVerb", SourceRefused),
        ("error_cannotDisseminateFormat", SourceRefused),
        ("error_badResumptionToken", SourceUnavailable),
    ],
)
def test_arxivs_own_errors(real_data, name, wrong):
    body = (real_data / "recorded" / "arxiv-oaipmh-server" / f"{name}.xml").read_bytes()
    with pytest.raises(wrong):
        list(OaiSource(BASE, always(body)).pages(SINCE))


def test_every_answer_ever_recorded_ends_in_pages_or_words(real_data):
    """The old server's formats are not ours (they ruin formulas): each record is rejected with that reason."""
    count = Counter[str]()
    for path in sorted((real_data / "recorded").glob("oai-*/*.xml")):
        try:
            body = path.read_bytes().replace(b"GetRecord>", b"ListRecords>")
            for page in OaiSource(BASE, in_turn([body] * 3)).pages(SINCE):
                assert page.records == ()
                count["removed"] += len(page.removed)
                count.update(rejected.reason for rejected in page.rejected)
                if page.next.token:
                    break  # the next page is another file
        except (SourceUnavailable, SourceRefused) as error:
            count[type(error).__name__] += 1
    assert count["the metadata is arXiv, not arXivRaw"] >= 17
    assert count["the metadata is dc, not arXivRaw"] >= 3
    assert count["the header's identifier is not one of arXiv's"] >= 8
    assert count["SourceRefused"] >= 8


def test_withdrawn_papers_of_arxivs_test_set_are_known(real_data):
    folder = real_data / "recorded" / "arxiv-oaipmh-server"
    found = {}
    for path in sorted(folder.glob("GetRecord_arXivRaw_withdrawn_*.xml")):
        (page,) = OaiSource(BASE, get_record(path)).pages(SINCE)
        found[path.stem.rpartition("withdrawn_")[2]] = normalise(page.records[0]).withdrawn
    assert len(found) == 9
    # These two were withdrawn for a while: a version with a text came after the one without.
    assert {name for name, withdrawn in found.items() if not withdrawn} == {"0908.3762", "1101.2736"}
