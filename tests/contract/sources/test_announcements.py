"""Daily feeds: the day, the kind of each announcement, and what is left of a feed that is partly broken."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind, AnnouncementRecord, Detail
from coolpapers.schedule import listing_day
from tests.contract.sources import told
from tests.contract.sources.replayed import Replayed, Reply, always, in_turn
from worker.normalise import normalise
from worker.sources.announcements import CUT, AnnouncementSource
from worker.sources.base import Cursor, Page, SourceUnavailable

BASE = "http://localhost"
ONE, TWO = told.Told("2611.00001"), told.Told("2611.00002")
DAY = date(2026, 11, 18)


def page(body: Reply, category: str = "cs.LG") -> Page:
    (found,) = AnnouncementSource(BASE, always(body), [category]).pages(None)
    return found


def the_list(body: Reply, category: str = "cs.LG") -> AnnouncedListRecord:
    (found,) = page(body, category).lists
    return found


def test_a_feed_gives_its_list_and_the_papers_that_it_tells_whole():
    second = told.Told("2611.00003", times=("2026-11-16T19:18:42Z", "2026-11-17T10:00:00Z"))
    found = page(
        told.rss(
            told.feed_item(ONE),
            told.feed_item(TWO, "cross"),
            told.feed_item(second, "new"),
            told.feed_item(second, "replace").replace("00003", "00004"),
            told.feed_item(second, "replace-cross").replace("00003", "00005"),
            told.feed_item(second, "no_match").replace("00003", "00006"),
        )
    )
    assert found.lists == (
        AnnouncedListRecord(
            "cs.LG",
            DAY,
            "feed",
            (
                AnnouncementRecord("2611.00001", AnnounceKind.NEW, 1),
                AnnouncementRecord("2611.00002", AnnounceKind.CROSS, 1),
                AnnouncementRecord("2611.00003", AnnounceKind.NEW, 2),
                AnnouncementRecord("2611.00004", AnnounceKind.REPLACE, 2),
                AnnouncementRecord("2611.00005", AnnounceKind.REPLACE_CROSS, 2),
                AnnouncementRecord("2611.00006", AnnounceKind.REPLACE_CROSS, 2),
            ),
        ),
    )
    # Of a second version the feed does not tell the time of the first: another source must.
    assert [normalise(r).arxiv_id for r in found.records] == [ONE.id, TWO.id]
    assert {normalise(r).detail for r in found.records} == {Detail.FEED}
    assert {normalise(r).datestamp for r in found.records} == {DAY}


def test_a_paper_of_a_feed_stands_on_the_feeds_own_day():
    for day in (
        date(2026, 11, 16),
        date(2026, 11, 17),
        date(2025, 12, 1),
        date(2024, 1, 2),
        date(2026, 3, 9),
    ):
        text = f"{told.DAYS[day.weekday()]}, {day.day} {told.MONTHS[day.month - 1]} {day.year} 00:00:00 -0500"
        name = f"{day:%y%m}.00001"
        (record,) = page(told.rss(told.feed_item(told.Told(name)), day=text)).records
        assert listing_day(normalise(record).versions[0].submitted) == day
    # An old paper crossed today was not submitted today.
    (record,) = page(told.rss(told.feed_item(told.Told("2601.00001"), "cross"))).records
    assert normalise(record).versions[0].submitted < datetime(2026, 2, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "text, day",
    [
        ("Wed, 18 Nov 2026 00:00:00 -0500", DAY),
        ("Wed, 18 Nov 2026 05:00:00 GMT", DAY),
        ("Tue, 17 Nov 2026 20:30:00 -0500", DAY),  # the evening on which it is announced
        ("Wed, 17 Jun 2026 00:00:00 -0400", date(2026, 6, 17)),
        ("Tue, 16 Jun 2026 20:00:00 -0400", date(2026, 6, 17)),
    ],
)
def test_the_day_is_the_listing_day_in_arxivs_own_time_zone(text, day):
    assert the_list(told.rss(told.feed_item(ONE), day=text)).day == day


def test_an_empty_day_is_a_list_and_a_weekend_is_none():
    assert the_list(told.rss()).entries == ()
    assert the_list(told.rss()).whole
    assert page(told.rss(day="Sat, 21 Nov 2026 00:00:00 -0500")).lists == ()
    # What is announced is announced, whatever the calendar says.
    assert len(the_list(told.rss(told.feed_item(ONE), day="Sat, 21 Nov 2026 00:00:00 -0500")).entries) == 1


def test_a_feed_as_long_as_arxivs_limit_may_miss_something():
    items = [told.feed_item(told.Told(f"2611.{n:05d}"), "replace") for n in range(1, CUT + 1)]
    assert not the_list(told.rss(*items)).whole
    assert the_list(told.rss(*items[1:])).whole


def test_aliases_are_asked_for_and_listed_by_the_name_shown():
    client = always(told.rss(told.feed_item(ONE)))
    pages = list(AnnouncementSource(BASE, client, ["cs.SY", "eess.SY", "math.MP"]).pages(None))
    assert [url for url, _ in client.asked] == [f"{BASE}/rss/eess.SY", f"{BASE}/rss/math-ph"]
    assert [page.lists[0].category for page in pages] == ["eess.SY", "math-ph"]


def test_a_feed_that_did_not_change_is_not_read_again():
    etags: dict[str, str] = {}
    client = always(told.rss(told.feed_item(ONE)))
    client.etag = '"abc"'
    first = list(AnnouncementSource(BASE, client, ["cs.LG"], etags=etags).pages(None))
    second = list(AnnouncementSource(BASE, client, ["cs.LG"], etags=etags).pages(None))
    assert len(first[0].lists) == 1
    assert second[0].lists == second[0].records == ()
    assert client.etags == ["", '"abc"']


def test_a_run_that_is_killed_before_it_stored_a_page_is_told_all_of_it_again():
    etags: dict[str, str] = {}
    client = always(told.rss(told.feed_item(ONE)))
    client.etag = '"abc"'
    next(iter(AnnouncementSource(BASE, client, ["cs.LG"], etags=etags).pages(None)))
    assert etags == {}


def test_a_cursor_of_another_day_begins_anew():
    def source(day: int) -> AnnouncementSource:
        now = datetime(2026, 11, day, 15, tzinfo=UTC)
        return AnnouncementSource(
            BASE, always(told.rss(told.feed_item(ONE))), ["cs.LG", "cs.AI"], now=lambda: now
        )

    cursor = next(iter(source(18).pages(None))).next
    assert len(list(source(18).pages(cursor))) == 1
    assert len(list(source(19).pages(cursor))) == 2


def test_a_category_that_the_server_does_not_know_costs_itself_alone():
    error = told.rss().replace(
        b"cs.LG updates on arXiv.org", b"Feed error for query: http://localhost/rss/cs.ZZ"
    )
    client = in_turn([(400, error), told.rss(told.feed_item(ONE))])
    refused, found = AnnouncementSource(BASE, client, ["cs.ZZ", "cs.LG"]).pages(None)
    assert refused.lists == ()
    assert refused.rejected[0].identifier == "cs.ZZ"
    assert "the feed says" in refused.rejected[0].reason
    assert len(found.lists) == 1


def test_a_feed_that_cannot_be_read_is_told_at_the_end_and_stays_to_be_done():
    def reply(url: str, params: dict[str, str]) -> Reply:
        return (
            SourceUnavailable("time-out", retry_after_s=7)
            if "cs.AI" in url
            else told.rss(told.feed_item(ONE))
        )

    client = Replayed(reply)
    pages = []
    with pytest.raises(SourceUnavailable, match=r"1 of 3 feeds could not be read .cs.AI.*time-out") as fault:
        for found in AnnouncementSource(BASE, client, ["cs.LG", "cs.AI", "hep-th"]).pages(None):
            pages.append(found)
    assert fault.value.retry_after_s == 7
    assert [found.lists[0].category for found in pages] == ["cs.LG", "hep-th"]
    client.reply = lambda url, params: told.rss(told.feed_item(ONE))
    rest = list(AnnouncementSource(BASE, client, ["cs.LG", "cs.AI", "hep-th"]).pages(pages[-1].next))
    assert [found.lists[0].category for found in rest] == ["cs.AI"]


def test_a_server_that_is_away_is_not_asked_for_every_category():
    client = always(SourceUnavailable("refused"))
    with pytest.raises(SourceUnavailable):
        list(AnnouncementSource(BASE, client, ["cs.LG", "cs.AI", "hep-th", "cs.CL", "cs.CV"]).pages(None))
    assert len(client.asked) == 3


def test_broken_items_are_rejected_and_the_feed_survives():
    body = told.rss(
        told.feed_item(ONE),
        told.feed_item(told.Told("2611.00003", abstract="@")),
        told.feed_item(told.Told("2611.00004")).replace("</title>", ""),
        told.feed_item(told.Told("2611.00005")).replace("new", "novel"),
        told.feed_item(told.Told("2611.00006")).replace("oai:arXiv.org:2611.00006v1", "urn:x"),
        told.feed_item(TWO),
    ).replace(b"@", b"a \x08 control, AT&T, &nbsp; and &#0;")
    found = page(body)
    (listed,) = found.lists
    assert [entry.arxiv_id for entry in listed.entries] == ["2611.00001", "2611.00003", "2611.00002"]
    assert not listed.whole
    assert normalise(found.records[1]).abstract == "a   control, AT&T, &nbsp; and"
    assert {r.identifier: r.reason for r in found.rejected} == {
        "2611.00004": "broken XML",
        "oai:arXiv.org:2611.00005v1": "an announcement of no known type",
        "urn:x": "no identifier of arXiv's",
    }
    assert all(r.raw.startswith("<item") for r in found.rejected)


def test_a_document_that_is_no_feed_is_unavailable():
    for body in (
        told.api_answer(total=0),
        told.IDENTIFY,
        told.rss(day="some day"),
        told.rss(day="Wed, 18 Nov 2099 00:00:00 -0500"),
    ):
        with pytest.raises(SourceUnavailable):
            page(body)


# ---- recorded answers


def recorded(real_data: Path, name: str, category: str) -> Page:
    path = real_data / "recorded" / name
    return page((400 if path.name.startswith("error") else 200, path.read_bytes()), category)


@pytest.mark.parametrize("form", ["rss", "atom"])
@pytest.mark.parametrize("category, size", [("hep-ph", 32), ("math", 126), ("cs", 29), ("all", 431)])
def test_arxivs_mailing_of_2011_02_03(real_data, form, category, size):
    found = recorded(real_data, f"arxiv-feed-server/{form}_{category}.xml", category)
    (listed,) = found.lists
    assert (listed.day, len(listed.entries), listed.whole) == (date(2011, 2, 3), size, True)
    assert found.rejected == ()
    assert all(normalise(record).detail == Detail.FEED for record in found.records)
    if category == "all":
        assert Counter(entry.kind for entry in listed.entries) == {
            AnnounceKind.NEW: 278,
            AnnounceKind.CROSS: 12,
            AnnounceKind.REPLACE: 141,
        }
    other = recorded(
        real_data, f"arxiv-feed-server/{'atom' if form == 'rss' else 'rss'}_{category}.xml", category
    )
    assert [normalise(r) for r in other.records] == [normalise(r) for r in found.records]
    assert other.lists == found.lists


@pytest.mark.parametrize("name", ["error_atom_bad_archive", "error_rss_bad_archive", "error_rss_bad_subject"])
def test_arxivs_error_feeds(real_data, name):
    found = recorded(real_data, f"arxiv-feed-server/{name}.xml", "nosuch")
    assert found.lists == ()
    assert "Bad" in found.rejected[0].reason


def test_arxivs_empty_day(real_data):
    (listed,) = recorded(real_data, "arxiv-feed-server/rss_empty_econ.xml", "econ.TH").lists
    assert (listed.day, listed.entries) == (date(2011, 2, 3), ())


def test_a_web_page_in_place_of_a_feed(real_data):
    with pytest.raises(SourceUnavailable):
        recorded(real_data, "arxiv-feed-server/rss_no_query.html", "cs.LG")


@pytest.mark.parametrize("name", ["ai", "cl", "lg"])
def test_live_feeds_of_2026(real_data, name):
    found = recorded(real_data, f"rss-live-2026/arxiv_cs_{name}.xml", f"cs.{name.upper()}")
    assert (found.lists[0].day, len(found.lists[0].entries)) == (date(2026, 4, 27), 3)
    assert found.rejected == ()
    for record in found.records:
        paper = normalise(record)
        assert listing_day(paper.versions[0].submitted) == date(2026, 4, 27)
        assert paper.license.startswith("http")
        assert not paper.abstract.startswith("arXiv:")


def test_the_form_before_2024(real_data):
    found = recorded(real_data, "rss-rdf-2018/export.arxiv.org_rss_hep-ex_2018-05-23.rdf", "hep-ex")
    (listed,) = found.lists
    assert listed.day == date(2018, 5, 24)  # announced on the evening of the 23rd
    assert [(e.arxiv_id, e.kind, e.version) for e in listed.entries] == [
        ("1805.08875", "new", 1),
        ("1805.09166", "cross", 1),
        ("1805.06430", "replace-cross", 2),
    ]
    first = normalise(found.records[0])
    assert first.title == "Measurement of Transverse Single Spin Asymmetries"
    assert "$2.6<\\eta<4$" in first.abstract
    assert [(a.name, a.affiliation) for a in first.authors] == [("Christopher Dilks", "STAR Collaboration")]


def test_a_cursor_serialises_what_is_done():
    found = page(told.rss(told.feed_item(ONE)))
    assert isinstance(found.next, Cursor)
    assert found.next.token
