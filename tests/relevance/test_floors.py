"""The ranking must not fall below what it has reached on judged collections."""

from pathlib import Path
from typing import NamedTuple

import pytest

from search import open_backend
from tests.conftest import missing
from tests.relevance.evaluation import Task, answer_all, index_afresh, measured
from tests.services.indices import removed_afterwards


class Floor(NamedTuple):
    """What a collection's measure must reach, on every engine."""

    collection: str
    task: Task
    measure: str
    least: float


FLOORS = (
    Floor("cranfield", "search", "nDCG@10", 0.395),
    Floor("cisi", "search", "nDCG@10", 0.405),
    Floor("csfcube", "related", "NDCG@20%", 0.555),
    Floor("arxiv_mentions_12k", "related", "nDCG@10", 0.885),
)


@pytest.fixture
def judged(real_data: Path) -> Path:
    """The folder of the judged collections."""
    folder = real_data / "relevance"
    if not folder.is_dir():
        missing(f"{real_data} has no folder of judged collections (relevance)")
    return folder


def reaches(floor: Floor, address: str, judged: Path) -> None:
    backend = open_backend(address)
    index_afresh(backend, judged / floor.collection)
    figures = measured(answer_all(backend, judged / floor.collection, floor.task))
    assert figures[floor.measure] >= floor.least, figures


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.collection)
def test_tantivy_reaches_the_floor(judged: Path, tmp_path: Path, floor: Floor) -> None:
    reaches(floor, f"tantivy://{tmp_path / 'index'}", judged)


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.collection)
def test_elasticsearch_reaches_the_floor(judged: Path, elasticsearch_url: str, floor: Floor) -> None:
    with removed_afterwards(f"{elasticsearch_url}/floors") as address:
        reaches(floor, address, judged)
