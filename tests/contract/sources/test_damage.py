"""Answers damaged anywhere: what comes through is a whole record of its own, the rest a rejected one or an error in words."""

from contextlib import suppress
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.sources import told
from tests.contract.sources.replayed import always
from worker.normalise import normalise
from worker.sources.announcements import AnnouncementSource
from worker.sources.api import ApiSource
from worker.sources.base import Cursor, HarvestError, HarvestSource, MalformedRecord
from worker.sources.listings import day_list
from worker.sources.oai import OaiSource

PAPERS = [told.Told(f"2611.0000{n}", title=f"Title {n} & more", abstract="a < b") for n in range(1, 6)]
OAI = told.oai_answer(*map(told.oai_record, PAPERS))
API = told.api_answer(*map(told.api_entry, PAPERS), total=5)
RSS = told.rss(*map(told.feed_item, PAPERS))
SOURCES = {
    OAI: lambda body: OaiSource("http://localhost", always(body)),
    API: lambda body: ApiSource("http://localhost", always(body), ids=[paper.id for paper in PAPERS]),
    RSS: lambda body: AnnouncementSource("http://localhost", always(body), ["cs.LG"]),
}
damage = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=6)), min_size=1, max_size=4
)


def damaged(body: bytes, hits: list[tuple[float, int, bytes]]) -> bytes:
    """The body with some of its bytes replaced by others."""
    for where, length, others in hits:
        place = int(where * len(body))
        body = body[:place] + others + body[place + length :]
    return body


def read(source: HarvestSource) -> None:
    for page in source.pages(Cursor(since=date(2026, 11, 1)) if source.name == "oai" else None):
        for rejected in page.rejected:
            assert rejected.reason
        for record in page.records:
            with suppress(MalformedRecord):
                paper = normalise(record)
                assert paper.arxiv_id
                assert paper.title


@settings(max_examples=150)
@given(st.sampled_from(list(SOURCES)), damage)
def test_any_damage_ends_in_records_or_words(body, hits):
    with suppress(HarvestError):
        read(SOURCES[body](damaged(body, hits)))


@given(st.sampled_from(list(SOURCES)), st.floats(0, 0.999))
def test_a_page_cut_short_never_counts_as_the_whole(body, where):
    cut = body.rstrip()[: int(where * len(body.rstrip()))]
    try:
        pages = list(SOURCES[body](cut).pages(Cursor(since=date(2026, 11, 1)) if body == OAI else None))
    except HarvestError:
        return
    raise AssertionError(f"{len(pages)} pages of half an answer")


@settings(max_examples=60)
@given(damage)
def test_any_damage_to_a_listing_ends_in_a_list_or_words(hits):
    page = (
        b"<html><h3>Showing new listings for Wednesday, 18 November 2026</h3><div class='paging'>Total of 1 entries</div>"
        b"<h3>New submissions</h3><dl><dt><a href='/abs/2611.00001' title='Abstract'>x</a></dt><dd></dd></dl></html>"
    )
    with suppress(HarvestError):
        assert day_list("http://localhost", always(damaged(page, hits)), "cs.LG").category == "cs.LG"
