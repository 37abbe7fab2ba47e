"""Real papers with their real oddities: every one has the shape that the document promises."""

import io
from itertools import islice

import pytest
import zstandard

from coolpapers.papers.models import Paper
from worker.pipeline import ingest, rebuild_index
from worker.sources.snapshot import SnapshotSource

PAPERS = 1500


@pytest.fixture
def real_world(db, engine, real_data, tmp_path):
    """The first papers of the sample over all years, stored and indexed."""
    path = tmp_path / "papers.jsonl"
    with (real_data / "arxiv_sample_20k.jsonl.zst").open("rb") as packed, path.open("w") as lines:
        text = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), "utf-8")
        lines.writelines(islice(text, PAPERS))
    ingest(SnapshotSource(str(path)))
    rebuild_index()


def test_every_real_paper(api, real_world):
    held = set(Paper.objects.values_list("pk", flat=True))
    assert len(held) > PAPERS * 0.99
    listed = [key for page in api.follow("/papers", {"limit": 100}) for key in page]
    assert len(listed) == len(held)
    assert set(listed) == held
    found = [
        key
        for page in api.follow("/search", {"limit": 100, "highlight": "true", "q": "-unsayableword"})
        for key in page
    ]
    assert set(found) == held
    assert len(found) == len(held)


def test_highlights_of_real_papers_lie_within_the_text(api, real_world):
    page = api.json("/search", {"q": "energy model", "match": "any", "highlight": "1", "limit": 100})
    assert page["total"] > 100
    # Nearly all: a word may stand in the authors' remarks alone.
    marked = [paper for paper in page["results"] if any(paper["highlights"].values())]
    assert len(marked) >= 90
    for paper in page["results"]:
        for name, spans in paper["highlights"].items():
            ends = [place for span in spans for place in span]
            assert ends == sorted(ends)
            assert all(0 <= place <= len(paper[name]) for place in ends)


def test_related_of_real_papers(api, real_world):
    for paper in api.json("/papers", {"limit": 5})["results"]:
        related = api.json(f"/papers/{paper['id']}/related", {"limit": 10})
        assert len(related["results"]) == 10
        assert related["keywords"]
