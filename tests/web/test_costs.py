"""What a page may cost: queries to the store bounded whatever it shows, and text rendered once."""

from datetime import date
from typing import Any

import pytest

from coolpapers.papers.store import upsert
from coolpapers.web import paper_text
from tests.web.conftest import BOTH, CROSS, LATER, LEARNING, OLD, REPLACED, Reader
from tests.worlds import record

LIMITS = {
    "/": 5,
    "/arxiv/cs.LG?show=5": 9,
    "/arxiv/cs.LG?show=1000": 9,
    "/arxiv/cs.LG?show=1000&sort=submitted": 10,
    "/arxiv/cs.LG/feed?show=1000": 5,
    f"/arxiv/{LATER}": 3,
    f"/arxiv/{','.join([OLD, LATER, CROSS, BOTH, *LEARNING])}": 2,
    "/arxiv/search?query=learning&show=100": 2,
    "/arxiv/search/feed?query=learning&show=100": 1,
    f"/arxiv/{LEARNING[0]}/related?show=100": 4,
    "/sitemap.xml": 1,
    "/sitemap/2026-11-17.xml": 3,
}


@pytest.mark.parametrize("path", LIMITS)
def test_queries_are_bounded(reader: Reader, django_assert_max_num_queries: Any, path: str) -> None:
    with django_assert_max_num_queries(LIMITS[path]):
        assert reader.get(path).status_code == 200


def test_text_is_rendered_once(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    first = reader.get("/arxiv/cs.LG").content
    monkeypatch.setattr(paper_text, "_made", lambda paper: pytest.fail(f"{paper} was rendered again"))
    assert reader.get("/arxiv/cs.LG").content == first


def test_a_changed_paper_is_rendered_anew(reader: Reader) -> None:
    assert "Learning to pour" in reader.page("/arxiv/cs.LG").all("a", "title-link")[0].text
    upsert([record(LEARNING[0], title="Pouring, revised", datestamp=date(2026, 11, 19))])
    assert reader.page("/arxiv/cs.LG").all("a", "title-link")[0].text == "Pouring, revised"
    assert reader.page(f"/arxiv/{REPLACED}").one("h1").text == "Saucers revised"
