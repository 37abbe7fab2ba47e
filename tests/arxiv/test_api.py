"""The test arXiv's Atom API against recorded answers: the same elements in the same places."""

from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree

from tests.arxiv import HeldPaper, HeldVersion, World, recorded, running
from tests.arxiv.recorded import asked, tree

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize(
    "name, address, status",
    [
        ("id_0000.0000_s0_m100_8b51d9633a68", "id_list=0000.0000&start=0&max_results=100", 200),
        ("id_abc_s0_m100_b79c8dcf6bc3", "id_list=abc&start=0&max_results=100", 400),
        ("id_1605.08386_s0_m100_199195aa31ad", "id_list=1605.08386&start=0&max_results=100", 200),
    ],
)
def test_api_answer_is_the_recorded_one(folder: Path, name: str, address: str, status: int) -> None:
    paper = HeldPaper(
        id="1605.08386",
        title="Heat-bath random walks\n  with Markov bases",
        abstract="  Graphs on lattice points are studied.",
        authors="Caprice Stanley, Tobias Windisch",
        categories=("math.CO", "math.ST"),
        versions=(HeldVersion(1, datetime(2016, 5, 26, 17, 59, 46, tzinfo=UTC)),),
        datestamp=date(2016, 5, 27),
        names=(("Stanley", "Caprice", ""), ("Windisch", "Tobias", "")),
        comments="20 pages, 3 figures",
    )
    theirs = (folder / "atom-api-live" / f"{name}.xml").read_bytes()
    with running(World([paper]), now=datetime(2026, 4, 12, 22, 9, tzinfo=UTC)) as arxiv:
        ours = asked(arxiv, f"/api/query?search_query=&{address}", status)
    assert tree(ours, texts=False) == tree(theirs, texts=False)
    for path in ("id", "entry/id", "title", "entry/published", "entry/updated", "entry/author/name"):
        full = "/".join(f"{ATOM}{name}" for name in path.split("/"))
        mine, recorded_text = etree.fromstring(ours).findtext(full), etree.fromstring(theirs).findtext(full)
        if path != "id" or status == 400:
            assert (path == "entry/updated" and status == 400) or mine == recorded_text, path


def test_api_pages_sorts_and_finds(folder: Path) -> None:
    papers = recorded.papers(folder / "arxiv-oaipmh-server")
    with running(World(papers), now=datetime(2026, 11, 22, tzinfo=UTC)) as arxiv:

        def found(query: str) -> tuple[int, list[str]]:
            root = etree.fromstring(asked(arxiv, f"/api/query?{query}"))
            total = root.findtext("{http://a9.com/-/spec/opensearch/1.1/}totalResults") or ""
            return int(total), [entry.findtext(f"{ATOM}id") or "" for entry in root.iter(f"{ATOM}entry")]

        whole = found("search_query=cat:hep-th&max_results=1000")[1]
        total, first = found("search_query=cat:hep-th&max_results=7")
        assert total == len(whole) > 20
        paged = [
            key
            for start in range(0, total, 7)
            for key in found(f"search_query=cat:hep-th&max_results=7&start={start}")[1]
        ]
        assert paged == whole
        assert first == whole[:7]
        assert found("id_list=0901.3666v2,0901.3666")[1] == [
            "http://arxiv.org/abs/0901.3666v2",
            "http://arxiv.org/abs/0901.3666v3",
        ]
        assert found("id_list=0901.3666v9")[0] == 0
        assert found(f"search_query={quote('cat:hep-th AND ti:holography')}&max_results=1000")[0] < total
        newest = found("search_query=cat:hep-th&sortBy=submittedDate&sortOrder=descending&max_results=1000")[
            1
        ]
        assert sorted(newest) == sorted(whole)
        assert asked(arxiv, "/api/query?id_list=&search_query=", 400).count(b"<entry>") == 1
        assert (
            asked(arxiv, "/api/query?search_query=x&start=-1", 400).count(
                b"<summary>start must be non-negative"
            )
            == 1
        )
