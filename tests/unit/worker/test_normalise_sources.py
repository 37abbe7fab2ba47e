"""Records of the network sources with something missing or wrong: the fault in words, never a crash."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.normalise import normalise
from worker.sources.base import MalformedRecord, RawRecord

OAI = {
    "identifier": "oai:arXiv.org:2611.00001",
    "datestamp": "2026-11-18",
    "id": "2611.00001",
    "title": "A kettle",
    "authors": "Ada Kettle",
    "categories": "cs.LG",
    "abstract": "We watch it.",
    "versions": [{"version": "v1", "date": "Mon, 16 Nov 2026 19:18:42 GMT", "size": "17kb"}],
}
API = {
    "id": "http://arxiv.org/abs/2611.00001v1",
    "published": "2026-11-16T19:18:42Z",
    "updated": "2026-11-16T19:18:42Z",
    "title": "A kettle",
    "authors": [{"name": "Ada Kettle", "affiliation": ""}],
    "categories": "cs.LG",
    "abstract": "We watch it.",
}
FEED = {
    "id": "oai:arXiv.org:2611.00001v1",
    "day": "2026-11-18",
    "title": "A kettle",
    "authors": "Ada Kettle",
    "categories": "cs.LG",
    "abstract": "We watch it.",
}
SOURCES = {"oai": OAI, "api": API, "announcements": FEED}
MAY_BE_LEFT_OUT = {("oai", "abstract")}


def paper(source, **changes):
    return normalise(RawRecord(source, "2611.00001", "there", {**SOURCES[source], **changes}))


@pytest.mark.parametrize("source", SOURCES)
def test_the_plain_record_passes(source):
    assert paper(source).arxiv_id == "2611.00001"


@pytest.mark.parametrize(
    "source, name",
    [(s, name) for s, fields in SOURCES.items() for name in fields if (s, name) not in MAY_BE_LEFT_OUT],
)
def test_a_missing_field_is_named(source, name):
    fields = {key: value for key, value in SOURCES[source].items() if key != name}
    with pytest.raises(MalformedRecord, match=f"'{name}'"):
        normalise(RawRecord(source, "", "there", fields))


@pytest.mark.parametrize(
    "source, changes, word",
    [
        ("oai", {"identifier": "oai:arXiv.org:2611.00002"}, "the header says"),
        ("oai", {"identifier": "nonsense"}, "not an arXiv identifier"),
        ("oai", {"versions": []}, "'versions' is missing"),
        ("oai", {"versions": [{"version": "v0"}]}, "no version number"),
        ("oai", {"versions": ["v1"]}, "no version number"),
        ("oai", {"versions": [{"version": "v1", "date": "yesterday"}]}, "unreadable time"),
        (
            "oai",
            {"versions": [{"version": "v1", "date": "Mon, 16 Nov 2099 19:18:42 GMT"}]},
            "impossible time",
        ),
        ("oai", {"datestamp": "2099-01-01"}, "'datestamp' lies in the future"),
        ("oai", {"datestamp": "18 Nov 2026"}, "YYYY-MM-DD"),
        ("oai", {"authors": "A" * 1_001}, "longer than 1,000"),
        ("oai", {"authors": "A, " * 20_001}, "20,001 names"),
        ("oai", {"authors": "A" * 200_001}, "200,001 characters"),
        ("api", {"id": "http://arxiv.org/abs/2611.00001"}, "carries no version"),
        ("api", {"id": "https://arxiv.org/api/errors#x"}, "not an arXiv identifier"),
        ("api", {"updated": "soon"}, "'updated' has the unreadable time"),
        ("api", {"published": "0001-01-01T00:00:00+14:00"}, "'published' has the unreadable time"),
        ("api", {"authors": []}, "'authors' is missing"),
        ("api", {"authors": [{"name": "  "}]}, "where a name is due"),
        ("api", {"authors": ["Ada"]}, "where a name is due"),
        ("api", {"authors": [{"name": "A"}] * 20_001}, "20,001 names"),
        ("api", {"authors": [{"name": "A" * 1_001}]}, "longer than 1,000"),
        ("announcements", {"id": "oai:arXiv.org:2611.00001v2"}, "version 2"),
        ("announcements", {"id": "oai:arXiv.org:2611.00001"}, "version None"),
        ("announcements", {"day": "9999-12-31"}, "in the future"),
    ],
)
def test_a_wrong_field_is_told_with_its_fault(source, changes, word):
    with pytest.raises(MalformedRecord, match=word):
        paper(source, **changes)


@pytest.mark.parametrize(
    "size, kb", [("17kb", 17), ("17 KB", 17), ("0kb", 0), ("", None), ("big", None), ("9" * 99 + "kb", None)]
)
def test_sizes(size, kb):
    version = {"version": "v1", "date": "Mon, 16 Nov 2026 19:18:42 GMT", "size": size}
    assert paper("oai", versions=[version]).versions[0].size_kb == kb


def test_an_author_line_that_names_nobody_is_kept_as_it_is():
    assert [author.name for author in paper("oai", authors="et al.").authors] == ["et al."]


def test_a_month_at_the_end_of_a_year_and_an_old_identifier():
    assert paper("announcements", id="hep-th/9912001v1", day="2026-11-18").versions[0].submitted.year == 2000
    assert paper("announcements", id="2512.00001v1", day="2026-01-02").versions[0].submitted.year <= 2026


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(SOURCES)), st.data())
def test_any_value_in_any_field_is_a_paper_or_a_fault_in_words(source, data):
    name = data.draw(st.sampled_from(sorted(SOURCES[source])))
    with suppress(MalformedRecord):
        assert paper(source, **{name: data.draw(anything)}).arxiv_id
