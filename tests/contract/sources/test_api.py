"""The Atom API: slices of ids, pages of results, the server's slips, its own errors."""

from datetime import UTC, datetime

import pytest

from coolpapers.papers.records import Detail
from tests.contract.sources import told
from tests.contract.sources.replayed import Replayed, Reply, always, in_turn
from worker.normalise import normalise
from worker.sources.api import FARTHEST, SLICE, ApiSource
from worker.sources.base import Page, SourceRefused, SourceUnavailable

URL = "http://localhost/api/query"


def ids(pages: list[Page]) -> list[str]:
    return [record.identifier for page in pages for record in page.records]


def server(held: dict[str, told.Told]) -> Replayed:
    def reply(url: str, params: dict[str, str]) -> Reply:
        asked = params["id_list"].split(",")
        if "0000.0000" in asked or any(name.startswith("2611.66") for name in asked):
            return 400, told.api_error("incorrect id format")
        found = [held[name] for name in asked if name in held]
        start = int(params["start"])
        return told.api_answer(*map(told.api_entry, found[start:]), total=len(found), start=start)

    return Replayed(reply)


def test_ids_are_asked_for_at_their_newest_version_in_slices_each_once():
    names = [f"2611.{n:05d}" for n in range(1, SLICE + 11)]
    client = server({name: told.Told(name) for name in names})
    pages = list(ApiSource(URL, client, ids=[*names, "2611.00001v1", "arXiv:2611.00002"]).pages(None))
    assert ids(pages) == names
    assert [len(params["id_list"].split(",")) for _, params in client.asked] == [SLICE, 10]


def test_what_the_server_does_not_hold_is_not_there():
    pages = list(
        ApiSource(
            URL, server({"2611.00001": told.Told("2611.00001")}), ids=["2611.00001", "2611.00009"]
        ).pages(None)
    )
    assert ids(pages) == ["2611.00001"]
    assert pages[-1].done == pages[-1].total == 2


def test_one_wrong_id_costs_the_others_nothing():
    names = [f"2611.{n:05d}" for n in range(1, 20)]
    client = server({name: told.Told(name) for name in names})
    asked = [*names[:7], "nonsense", "2611.66666", *names[7:]]
    pages = list(ApiSource(URL, client, ids=asked).pages(None))
    assert ids(pages) == names
    assert {r.identifier for page in pages for r in page.rejected} == {"nonsense", "2611.66666"}
    assert len(client.asked) < 15


def test_only_wrong_ids_make_no_request():
    client = always(b"")
    (page,) = ApiSource(URL, client, ids=["nonsense"]).pages(None)
    assert (client.asked, page.rejected[0].identifier) == ([], "nonsense")


def test_a_query_goes_on_after_short_pages_and_past_empty_ones():
    one, two, three = (told.api_entry(told.Told(f"2611.0000{n}")) for n in (1, 2, 3))
    client = in_turn(
        [
            told.api_answer(one, total=3),
            told.api_answer(total=3, start=1),  # the server's slip
            told.api_answer(two, three, total=3, start=1),
        ]
    )
    assert ids(list(ApiSource(URL, client, query="cat:cs.LG").pages(None))) == [
        "2611.00001",
        "2611.00002",
        "2611.00003",
    ]
    assert [params["start"] for _, params in client.asked] == ["0", "1", "1"]
    assert {params["sortBy"] for _, params in client.asked} == {"submittedDate"}


def test_pages_that_stay_empty_before_the_end_are_no_end():
    with pytest.raises(SourceUnavailable, match="no results from 0 on, of 3"):
        list(ApiSource(URL, always(told.api_answer(total=3)), query="cat:cs.LG").pages(None))
    with pytest.raises(SourceUnavailable, match="no results"):
        list(ApiSource(URL, always(told.api_answer(total=1)), ids=["2611.00001"]).pages(None))


def test_no_results_are_a_success():
    (page,) = ApiSource(URL, always(told.api_answer(total=0)), query="cat:none").pages(None)
    assert (page.records, page.done, page.total) == ((), 0, 0)


def test_a_query_with_more_results_than_the_api_hands_out_says_so():
    source = ApiSource(
        URL,
        always(told.api_answer(told.api_entry(told.Told("2611.00001")), total=FARTHEST + 1)),
        query="all:a",
    )
    cursor = source._cursor(FARTHEST)
    with pytest.raises(SourceRefused, match="30,001 results"):
        for page in source.pages(cursor):
            cursor = page.next
        list(source.pages(cursor))


@pytest.mark.parametrize("status", [200, 400])
def test_a_query_that_the_api_does_not_take_is_refused_in_its_words(status):
    with pytest.raises(SourceRefused, match="Invalid query string"):
        list(
            ApiSource(URL, always((status, told.api_error("Invalid query string: '('"))), query="(").pages(
                None
            )
        )


def test_an_answer_without_a_total_is_none():
    body = told.api_answer(total=0).replace(b"totalResults", b"somethingElse")
    with pytest.raises(SourceUnavailable, match="without a total"):
        list(ApiSource(URL, always(body), query="x").pages(None))


def test_either_a_query_or_ids():
    for wrong in ({}, {"query": "x", "ids": ["2611.00001"]}):
        with pytest.raises(ValueError):
            ApiSource(URL, always(b""), **wrong)


def test_a_broken_entry_is_rejected_and_counted():
    good, bad = (
        told.api_entry(told.Told("2611.00001")),
        told.api_entry(told.Told("2611.00002")).replace("</summary>", ""),
    )
    (page,) = ApiSource(URL, always(told.api_answer(good, bad, total=2)), query="x").pages(None)
    assert ids([page]) == ["2611.00001"]
    assert (page.rejected[0].identifier, page.done) == ("2611.00002", 2)


# ---- recorded answers


def test_live_answers_of_2026(real_data):
    folder = real_data / "recorded" / "atom-api-live"
    count = 0
    for path in sorted(folder.glob("q_testing_s0*.xml")) + sorted(folder.glob("*response.xml")):
        page = next(iter(ApiSource(URL, always(path.read_bytes()), query="all:testing").pages(None)))
        assert page.rejected == ()
        assert page.total is not None
        assert page.total > 5_000
        for record in page.records:
            paper = normalise(record)
            assert paper.detail == Detail.CURRENT
            assert paper.versions[0].submitted.date() <= paper.datestamp
            assert all(author.keyname for author in paper.authors)
            count += 1
    assert count == 127


def test_pages_of_one_live_query_join_without_a_seam(real_data):
    folder = real_data / "recorded" / "atom-api-live"
    (whole,) = folder.glob("q_testing_s0_m100_*.xml")
    expected = ids([next(iter(ApiSource(URL, always(whole.read_bytes()), query="q").pages(None)))])
    parts = {int(path.name.split("_")[2][1:]): path for path in folder.glob("q_testing_s*_m10_*.xml")}

    def reply(url: str, params: dict[str, str]) -> Reply:
        path = parts.get(int(params["start"]))
        return path.read_bytes() if path else SourceUnavailable("not recorded")

    found: list[Page] = []
    with pytest.raises(SourceUnavailable, match="not recorded"):
        for page in ApiSource(URL, Replayed(reply), query="q").pages(None):
            found.append(page)
    assert ids(found)[:40] == expected[:40]


@pytest.mark.parametrize(
    "name, expected",
    [
        ("id_1605.08386_", ["1605.08386"]),
        ("id_2104.12255v1_", ["2104.12255"]),
        ("id_astro-ph_0601001_", ["astro-ph/0601001"]),
        ("id_0808.05394_s0", []),
        ("id_0808.05394_1707.08567", ["1707.08567"]),
        ("xiv_arxiv_empty", []),
    ],
)
def test_live_answers_for_ids(real_data, name, expected):
    (path,) = (real_data / "recorded" / "atom-api-live").glob(f"{name}*.xml")
    assert ids(list(ApiSource(URL, always(path.read_bytes()), ids=["1605.08386"]).pages(None))) == expected


def test_the_live_error(real_data):
    (path,) = (real_data / "recorded" / "atom-api-live").glob("id_abc_*.xml")
    (page,) = ApiSource(URL, always((400, path.read_bytes())), ids=["1605.08386"]).pages(None)
    assert "incorrect id format for abc" in page.rejected[0].reason


def test_a_paper_of_the_live_api(real_data):
    (path,) = (real_data / "recorded" / "atom-api-live").glob("id_1605.08386_*.xml")
    (page,) = ApiSource(URL, always(path.read_bytes()), ids=["1605.08386"]).pages(None)
    paper = normalise(page.records[0])
    assert (paper.arxiv_id, paper.title) == ("1605.08386", "Heat-bath random walks with Markov bases")
    assert [version.submitted for version in paper.versions] == [
        datetime(2016, 5, 26, 17, 59, 46, tzinfo=UTC)
    ]
    assert paper.categories == ("math.CO", "math.ST")
    assert paper.comments == "20 pages, 3 figures"
    assert [author.keyname for author in paper.authors] == ["Stanley", "Windisch"]
