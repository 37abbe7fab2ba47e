"""Listing pages: the day of the heading, its three sections, every page of a month, and pages that are none."""

from collections import Counter
from datetime import date

import pytest

from coolpapers.papers.records import AnnounceKind
from tests.contract.sources.replayed import Replayed, Reply, always, in_turn
from worker.sources.base import SourceRefused, SourceUnavailable
from worker.sources.listings import day_list, month_ids, week_lists

BASE = "http://localhost"


def entry(name: str, *, note: str = "", primary: str = "Machine Learning (cs.LG)") -> str:
    return f"""<dt><a name='item1'>[1]</a> <a href ="/abs/{name}" title="Abstract" id="{name}">arXiv:{name}</a> {note}</dt>
    <dd><div class='meta'><div class='list-subjects'><span class="primary-subject">{primary}</span></div></div></dd>"""


def listing(
    *inside: str, total: int, heading: str = "<h3>Showing new listings for Wednesday, 18 November 2026</h3>"
) -> bytes:
    return f"""<!DOCTYPE html><html><body><h1>Machine Learning</h1>{heading}
    <div class='paging'>Total of {total} entries : <span>1-50</span></div><dl id='articles'>{"".join(inside)}</dl></body></html>""".encode()


SECTIONS = (
    "<h3>New submissions (showing 1 of 1 entries)</h3>",
    entry("2611.00001"),
    "<h3>Cross submissions (showing 1 of 1 entries)</h3>",
    entry("2611.00002", note="(cross-list from stat.ML)", primary="Machine Learning (stat.ML)"),
    "<h3>Replacement submissions (showing 3 of 3 entries)</h3>",
    entry("2610.00003", note="(replaced)"),
    entry("math/0309136", note="(replaced)", primary="Geometric Topology (math.GT)"),
    entry("2610.00004", note="(replaced)", primary="Something New (eess.SY)"),
)


def test_a_day_is_its_three_sections():
    found = day_list(BASE, always(listing(*SECTIONS, total=5)), "cs.LG")
    assert (found.category, found.day, found.source, found.whole) == (
        "cs.LG",
        date(2026, 11, 18),
        "listing",
        True,
    )
    assert [(e.arxiv_id, e.kind.value, e.version) for e in found.entries] == [
        ("2611.00001", "new", None),
        ("2611.00002", "cross", None),
        ("2610.00003", "replace", None),
        ("math/0309136", "replace-cross", None),
        ("2610.00004", "replace-cross", None),
    ]


def test_an_alias_is_asked_for_as_given_and_listed_by_the_name_shown():
    client = always(listing(*SECTIONS, total=5))
    found = day_list(BASE, client, "cs.SY")
    assert client.asked == [(f"{BASE}/list/cs.SY/new", {"skip": "0", "show": "2000"})]
    assert found.category == "eess.SY"
    assert found.entries[-1].kind == AnnounceKind.REPLACE


def test_a_list_is_read_to_its_stated_total():
    def reply(url: str, params: dict[str, str]) -> Reply:
        start = int(params["skip"]) + 1
        return listing(*(entry(f"2611.{n:05d}") for n in range(start, min(start + 25, 61))), total=60)

    client = Replayed(reply)
    found = month_ids(BASE, client, "cs.LG", "2026-11")
    assert (len(found.ids), found.total, found.whole) == (60, 60, True)
    assert [params["skip"] for _, params in client.asked] == ["0", "25", "50"]


def test_a_list_that_does_not_give_what_it_states_is_not_whole():
    body = listing("<h3>New submissions</h3>", entry("2611.00001"), total=9)
    client = always(body)
    assert not day_list(BASE, client, "cs.LG").whole
    assert len(client.asked) == 2
    assert not month_ids(BASE, always(body), "cs.LG", "2026-11").whole
    assert not day_list(
        BASE, always(listing("<h3>Surprises</h3>", entry("2611.00001"), total=1)), "cs.LG"
    ).whole


def test_an_empty_day_is_a_list_without_entries():
    found = day_list(BASE, always(listing(total=0)), "cs.LG")
    assert (found.entries, found.whole) == ((), True)


@pytest.mark.parametrize("month", ["2026", "2026-13", "26-11", "2026-11/../x", "٢٠٢٦-11"])
def test_a_month_is_a_month(month):
    with pytest.raises(ValueError, match="YYYY-MM"):
        month_ids(BASE, always(b""), "cs.LG", month)


def test_a_refusal_is_told_in_the_pages_words():
    with pytest.raises(SourceRefused, match="HTTP 400: Invalid archive"):
        day_list(BASE, always((400, b"<html><h1>Invalid archive or category</h1></html>")), "cs.ZZ")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"<html><h1>Back soon</h1></html>",
        b"\0" * 1000,
        b"<div>" * 100_000,
        b"<dt>" * 50_000 + b"<h3>" * 50_000,
        b"<h3>Showing new listings for Wednesday, 99 Foo 2026</h3>",
        listing(*SECTIONS, total=5, heading="<h3>Showing new listings for Wednesday, 18 November 2099</h3>"),
    ],
)
def test_what_is_no_listing_is_unavailable(body):
    with pytest.raises(SourceUnavailable):
        day_list(BASE, always(body), "cs.LG")


# ---- recorded pages


def page(real_data, name: str, client_of=always):
    return client_of((real_data / "recorded" / "arxiv-browse-html" / f"{name}.html").read_bytes())


@pytest.mark.parametrize(
    "name, category, day, kinds",
    [
        ("fs_list_astro-ph_new", "astro-ph.CO", date(2023, 3, 3), {"new": 53, "cross": 4, "replace": 40}),
        ("fs_list_q-fin_new", "q-fin.ST", date(2023, 3, 17), {"new": 13, "replace": 3}),
        ("db_list_math_new", "math.CO", date(2011, 2, 3), {"new": 1, "cross": 1, "replace": 4}),
    ],
)
def test_arxivs_new_pages(real_data, name, category, day, kinds):
    found = day_list(BASE, page(real_data, name), category)
    assert (found.day, found.whole) == (day, True)
    assert Counter(entry.kind.value.removesuffix("-cross") for entry in found.entries) == kinds


def test_arxivs_week_page(real_data):
    found = week_lists(BASE, page(real_data, "fs_list_astro-ph_pastweek"), "astro-ph.CO")
    assert [(listed.day, len(listed.entries), listed.whole) for listed in found] == [
        (date(2023, 3, 3), 0, False),
        (date(2023, 3, 2), 50, False),
    ]
    assert {
        listed.day: len(listed.entries)
        for listed in week_lists(BASE, page(real_data, "db_list_cs_recent"), "cs.LG")
    } == {
        date(2011, 2, 3): 2,
        date(2011, 2, 2): 0,
        date(2011, 2, 1): 0,
        date(2011, 1, 31): 0,
        date(2011, 1, 28): 0,
    }


def test_arxivs_month_pages(real_data):
    whole = month_ids(BASE, page(real_data, "db_list_math_2009-06"), "math.AG", "2009-06")
    assert (len(whole.ids), whole.total, whole.whole) == (4, 4, True)
    first = (real_data / "recorded" / "arxiv-browse-html" / "fs_list_astro-ph_2023-02.html").read_bytes()
    with pytest.raises(SourceUnavailable, match="no more answers"):
        month_ids(BASE, in_turn([first]), "astro-ph.CO", "2023-02")
    part = month_ids(BASE, always(first), "astro-ph.CO", "2023-02")
    assert (len(part.ids), part.total, part.whole) == (50, 1300, False)


@pytest.mark.parametrize("name", ["fs_abs_0704.0001", "fs_abs_missing", "db_catchup"])
def test_arxivs_other_pages_are_no_listings(real_data, name):
    with pytest.raises(SourceUnavailable):
        month_ids(BASE, page(real_data, name), "math.AG", "2009-06")
    with pytest.raises(SourceRefused):
        body = (real_data / "recorded" / "arxiv-browse-html" / f"{name}.html").read_bytes()
        month_ids(BASE, always((404, body)), "math.AG", "2009-06")
