"""Kaggle's fields as they come → a paper, or the fault in words."""

import json
from datetime import UTC, date, datetime

import pytest
import zstandard

from coolpapers.papers.records import AuthorRecord
from worker.normalise import normalise
from worker.sources.base import MalformedRecord, RawRecord
from worker.sources.snapshot import SnapshotSource

PLAIN = {
    "id": "2611.90001",
    "submitter": None,
    "authors": "Zo\\'e Quill",
    "title": "A two-line\n  title",
    "comments": "3 pages",
    "journal-ref": None,
    "doi": "10.5555/1",
    "report-no": None,
    "categories": "cs.LG stat.ML",
    "license": None,
    "abstract": "  First line\nsecond line.\n  A new paragraph of $\\alpha$.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 16 Nov 2026 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 17 Nov 2026 20:00:00 GMT"},
    ],
    "update_date": "2026-11-18",
    "authors_parsed": [["Quill", "Zoé", ""], ["van der Ink", "Jan", "Jr.", "Pen Works"]],
}


def paper(**changes):
    return normalise(
        RawRecord("snapshot", str(changes.get("id", PLAIN["id"])), "file:1", {**PLAIN, **changes})
    )


def without(name):
    return normalise(RawRecord("snapshot", "", "file:1", {k: v for k, v in PLAIN.items() if k != name}))


def test_a_plain_record():
    told = paper()
    assert told.arxiv_id == "2611.90001"
    assert told.title == "A two-line title"
    assert told.abstract == "First line\nsecond line.\n  A new paragraph of $\\alpha$."
    assert told.authors == (
        AuthorRecord("Zoé Quill", "Quill", "Zoé"),
        AuthorRecord("Jan van der Ink Jr.", "van der Ink", "Jan", "Pen Works"),
    )
    assert told.categories == ("cs.LG", "stat.ML")
    assert [v.number for v in told.versions] == [1, 2]
    assert told.versions[0].submitted == datetime(2026, 11, 16, 19, 18, 42, tzinfo=UTC)
    assert told.datestamp == date(2026, 11, 18)
    assert (told.comments, told.doi, told.journal_ref, told.license, told.withdrawn) == (
        "3 pages",
        "10.5555/1",
        "",
        "",
        False,
    )


@pytest.mark.parametrize(
    "text, known",
    [
        ("cs.CV cs.AI stat.ML 68T45, 62H30 I.5.3; I.2.10", ("cs.CV", "cs.AI", "stat.ML")),
        ("math-ph math.MP", ("math-ph",)),
        ("math.MP hep-th math-ph", ("math-ph", "hep-th")),
        ("cs.SY eess.SY", ("eess.SY",)),
        ("alg-geom math.AG", ("math.AG",)),
        ("astro-ph", ("astro-ph",)),
        ("cs.ZZ cs.LG", ("cs.ZZ", "cs.LG")),
    ],
)
def test_categories_are_canonical_once_each_and_strays_go(text, known):
    assert paper(categories=text).categories == known


@pytest.mark.parametrize("name", ["id", "title", "abstract", "categories", "versions", "update_date"])
def test_a_missing_field_is_named(name):
    with pytest.raises(MalformedRecord, match=f"'{name}'"):
        without(name)


@pytest.mark.parametrize(
    "changes, word",
    [
        ({"id": 2611.90001}, "'id' must be a string"),
        ({"id": "not an id"}, "not an id"),
        ({"title": "  "}, "'title' is missing or empty"),
        ({"title": ["a"]}, "'title' must be a string, it is list"),
        ({"categories": "68T45"}, "none of arXiv's categories"),
        ({"versions": []}, "'versions'"),
        ({"versions": [{"version": "v0", "created": "Mon, 16 Nov 2026 19:18:42 GMT"}]}, "version number"),
        ({"versions": [{"version": "v1", "created": "yesterday"}]}, "unreadable time 'yesterday'"),
        ({"versions": [{"version": "v1", "created": "Mon, 16 Nov 1066 19:18:42 GMT"}]}, "time"),
        ({"versions": ["v1"]}, "objects"),
        ({"update_date": "18 Nov 2026"}, "YYYY-MM-DD"),
        ({"update_date": "9999-12-31"}, "in the future"),
        ({"versions": [{"version": "v1", "created": "Mon, 16 Nov 2099 19:18:42 GMT"}]}, "impossible time"),
        ({"title": "T" * 2_001}, "'title' has 2,001 characters"),
        ({"abstract": "A" * 20_001}, "'abstract' has"),
        ({"authors_parsed": [["Q" * 1_001, "", ""]]}, "authors_parsed"),
        ({"authors_parsed": [["Quill", "", ""]] * 20_001}, "20,001 names"),
        ({"authors_parsed": [], "authors": ""}, "'authors'"),
        ({"authors_parsed": [["Quill", 7]]}, "authors_parsed"),
        ({"authors_parsed": "Quill"}, "authors_parsed"),
    ],
)
def test_a_wrong_field_is_told_with_its_fault(changes, word):
    with pytest.raises(MalformedRecord, match=word):
        paper(**changes)


def test_what_no_database_can_hold_goes_and_tex_stays():
    told = paper(title='A\x00B \x1bC\x7f $a<b$ \\"o \ufb01', abstract="")
    assert told.title == 'A B C\x7f $a<b$ \\"o \ufb01'
    assert told.abstract == ""


@pytest.mark.parametrize(
    "changes, withdrawn",
    [
        ({"comments": "This paper has been withdrawn by the author due to an error"}, True),
        ({"comments": "Withdrawn: see 2611.90002"}, True),
        ({"comments": "This submission has been withdrawn by arXiv administrators"}, True),
        ({"comments": None, "abstract": "This paper has been withdrawn."}, True),
        ({"comments": "The paper is temporarily withdrawn"}, True),
        ({"abstract": "We study how funds are withdrawn from banks."}, False),
        ({"comments": "This paper supersedes the withdrawn 2611.90002"}, False),
    ],
)
def test_withdrawn(changes, withdrawn):
    assert paper(**changes).withdrawn is withdrawn


def test_without_parsed_authors_the_line_is_read():
    assert [a.name for a in paper(authors_parsed=None, authors="A. One, B. Two and C. Three").authors] == [
        "A. One",
        "B. Two",
        "C. Three",
    ]


def test_every_real_record_becomes_a_paper_with_its_own_words(real_data):
    count = 0
    with (real_data / "arxiv_sample_20k.jsonl.zst").open("rb") as packed:
        plain = zstandard.ZstdDecompressor().stream_reader(packed).read()
    sources = [json.loads(line) for line in plain.splitlines()]
    for page in SnapshotSource(str(real_data / "arxiv_sample_20k.jsonl.zst")).pages(None):
        assert page.rejected == ()
        for raw in page.records:
            told, source = normalise(raw), sources[count]
            count += 1
            assert told.arxiv_id == source["id"]
            assert told.title.split() == source["title"].split()
            assert told.abstract.split() == source["abstract"].split()
            assert len(told.authors) == len(source["authors_parsed"])
            assert len(told.versions) == len(source["versions"])
    assert count == 20_000
