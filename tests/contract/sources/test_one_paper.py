"""The same paper told by every source is one record, field by field as far as each tells it."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import zstandard

from coolpapers.papers.records import AuthorRecord, Detail, PaperRecord, VersionRecord
from tests.contract.sources import told
from tests.contract.sources.replayed import always, in_turn
from worker.normalise import normalise
from worker.sources.announcements import AnnouncementSource
from worker.sources.api import ApiSource
from worker.sources.base import Cursor, HarvestSource, RawRecord
from worker.sources.oai import OaiSource
from worker.sources.snapshot import SnapshotSource

BASE = "http://localhost"
SINCE = Cursor(since=date(2000, 1, 1))
TEX = r"On $\l_1$, $\P(X)$, $\S^1$, $\O(n)$, $\mathbf{\Sigma}$ and $\v{x}$: a<b & Schr\"odinger's ``cat''"
PAPER = told.Told(
    "2611.00001",
    title=TEX,
    abstract=f"{TEX}. It has one line.\n  And a paragraph with $x^2 < y$.",
    authors="Zo\\'e van der Ink (1), C.-P. Quill (2) and the TEAPOT Collaboration ((1) Tea Works, (2) Milk Works)",
    names=("Zoé van der Ink", "C. -P. Quill", "the TEAPOT Collaboration"),
    affiliations={"Zoé van der Ink": "Tea Works", "C. -P. Quill": "Milk Works"},
    categories="math.MP hep-th cs.SY",
    comments="3 pages;\n  v1 of many",
    journal_ref="Journal of Tea 7 (2026)\n 1-3",
    doi="10.5555/tea.7",
    times=("2026-11-16T19:18:42Z", "2026-11-17T20:00:00Z"),
    sizes=(17, 19),
)
EXPECTED = PaperRecord(
    arxiv_id="2611.00001",
    title=TEX,
    abstract=PAPER.abstract,
    authors=(
        AuthorRecord("Zoé van der Ink", "van der Ink", "Zoé", "Tea Works"),
        AuthorRecord("C.-P. Quill", "Quill", "C.-P.", "Milk Works"),
        AuthorRecord("the TEAPOT Collaboration", "the TEAPOT Collaboration"),
    ),
    categories=("math-ph", "hep-th", "eess.SY"),
    versions=(
        VersionRecord(1, datetime(2026, 11, 16, 19, 18, 42, tzinfo=UTC), 17),
        VersionRecord(2, datetime(2026, 11, 17, 20, 0, tzinfo=UTC), 19),
    ),
    datestamp=date(2026, 11, 18),
    comments="3 pages; v1 of many",
    journal_ref="Journal of Tea 7 (2026) 1-3",
    doi="10.5555/tea.7",
    license="http://creativecommons.org/licenses/by/4.0/",
)


def only(source: HarvestSource, cursor: Cursor | None = None) -> PaperRecord:
    (record,) = [record for page in source.pages(cursor) for record in page.records]
    return normalise(record)


def from_oai(paper: told.Told) -> PaperRecord:
    return only(OaiSource(BASE, in_turn([told.oai_answer(told.oai_record(paper))])), SINCE)


def test_arxivraw_tells_everything():
    assert from_oai(PAPER) == EXPECTED


@pytest.mark.parametrize(
    "parsed",
    [
        None,
        [
            ["van der Ink", "Zoé", "", "Tea Works"],
            ["Quill", "C. -P.", "", "Milk Works"],
            ["the TEAPOT Collaboration", "", ""],
        ],
    ],
    ids=["authors", "authors_parsed"],
)
def test_a_snapshot_tells_everything_but_sizes(tmp_path, parsed):
    (tmp_path / "one.jsonl").write_text(told.snapshot_line(PAPER, authors_parsed=parsed))
    versions = tuple(replace(version, size_kb=None) for version in EXPECTED.versions)
    assert only(SnapshotSource(str(tmp_path / "one.jsonl"))) == replace(EXPECTED, versions=versions)


def test_the_api_tells_the_newest_version():
    three = replace(PAPER, times=(*PAPER.times, "2026-11-18T01:00:00Z"), sizes=())
    paper = only(ApiSource(BASE, always(told.api_answer(told.api_entry(three), total=1)), ids=[PAPER.id]))
    assert paper == replace(
        EXPECTED,
        categories=(
            "math-ph",
            "eess.SY",
            "hep-th",
        ),  # the API has the primary one first and the others in any order
        versions=(
            VersionRecord(1, datetime(2026, 11, 16, 19, 18, 42, tzinfo=UTC)),
            VersionRecord(3, datetime(2026, 11, 18, 1, tzinfo=UTC)),
        ),
        license="",
        detail=Detail.CURRENT,
    )


def test_a_feed_tells_the_first_version_without_comment_and_times():
    first = replace(PAPER, times=PAPER.times[:1])
    paper = only(AnnouncementSource(BASE, always(told.rss(told.feed_item(first))), ["math-ph"]))
    assert paper == replace(
        EXPECTED,
        authors=tuple(replace(author, affiliation="") for author in EXPECTED.authors),
        versions=paper.versions,
        comments="",
        detail=Detail.FEED,
    )
    assert [(v.number, v.size_kb) for v in paper.versions] == [(1, None)]
    assert abs((paper.versions[0].submitted - EXPECTED.versions[0].submitted).total_seconds()) < 2 * 86_400


def test_an_abstract_that_the_server_has_none_of_is_an_empty_one():
    record = re.sub(r"<abstract>.*</abstract>", "", told.oai_record(PAPER), flags=re.DOTALL)
    (page,) = OaiSource(BASE, in_turn([told.oai_answer(record)])).pages(SINCE)
    assert normalise(page.records[0]) == replace(EXPECTED, abstract="")


@pytest.mark.parametrize("more", ["<msc-class>68T45</msc-class>", "<acm-class>68T45; 62H30</acm-class>"])
def test_codes_of_other_schemes_are_no_categories(more):
    (page,) = OaiSource(BASE, in_turn([told.oai_answer(told.oai_record(PAPER, more=more))])).pages(SINCE)
    assert normalise(page.records[0]) == EXPECTED


@pytest.mark.parametrize(
    "comments", ["Withdrawn by the authors", "This paper has been withdrawn due to an error"]
)
def test_withdrawn_by_its_comment_is_so_in_every_source(tmp_path, comments):
    gone = replace(PAPER, comments=comments)
    (tmp_path / "one.jsonl").write_text(told.snapshot_line(gone))
    assert from_oai(gone).withdrawn
    assert only(SnapshotSource(str(tmp_path / "one.jsonl"))).withdrawn
    assert only(
        ApiSource(BASE, always(told.api_answer(told.api_entry(gone), total=1)), ids=[PAPER.id])
    ).withdrawn


def test_withdrawn_by_its_newest_versions_type():
    def typed(number: int) -> PaperRecord:
        record = told.oai_record(PAPER).replace(
            f"<size>{PAPER.sizes[number - 1]}kb</size>", "<size>0kb</size><source_type>I</source_type>"
        )
        return only(OaiSource(BASE, in_turn([told.oai_answer(record)])), SINCE)

    assert typed(2).withdrawn
    assert not typed(1).withdrawn


def test_versions_come_in_any_order_and_twice():
    record = told.oai_record(PAPER)
    first, second = re.findall(r"<version .*?</version>", record)
    shuffled = record.replace(first + second, second + first + second)
    assert only(OaiSource(BASE, in_turn([told.oai_answer(shuffled)])), SINCE) == EXPECTED


# ---- real papers that several recorded sources tell


def unescaped(record: RawRecord) -> RawRecord:
    """The record without the MySQL escapes that the recorded server's test database carries and arXiv does not."""

    def plain(value: object) -> object:
        return (
            re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
            if isinstance(value, str)
            else value
        )

    return replace(record, fields={name: plain(value) for name, value in record.fields.items()})


def words(paper: PaperRecord) -> dict[str, object]:
    """What all sources tell, line ends aside."""
    return {
        "title": paper.title,
        "abstract": paper.abstract.split(),
        "authors": [(author.name, author.keyname, author.forenames) for author in paper.authors],
        "categories": paper.categories,
        "withdrawn": paper.withdrawn,
    }


@pytest.fixture(scope="module")
def harvested(real_data) -> dict[str, PaperRecord]:
    """arXiv's own test set, by OAI-PMH."""
    body = (real_data / "recorded" / "arxiv-oaipmh-server" / "ListRecords_arXivRaw_all.xml").read_bytes()
    (page,) = OaiSource(BASE, in_turn([body])).pages(SINCE)
    return {record.identifier: normalise(unescaped(record)) for record in page.records}


def test_arxivs_feed_and_its_oai_server_tell_the_same(real_data, harvested):
    body = (real_data / "recorded" / "arxiv-feed-server" / "rss_all.xml").read_bytes()
    (page,) = AnnouncementSource(BASE, always(body), ["all"]).pages(None)
    papers = [normalise(unescaped(record)) for record in page.records]
    assert len(papers) == 163
    for paper in papers:
        whole = harvested[paper.arxiv_id]
        assert words(paper) == words(whole)
        assert (paper.doi, paper.journal_ref, paper.license) == (whole.doi, whole.journal_ref, whole.license)


def test_snapshots_and_the_oai_server_tell_the_same(real_data, harvested):
    count = 0
    with (real_data / "arxiv_sample_100k.jsonl.zst").open("rb") as packed:
        lines = zstandard.ZstdDecompressor().stream_reader(packed).read().splitlines()
    lines += (real_data / "recorded" / "kaggle-sample" / "kaggle_first200.jsonl").read_bytes().splitlines()
    names = {name.encode(): name for name in harvested}
    for line in lines:
        if (name := names.get(line.split(b'"', 4)[3])) is not None:  # {"id": "0704.0046", …
            assert words(normalise(RawRecord("snapshot", name, "", json.loads(line)))) == words(
                harvested[name]
            )
            count += 1
    assert count == 29


def test_a_kept_record_normalises_after_a_round_trip_through_json():
    (page,) = OaiSource(BASE, in_turn([told.oai_answer(told.oai_record(PAPER))])).pages(SINCE)
    (record,) = page.records
    assert normalise(replace(record, fields=json.loads(json.dumps(record.fields)))) == EXPECTED
